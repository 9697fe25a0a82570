// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_HOST_MONITOR_BENCH_HPP
#define BOOST_BROKER_TEST_HOST_MONITOR_BENCH_HPP

// What a module is put on to be tested alone: a context with nothing in it but what the test
// registers in place of the other modules.

#include "json.hpp"
#include "place.hpp"
#include "vocabulary.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hm = host_monitor;

namespace bench {

namespace asio = boost::asio;

/// A context, and the loop it runs on.
struct workbench {
    asio::io_context io;
    bb::broker_context ctx{bb::one_thread(io.get_executor())};
    hm::place place{ctx, io};

    template<class Message, class... Fields>
    void emit(Fields&&... fields)
    {
        bb::emit<Message>(ctx, std::forward<Fields>(fields)...);
        run();
    }

    void emit_value(auto const& event)
    {
        bb::emit(ctx, event);
        run();
    }

    /// Does what the monitor does in each interval.
    void look(double seconds)
    {
        emit<hm::sample_due>(seconds);
        for (hm::sample& each : ask_all<hm::take_sample>(seconds))
            hm::emit_sample(ctx, std::move(each));
        emit<hm::samples_taken>();
    }

    template<class Request, class... Fields>
    bb::result<bb::response_t<Request>> ask(Fields... fields)
    {
        std::optional<bb::result<bb::response_t<Request>>> answer;
        bb::request<Request>(ctx, std::move(fields)...,
            asio::bind_executor(io, [&](auto given) { answer = std::move(given); }));
        run();
        return std::move(answer).value();
    }

    template<class Request, class... Fields>
    std::vector<bb::response_t<Request>> ask_all(Fields... fields)
    {
        std::vector<bb::response_t<Request>> answers;
        bb::request_all<Request>(ctx, std::move(fields)...,
            asio::bind_executor(io, [&](auto given) { answers = *std::move(given); }));
        run();
        return answers;
    }

    void run()
    {
        io.restart();
        io.poll();
    }

    std::vector<hm::health> health() { return ask_all<hm::get_health>(); }

    /// How the only module is, in one line.
    std::string only_health()
    {
        std::vector<hm::health> const answers = health();
        if (answers.size() != 1)
            return std::to_string(answers.size()) + " answers";
        return answers[0].module + (answers[0].ok ? " ok" : " failed: ") + answers[0].detail;
    }
};

/// Stands for the modules that listen to an event. Keeps what it hears as JSON, which compares and
/// prints well.
template<class Event>
struct listener {
    explicit listener(bb::context_ref ctx)
        : handle(bb::listen<Event>(ctx, [this](Event const& event) {
            std::string text;
            hm::append_json(text, event);
            heard.push_back(text);
        }))
    {}

    std::size_t count() const { return heard.size(); }
    std::string last() const { return heard.empty() ? "nothing" : heard.back(); }

    std::vector<std::string> heard;
    bb::handle handle;
};

/// Stands for `proc_files`: answers from memory.
struct files {
    explicit files(bb::context_ref ctx)
        : provider(ctx, [this](std::string const& name) -> bb::result<std::string> {
            auto const found = texts.find(name);
            if (found == texts.end())
                return bb::fail(name + ": No such file or directory");
            return found->second;
        })
    {}

    std::map<std::string, std::string> texts;
    bb::mock_provider<hm::get_proc_file> provider;
};

/// An empty folder that is removed in the end.
class folder
{
public:
    folder()
    {
        std::string name =
            (std::filesystem::temp_directory_path() / "host_monitor.XXXXXX").string();
        path_ = ::mkdtemp(name.data()) != nullptr ? name : "";
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(path_); }

    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

    void write(std::string const& name, std::string const& text) const
    {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << text;
    }

    std::string read(std::string const& name) const
    {
        std::ifstream file(path_ / name);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    std::filesystem::path path_;
};

/// A clock that stands still, on 2026-01-02 at 03:04:05.678 UTC.
inline std::chrono::system_clock::time_point fixed_time()
{
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(1767323045678));
}

} // namespace bench

#endif
