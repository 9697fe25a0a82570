# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

# Makes XML of the comment with which each header begins: what it is for, and when to prefer it. Code
# in the comment is indented by four columns more than the text.

function escaped(text)
{
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}

function marked_up(text)
{
    text = escaped(text)
    while (match(text, /`[^`]*`/))
        text = substr(text, 1, RSTART - 1) \
            "<computeroutput>" substr(text, RSTART + 1, RLENGTH - 2) "</computeroutput>" \
            substr(text, RSTART + RLENGTH)
    return text
}

function end_paragraph()
{
    if (paragraph != "")
        print "    <para>" marked_up(paragraph) "</para>"
    if (code != "")
        print "    <para><programlisting>" escaped(code) "</programlisting></para>"
    paragraph = code = ""
}

function end_header()
{
    end_paragraph()
    if (header != "")
        print "  </header>"
}

BEGIN { print "<headers>" }
FNR == 1 {
    end_header()
    header = FILENAME
    print "  <header name=\"" header "\">"
    state = "head"
}
state == "head" && /^#define BOOST_BROKER_/ { state = "guard"; next }
state == "guard" && /^\/\/ / { state = "comment" }
state == "guard" && /^#/ { state = "done" }
state == "comment" {
    if ($0 == "//")
        end_paragraph()
    else if (/^\/\/     /)
        code = code (code == "" ? "" : "\n") substr($0, 8)
    else if (!/^\/\/ /)
        state = "done"
    else
        paragraph = paragraph (paragraph == "" ? "" : " ") substr($0, 4)
}
END {
    end_header()
    print "</headers>"
}
