// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "disk_sampler.hpp"

#include "proc_request.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace asio = boost::asio;

namespace host_monitor {

namespace {

/// Devices whose data is kept by other devices, which are counted already.
bool is_virtual(std::string_view name)
{
    return name.starts_with("loop") || name.starts_with("ram") || name.starts_with("zram") ||
        name.starts_with("dm-") || name.starts_with("md");
}

/// sda1 is a partition of sda, and nvme0n1p2 of nvme0n1; there is no other hint in the file.
bool is_partition_of(std::string_view name, std::string_view disk)
{
    if (name.size() <= disk.size() || !name.starts_with(disk) || disk.empty())
        return false;
    std::string_view suffix = name.substr(disk.size());
    bool const ends_with_digit = disk.back() >= '0' && disk.back() <= '9';
    if (ends_with_digit != suffix.starts_with('p'))
        return false;
    suffix.remove_prefix(ends_with_digit ? 1 : 0);
    return !suffix.empty() && suffix.find_first_not_of("0123456789") == std::string_view::npos;
}

void keep_whole_disks(std::vector<device_counters>& devices)
{
    std::vector<device_counters> const all = devices;
    std::erase_if(devices, [&](device_counters const& device) {
        return is_virtual(device.name) ||
            std::ranges::any_of(all, [&](device_counters const& other) {
                return is_partition_of(device.name, other.name);
            });
    });
}

} // namespace

disk_sampler::disk_sampler(place const& at)
    : ctx_(at.ctx)
    , health_(at, "disk")
    , provider_(bb::add_provider<take_sample>(at.ctx, at.here([this](double seconds) {
        return look(seconds);
    })).value())
{}

asio::awaitable<sample> disk_sampler::look(double seconds)
{
    auto now = co_await request_parsed(ctx_, "diskstats", parse_diskstats);
    if (!now) {
        health_.fails(now.error().message());
        co_return sample();
    }
    health_.works();

    keep_whole_disks(*now);
    auto rates = meter_.update(*now, seconds);
    if (!rates)
        co_return sample();
    disk_sampled sampled;
    for (device_rate& rate : *rates)
        sampled.disks.push_back({std::move(rate.name), rate.in, rate.out});
    co_return sampled;
}

} // namespace host_monitor
