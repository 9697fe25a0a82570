// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_DIFFERENTIAL_FRAMES_HPP
#define BOOST_BROKER_TEST_DIFFERENTIAL_FRAMES_HPP

// What travels between the programs of this folder: any number of messages, each behind its length
// in four bytes, the lowest first.

#include <boost/endian/conversion.hpp>

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

namespace differential {

inline void write_frame(std::ostream& out, std::string_view data)
{
    auto const size = boost::endian::native_to_little(static_cast<std::uint32_t>(data.size()));
    out.write(reinterpret_cast<char const*>(&size), sizeof size);
    out.write(data.data(), static_cast<std::streamsize>(data.size()));
}

inline bool read_frame(std::istream& in, std::string& data)
{
    std::uint32_t size = 0;
    if (!in.read(reinterpret_cast<char*>(&size), sizeof size))
        return false;
    data.resize(boost::endian::little_to_native(size));
    return static_cast<bool>(in.read(data.data(), static_cast<std::streamsize>(data.size())));
}

} // namespace differential

#endif
