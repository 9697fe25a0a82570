// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_SENTENCE_HPP
#define BOOST_BROKER_DETAIL_SENTENCE_HPP

// A sentence for people from its parts. A chain of `+` would be longer to compile and to run.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace boost_broker::detail {

inline std::string sentence(std::initializer_list<std::string_view> parts)
{
    std::size_t length = 0;
    for (auto const part : parts)
        length += part.size();
    std::string text;
    text.reserve(length);
    for (auto const part : parts)
        text.append(part.data(), part.size());
    return text;
}

} // namespace boost_broker::detail

#endif
