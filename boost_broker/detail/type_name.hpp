// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_TYPE_NAME_HPP
#define BOOST_BROKER_DETAIL_TYPE_NAME_HPP

// The name of a type, as a person would write it, without run-time type information.

#include <string_view>

namespace boost_broker::detail {

template<class T>
constexpr std::string_view pretty_function() noexcept
{
    return __PRETTY_FUNCTION__;
}

// g++:   "constexpr std::string_view ...::pretty_function() [with T = X; std::string_view = ...]"
// clang: "std::string_view ...::pretty_function() [T = X]"
template<class T>
constexpr std::string_view find_type_name() noexcept
{
    std::string_view text = pretty_function<T>();
    text.remove_prefix(text.find("T = ") + 4);
    auto const end = text.find("; std::string_view");
    return text.substr(0, end != std::string_view::npos ? end : text.size() - 1);
}

/// The name of `T`, for messages.
template<class T>
inline constexpr std::string_view type_name = find_type_name<T>();

} // namespace boost_broker::detail

#endif
