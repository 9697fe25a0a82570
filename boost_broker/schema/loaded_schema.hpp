// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_LOADED_SCHEMA_HPP
#define BOOST_BROKER_SCHEMA_LOADED_SCHEMA_HPP

// A schema from elsewhere, after looking whether what came is one.

#include <boost_broker/result.hpp>
#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/document.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace boost_broker::schema {

/// A schema that came from elsewhere.
/** It owns what its description views. Moving it leaves descriptions valid.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe; reading is safe. */
class loaded_schema
{
public:
    /// How many types a document may have, so that walking it takes little of the stack.
    static constexpr std::size_t max_types = 2'000;

    /// Makes a schema of a document, if it is one.
    /** Whatever the document says, the description can be walked, compared and written afterwards:
        all places exist, every kind has the parts that it needs, names are identifiers and unique,
        no type contains itself without a sequence, a map or an optional in between, values are
       nested at most 64 deep, and what has no name is made of at most 500 types.

        @return The schema, or `errc::malformed` with a text that names the type, the field or the
        message that is wrong. */
    static result<loaded_schema> load(schema_document document);

    /// Returns the description, which is valid as long as this object or one it was moved to.
    schema::description const& description() const noexcept { return content_->view; }

private:
    struct content {
        schema_document document;
        std::vector<std::vector<field_description>> fields;
        std::vector<std::vector<enumerator_description>> enumerators;
        std::vector<type_description> types;
        std::vector<message_description> messages;
        schema::description view;
    };

    explicit loaded_schema(std::unique_ptr<content const> loaded) noexcept
        : content_(std::move(loaded))
    {}

    std::unique_ptr<content const> content_;
};

} // namespace boost_broker::schema

#include <boost_broker/schema/impl/loaded_schema.hpp>

#endif
