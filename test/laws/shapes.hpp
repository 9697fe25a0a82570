// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_LAWS_SHAPES_HPP
#define BOOST_BROKER_TEST_LAWS_SHAPES_HPP

// The shapes that a payload can have. Each is an event, a signal, a request and its own response,
// so that one law can be said of all of them.

#include <boost_broker/policy.hpp>
#include <boost_broker/reflect.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace laws_test {

namespace bb = boost_broker;

struct nothing {
    using response = nothing;
    static auto fields(auto&) { return std::tie(); }
};
struct one {
    using response = one;
    int number = 0;
    static auto fields(auto& self) { return std::tie(self.number); }
};
struct forty {
    using response = forty;
    int a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0, a8 = 0, a9 = 0;
    int b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0, b9 = 0;
    int c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0;
    int d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0, d6 = 0, d7 = 0, d8 = 0;
    std::string d9 = {};
    static auto fields(auto& s)
    {
        return std::tie(s.a0, s.a1, s.a2, s.a3, s.a4, s.a5, s.a6, s.a7, s.a8, s.a9, s.b0, s.b1,
            s.b2, s.b3, s.b4, s.b5, s.b6, s.b7, s.b8, s.b9, s.c0, s.c1, s.c2, s.c3, s.c4, s.c5,
            s.c6, s.c7, s.c8, s.c9, s.d0, s.d1, s.d2, s.d3, s.d4, s.d5, s.d6, s.d7, s.d8, s.d9);
    }
};
struct owned {
    using response = owned;
    std::unique_ptr<std::string> text = {};
    static auto fields(auto& self) { return std::tie(self.text); }
};
// not default-constructible
class level
{
public:
    explicit level(int value) : value_(value) {}
    friend bool operator==(level const&, level const&) = default;

private:
    int value_;
};
struct chosen {
    using response = chosen;
    level value;
    std::string reason = {};
    static auto fields(auto& self) { return std::tie(self.value, self.reason); }
};
struct shared {
    using response = shared;
    std::shared_ptr<std::string const> text = {};
    static auto fields(auto& self) { return std::tie(self.text); }
};
struct perhaps {
    using response = perhaps;
    std::optional<std::string> text = {};
    static auto fields(auto& self) { return std::tie(self.text); }
};
struct person {
    std::string first = {};
    std::string last = {};
    friend bool operator==(person const&, person const&) = default;
};
struct nested {
    using response = nested;
    person who = {};
    std::string note = {};
    static auto fields(auto& self) { return std::tie(self.who, self.note); }
};

using shapes = std::tuple<nothing, one, forty, owned, chosen, shared, perhaps, nested>;

// A shape as the only field of something else: a request that is answered at once, one that many
// answer, a signal for a queue that is soon full.
template<class Shape>
struct at_once {
    using broker_policy = bb::local<bb::synchronous>;
    using response = Shape;
    BOOST_HANA_DEFINE_STRUCT(at_once, (Shape, what));
};
template<class Shape>
struct of_many {
    using response = Shape;
    BOOST_HANA_DEFINE_STRUCT(of_many, (int, seed));
};
template<class Shape>
struct bounded {
    using broker_policy = bb::local<bb::queue_depth<1>>;
    BOOST_HANA_DEFINE_STRUCT(bounded, (Shape, what));
};

inline std::string text(int seed)
{
    return "a text that no small buffer holds, number " + std::to_string(seed);
}

template<class Shape>
Shape make(int seed)
{
    if constexpr (std::is_same_v<Shape, nothing>) {
        return {};
    } else if constexpr (std::is_same_v<Shape, one>) {
        return {seed};
    } else if constexpr (std::is_same_v<Shape, forty>) {
        forty made;
        int next = seed;
        auto const set = [&next](auto& field) {
            if constexpr (std::is_same_v<decltype(field), int&>)
                field = next++;
            else
                field = text(next);
        };
        std::apply([&](auto&... field) { (set(field), ...); }, forty::fields(made));
        return made;
    } else if constexpr (std::is_same_v<Shape, owned>) {
        return {std::make_unique<std::string>(text(seed))};
    } else if constexpr (std::is_same_v<Shape, chosen>) {
        return {level(seed), text(seed)};
    } else if constexpr (std::is_same_v<Shape, shared>) {
        return {std::make_shared<std::string const>(text(seed))};
    } else if constexpr (std::is_same_v<Shape, perhaps>) {
        return seed % 2 == 0 ? perhaps() : perhaps{text(seed)};
    } else {
        return {{text(seed), text(seed + 1)}, text(seed + 2)};
    }
}

template<class... Fields>
bool same(std::tuple<Fields const&...> const& a, std::tuple<Fields const&...> const& b);

template<class T>
bool same(T const& a, T const& b)
{
    if constexpr (requires { a.get() == nullptr; })
        return a != nullptr && b != nullptr ? *a == *b : a == b;
    else if constexpr (requires { T::fields(a); })
        return same(T::fields(a), T::fields(b));
    else
        return a == b;
}
template<class... Fields>
bool same(std::tuple<Fields const&...> const& a, std::tuple<Fields const&...> const& b)
{
    return [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        return (same(std::get<I>(a), std::get<I>(b)) && ...);
    }
    (std::index_sequence_for<Fields...>());
}

template<class Shape>
bool is(Shape const& value, int seed)
{
    return same(value, make<Shape>(seed));
}

template<class Shape>
using fields_of = decltype(Shape::fields(std::declval<Shape const&>()));

/// A handler with one call operator that takes the fields of a shape, passed on as a tuple.
template<class Shape, class Then, class Fields = fields_of<Shape>>
class by_parameters;
template<class Shape, class Then, class... Fields>
class by_parameters<Shape, Then, std::tuple<Fields...>>
{
public:
    explicit by_parameters(Then then) : then_(std::move(then)) {}
    auto operator()(Fields... fields) { return then_(std::tuple<Fields...>(fields...)); }

private:
    Then then_;
};

template<class Shape, class Then>
by_parameters<Shape, Then> takes_fields(Then then)
{
    return by_parameters<Shape, Then>(std::move(then));
}

/// Calls `function` with the fields of a value, as rvalues.
template<class Shape, class Function>
decltype(auto) with_fields(Shape&& value, Function function)
{
    return std::apply(
        [&](auto&... field) -> decltype(auto) { return function(std::move(field)...); },
        Shape::fields(value));
}

} // namespace laws_test

BOOST_HANA_ADAPT_STRUCT(laws_test::one, number);
BOOST_HANA_ADAPT_STRUCT(laws_test::forty, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3,
    b4, b5, b6, b7, b8, b9, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7,
    d8, d9);
BOOST_HANA_ADAPT_STRUCT(laws_test::owned, text);
BOOST_HANA_ADAPT_STRUCT(laws_test::chosen, value, reason);
BOOST_HANA_ADAPT_STRUCT(laws_test::shared, text);
BOOST_HANA_ADAPT_STRUCT(laws_test::perhaps, text);
BOOST_HANA_ADAPT_STRUCT(laws_test::nested, who, note);

#endif
