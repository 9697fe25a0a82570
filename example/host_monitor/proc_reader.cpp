// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "proc_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <span>

namespace host_monitor {

namespace {

using words = std::vector<std::string_view>;

words split(std::string_view text, std::string_view separators)
{
    words found;
    for (std::size_t begin = 0;;) {
        begin = text.find_first_not_of(separators, begin);
        if (begin == std::string_view::npos)
            return found;
        std::size_t const end = std::min(text.find_first_of(separators, begin), text.size());
        found.push_back(text.substr(begin, end - begin));
        begin = end;
    }
}

words fields(std::string_view line)
{
    return split(line, " \t");
}

template<class Number>
std::optional<Number> number(std::string_view text)
{
    Number value = {};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// All of the words as numbers, or nothing if one of them is none.
template<std::size_t Count>
std::optional<std::array<std::uint64_t, Count>> numbers(std::span<std::string_view const> text)
{
    std::array<std::uint64_t, Count> values = {};
    for (std::size_t i = 0; i < Count && i < text.size(); ++i) {
        std::optional<std::uint64_t> const value = number<std::uint64_t>(text[i]);
        if (!value)
            return std::nullopt;
        values[i] = *value;
    }
    return values;
}

bb::failure bad_line(std::string_view line)
{
    // a garbled file may be one endless line
    return bb::fail("cannot make sense of '" + std::string(line.substr(0, 60)) + "'");
}

std::optional<cpu_ticks> parse_ticks(words const& line)
{
    // the name, then: user nice system idle iowait irq softirq steal; old kernels stop at idle, and
    // what follows steal is contained in user and nice
    if (line.size() < 5)
        return std::nullopt;
    auto const ticks = numbers<8>(std::span(line).subspan(1));
    if (!ticks)
        return std::nullopt;
    auto const [user, nice, system, idle, iowait, irq, softirq, steal] = *ticks;
    return cpu_ticks{user + nice + system + irq + softirq + steal, idle + iowait};
}

} // namespace

bb::result<cpu_counters> parse_stat(std::string_view text)
{
    cpu_counters found;
    bool has_total = false;
    for (std::string_view const line : split(text, "\n")) {
        if (!line.starts_with("cpu"))
            continue;
        words const line_fields = fields(line);
        std::optional<cpu_ticks> const ticks = parse_ticks(line_fields);
        std::string_view const name = line_fields.front().substr(3);
        std::optional<int> const core = number<int>(name);
        if (!ticks || (!name.empty() && !core))
            return bad_line(line);
        if (core) {
            found.cores.push_back({*core, *ticks});
        } else {
            found.total = *ticks;
            has_total = true;
        }
    }
    if (!has_total)
        return bb::fail("there is no line 'cpu'");
    return found;
}

bb::result<memory_sampled> parse_meminfo(std::string_view text)
{
    std::map<std::string_view, std::uint64_t> sizes;
    for (std::string_view const line : split(text, "\n")) {
        words const line_fields = fields(line);
        if (line_fields.size() < 2 || !line_fields[0].ends_with(':'))
            return bad_line(line);
        std::optional<std::uint64_t> const size = number<std::uint64_t>(line_fields[1]);
        if (!size)
            return bad_line(line);
        sizes[line_fields[0].substr(0, line_fields[0].size() - 1)] = *size * 1024;
    }
    if (sizes["MemTotal"] == 0)
        return bb::fail("there is no line 'MemTotal'");
    // kernels before 3.14 do not say what is available
    if (!sizes.contains("MemAvailable"))
        sizes["MemAvailable"] = sizes["MemFree"] + sizes["Buffers"] + sizes["Cached"];
    auto const used = [&](std::string_view total, std::string_view left) {
        return sizes[total] - std::min(sizes[total], sizes[left]);
    };
    return memory_sampled{sizes["MemTotal"], used("MemTotal", "MemAvailable"), sizes["SwapTotal"],
        used("SwapTotal", "SwapFree")};
}

bb::result<std::vector<device_counters>> parse_net_dev(std::string_view text)
{
    std::vector<device_counters> found;
    for (std::string_view const line : split(text, "\n")) {
        if (line.find('|') != std::string_view::npos) // the two lines of headings
            continue;
        // an alias such as eth0:1 has a colon in its name; the counters may follow theirs directly
        std::size_t const colon = line.rfind(':');
        if (colon == std::string_view::npos)
            return bad_line(line);
        words const name = fields(line.substr(0, colon));
        words const line_fields = fields(line.substr(colon + 1));
        auto const counters = numbers<9>(line_fields);
        if (name.size() != 1 || line_fields.size() < 9 || !counters)
            return bad_line(line);
        found.push_back({std::string(name[0]), (*counters)[0], (*counters)[8]});
    }
    return found;
}

bb::result<std::vector<device_counters>> parse_diskstats(std::string_view text)
{
    constexpr std::uint64_t sector = 512; // whatever the device's own sectors are
    std::vector<device_counters> found;
    for (std::string_view const line : split(text, "\n")) {
        // major minor name, then: reads merged sectors_read ms writes merged sectors_written
        words const line_fields = fields(line);
        if (line_fields.size() < 10)
            return bad_line(line);
        auto const counters = numbers<7>(std::span(line_fields).subspan(3));
        if (!counters)
            return bad_line(line);
        found.push_back(
            {std::string(line_fields[2]), (*counters)[2] * sector, (*counters)[6] * sector});
    }
    return found;
}

bb::result<load_average> parse_loadavg(std::string_view text)
{
    std::string_view const line = text.substr(0, text.find('\n'));
    words const line_fields = fields(line);
    std::vector<double> averages;
    for (std::size_t i = 0; i < 3 && i < line_fields.size(); ++i) {
        // "nan" and "inf" are numbers, too
        std::optional<double> const value = number<double>(line_fields[i]);
        if (value && *value >= 0 && std::isfinite(*value))
            averages.push_back(*value);
    }
    if (averages.size() != 3)
        return bad_line(line);
    return load_average{averages[0], averages[1], averages[2]};
}

} // namespace host_monitor
