// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "options.hpp"

#include <charconv>
#include <cstddef>
#include <string>
#include <utility>

namespace host_monitor {

std::string_view const usage =
    R"(usage: host_monitor [options]
Watches the machine it runs on: processors, memory, network and disks.

  --seconds N         end after N seconds; without it, at Ctrl-C
  --interval MS       look every MS milliseconds (1000)
  --json              write events as lines of JSON
  --log FILE          append the same lines to FILE; SIGHUP renames it to FILE.1
  --alert-cpu PCT     raise an alert above PCT percent (90)
  --alert-memory PCT  raise an alert above PCT percent (90)
  --proc DIR          watch DIR instead of /proc: a tree like it, or a recording,
                      which is a folder with such trees called 1, 2, 3, ...
  --also DIR          watch DIR too, with a monitor of its own; may be repeated
  --threads N         run the modules on N threads (4), besides the one that writes
  --topology          watch nothing: write which modules listen to what, and who
                      answers, as a graph for dot of Graphviz
  --help              print this text
)";

namespace {

/// The rest of the command line, and what is wrong with it.
class argument_reader
{
public:
    explicit argument_reader(std::vector<std::string_view> const& arguments) : arguments_(arguments)
    {}

    /// Moves on to the next option. Its value may follow it, or stand behind a `=`.
    bool next_option()
    {
        if (next_ == arguments_.size() || !error_.empty())
            return false;
        option_ = arguments_[next_++];
        attached_.reset();
        std::size_t const equals = option_.find('=');
        if (option_.starts_with("--") && equals != std::string_view::npos) {
            attached_ = option_.substr(equals + 1);
            option_ = option_.substr(0, equals);
        }
        return true;
    }

    std::string_view option() const { return option_; }
    std::string const& error() const { return error_; }

    void fail(std::string const& why) { error_ = std::string(option_) + ' ' + why; }
    void unknown() { error_ = "unknown option '" + std::string(option_) + "'"; }

    std::string_view value()
    {
        if (attached_)
            return *std::exchange(attached_, std::nullopt);
        // who forgets a value does not mean the next option; `=` is for those who do
        if (next_ < arguments_.size() && !arguments_[next_].starts_with("--"))
            return arguments_[next_++];
        fail("needs a value");
        return {};
    }

    std::filesystem::path path()
    {
        std::string_view const text = value();
        if (text.empty() && error_.empty())
            fail("needs a path that is not empty");
        return text;
    }

    template<class Number>
    Number number(Number least, Number most)
    {
        std::string_view const text = value();
        Number parsed = {};
        char const* const end = text.data() + text.size();
        auto const [stop, error] = std::from_chars(text.data(), end, parsed);
        // written so that what is not a number is out of range, too
        bool const good = error == std::errc() && stop == end && parsed >= least && parsed <= most;
        if (!good && error_.empty())
            fail("takes a number from " + text_of(least) + " to " + text_of(most) + ", not '" +
                std::string(text) + "'");
        return parsed;
    }

    bool flag()
    {
        if (attached_)
            fail("takes no value");
        return true;
    }

private:
    template<class Number>
    static std::string text_of(Number number)
    {
        return std::to_string(static_cast<long>(number));
    }

    std::vector<std::string_view> const& arguments_;
    std::size_t next_ = 0;
    std::string_view option_;
    std::optional<std::string_view> attached_;
    std::string error_;
};

} // namespace

bb::result<options> parse_options(std::vector<std::string_view> const& arguments)
{
    options parsed;
    argument_reader reader(arguments);
    while (reader.next_option()) {
        if (reader.option() == "--seconds")
            parsed.seconds = std::chrono::seconds(reader.number(1, 1'000'000'000));
        else if (reader.option() == "--interval")
            parsed.interval = std::chrono::milliseconds(reader.number(10, 86'400'000));
        else if (reader.option() == "--alert-cpu")
            parsed.alert_cpu = reader.number(1.0, 100.0);
        else if (reader.option() == "--alert-memory")
            parsed.alert_memory = reader.number(1.0, 100.0);
        else if (reader.option() == "--proc")
            parsed.proc = reader.path();
        else if (reader.option() == "--also")
            parsed.also.push_back(reader.path());
        else if (reader.option() == "--log")
            parsed.log = reader.path();
        else if (reader.option() == "--threads")
            parsed.threads = reader.number(1, 64);
        else if (reader.option() == "--json")
            parsed.json = reader.flag();
        else if (reader.option() == "--topology")
            parsed.topology = reader.flag();
        else if (reader.option() == "--help" || reader.option() == "-h")
            parsed.help = reader.flag();
        else
            reader.unknown();
    }
    if (!reader.error().empty())
        return bb::fail(reader.error());
    if (parsed.seconds && *parsed.seconds < parsed.interval)
        return bb::fail("--seconds is shorter than --interval");
    return parsed;
}

} // namespace host_monitor
