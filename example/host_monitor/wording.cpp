// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "wording.hpp"

#include "text.hpp"

namespace host_monitor {

std::string alert_text(alert_raised const& alert)
{
    return std::string(bb::enumerator_name(alert.what)) + ' ' + percent_text(alert.value) +
        " is above " + percent_text(alert.threshold);
}

std::string load_text(std::optional<load_average> const& load)
{
    if (!load)
        return "load unknown";
    return "load " + fixed(load->one, 2) + ' ' + fixed(load->five, 2) + ' ' +
        fixed(load->fifteen, 2);
}

std::string health_text(health const& of)
{
    return of.module + ": " + (of.ok ? "ok" : printable(of.detail));
}

std::string health_summary(std::vector<health> const& modules)
{
    std::string troubles;
    for (health const& module : modules) {
        if (!module.ok)
            troubles += (troubles.empty() ? "" : "; ") + health_text(module);
    }
    return troubles.empty() ? "all " + std::to_string(modules.size()) + " modules ok" : troubles;
}

} // namespace host_monitor
