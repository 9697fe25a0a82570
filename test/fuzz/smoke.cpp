// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Runs a fuzz target without libFuzzer, with any compiler: on the inputs of its corpus, and on many
// that are made of them. A corpus is one text file, a line in hexadecimal for each input.
//
//     fuzz_smoke_json CORPUS [ROUNDS]

#include "../codec/random_value.hpp"
#include "target.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

using input = std::vector<std::uint8_t>;

std::vector<input> read_corpus(char const* path)
{
    std::vector<input> corpus;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with('#'))
            continue;
        input bytes;
        for (std::size_t i = 0; i + 1 < line.size(); i += 2)
            bytes.push_back(
                static_cast<std::uint8_t>(std::strtoul(line.substr(i, 2).c_str(), nullptr, 16)));
        corpus.push_back(std::move(bytes));
    }
    return corpus;
}

// in memory of exactly its size, so that the sanitizer sees a read beyond it
void run(input const& bytes)
{
    auto const exact = std::make_unique<std::uint8_t[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), exact.get());
    LLVMFuzzerTestOneInput(exact.get(), bytes.size());
}

void mutate(input& bytes, std::vector<input> const& corpus, codec_test::random_source& random)
{
    auto const place = [&] { return static_cast<std::ptrdiff_t>(random.below(bytes.size())); };
    switch (bytes.empty() ? 1 : random.below(6)) {
    case 0:
        bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.next());
        break;
    case 1:
        bytes.insert(bytes.begin() + (bytes.empty() ? 0 : place()),
            static_cast<std::uint8_t>(random.next()));
        break;
    case 2:
        bytes.erase(bytes.begin() + place());
        break;
    case 3: // the end of another one
    {
        auto const& other = corpus[random.below(corpus.size())];
        bytes.resize(random.below(bytes.size()));
        bytes.insert(bytes.end(),
            other.begin() + static_cast<std::ptrdiff_t>(random.below(other.size())), other.end());
        break;
    }
    case 4: // a part once more
    {
        auto const from = place();
        input const part(bytes.begin() + from, bytes.end());
        bytes.insert(bytes.begin() + place(), part.begin(), part.end());
        break;
    }
    default: // one bit
        bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1u << random.below(8));
    }
}

} // namespace

int main(int argc, char** argv)
{
    auto const corpus = argc > 1 ? read_corpus(argv[1]) : std::vector<input>();
    if (corpus.empty()) {
        std::cerr << "usage: " << argv[0] << " CORPUS [ROUNDS]\n";
        return 2;
    }
    for (auto const& bytes : corpus)
        run(bytes);
    codec_test::random_source random(1);
    auto const rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 20'000;
    for (unsigned long i = 0; i != rounds; ++i) {
        auto bytes = corpus[random.below(corpus.size())];
        for (auto n = random.below(4) + 1; n != 0; --n)
            mutate(bytes, corpus, random);
        run(bytes);
    }
    std::cout << corpus.size() << " inputs, and " << rounds << " made of them\n";
}
