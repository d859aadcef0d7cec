"""Rich text: what survives cleaning, and what does not."""

import re
from unittest.mock import patch

import pytest
from django import forms
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csonet import richtext
from csonet.richtext import RichTextField, clean, to_text, write_in

_PIECES = [
    "<script>",
    "</script>",
    "<p onclick=x>",
    "<a href='javascript:alert(1)'>",
    "<a href=https://un.org/>",
    "</a>",
    "<svg/onload=x>",
    "<style>",
    "</style>",
    "<math>",
    "<mtext>",
    "<table>",
    "<td colspan=9999>",
    "<img src=x onerror=alert(1)>",
    "<iframe srcdoc=x>",
    "<noscript>",
    "<!--",
    "-->",
    "&lt",
    "script&gt",
    "",
    "&#x202e",
    "",
    "<h1>",
    "</h1>",
    "<div>",
    "<b>",
    "<i",
    ">",
    "<",
    '"',
    "'",
    "<template>",
    "<p/",
    "java\tscript:",
    "\x00",
    "text",
    "<br>",
    "\n\n",
    "<li>",
    "</p>",
    "&amp",
    "",
    "&gt",
    "",
]
_hostile = st.lists(st.sampled_from(_PIECES) | st.text(max_size=12), max_size=12).map("".join)


@given(_hostile)
@example("<li><table>><p/<script><li>")
def test_cleaning_twice_changes_nothing(html):
    once = clean(html)
    assert clean(once) == once


@given(_hostile)
def test_nothing_that_runs_survives(html):
    cleaned = clean(html).lower()
    tags = re.findall(r"<[^>]*>", cleaned)
    assert not any(re.match(r"</?(script|style|iframe|svg|math|img|object|template)\b", tag) for tag in tags)
    assert not any(re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag)) for tag in tags)
    assert not re.search(r'href="(?!https?://|mailto:)', cleaned)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202d\u202e]", cleaned)


@given(st.text())
def test_words_are_kept(text):
    assert to_text(clean(text)) == to_text(clean(clean(text)))


def test_plain_text_becomes_paragraphs():
    assert clean("Rain < 5 mm & sun\nnext line\n\nNew") == "<p>Rain &lt; 5 mm &amp; sun<br>next line</p>\n<p>New</p>"


def test_headings_start_below_the_pages_own():
    assert clean("<h1>A</h1><h2>B</h2><h6>C</h6>") == "<h3>A</h3><h3>B</h3><h4>C</h4>"


def test_links_lead_only_to_web_and_mail_and_carry_rel():
    cleaned = clean(
        '<p><a href="https://un.org" target="_blank">un</a> <a href="ftp://x">f</a> <a href="//e.org">e</a></p>'
    )
    assert '<a href="https://un.org" rel="noopener nofollow">un</a>' in cleaned
    assert "ftp:" not in cleaned
    assert "//e.org" not in cleaned


def test_tables_keep_their_scope():
    html = '<table><thead><tr><th scope="col">Year</th></tr></thead><tbody><tr><td>2026</td></tr></tbody></table>'
    assert clean(html) == html


@pytest.mark.parametrize("nothing", ["", "  ", "<p></p>", "<p>&nbsp;</p>", "<br>", "<script>alert(1)</script>", "\x00"])
def test_what_says_nothing_is_empty(nothing):
    assert clean(nothing) == ""


_PARTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br>",
        "<strong>",
        "</strong>",
        "</a>",
        "<td>",
        "</td>",
        "<table>",
        "<tr>",
        "<em",
        "&amp;",
        "&lt;",
        "&nbsp;",
        "&amp;lt;",
        "&",
        "<",
        ">",
        '"',
        "'",
        "&#",
        "&copy",
        "a",
        "b\u00a0c",
        "é",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<P>",
        "&#10;",
        " ",
        "\n",
        "<br />",
        '<a href="x>y">',
        '<a\u00a0href="https://a.example/?b=1&amp;c=2">',
        "<td colspan='2'>",
    ]
)


@settings(max_examples=400)
@given(st.lists(_PARTS, max_size=14))
def test_what_is_read_fast_is_what_the_parser_reads(parts):
    html = "".join(parts)
    fast = to_text(html)
    with patch.object(richtext, "_read_fast", return_value=None):
        assert fast == to_text(html)


def test_to_text_has_a_line_for_each_block():
    assert to_text("<p>One</p><ul><li>two</li><li>three &amp; four</li></ul>") == "One\ntwo\nthree & four"


class _Form(forms.Form):
    text = RichTextField(max_length=10)


def test_the_field_counts_words_not_tags():
    assert _Form({"text": "<p><strong>1234567890</strong></p>"}).is_valid()
    form = _Form({"text": "<p>12345678901</p>"})
    assert not form.is_valid()
    assert "10" in form.errors["text"][0]


def test_oversized_input_is_refused_before_it_is_parsed():
    form = _Form({"text": "<" * 100_001})
    assert "too long" in form.errors["text"][0]


def test_the_widget_is_a_textarea_with_the_editor_beside_it():
    form = _Form({"text": "<p>a</p>"})
    write_in(form, "ar")
    html = str(form["text"])
    assert "<textarea" in html
    assert "style=" not in html
    assert 'dir="rtl"' in html
    assert "&quot;versionCheck&quot;: false" in html
    assert "&quot;title&quot;: &quot;Text&quot;" in html
    assert "ckeditor.js" in str(form.media)


class _Words(richtext.Plain):
    line = forms.CharField()
    indented = forms.CharField(strip=False, required=False)


def test_a_form_of_plain_words_keeps_nothing_that_cannot_be_seen():
    form = _Words({"line": "a\u202eb\x07 ", "indented": "  one\r\n  two\x1b"})
    assert form.is_valid()
    assert form.cleaned_data == {"line": "ab", "indented": "  one\n  two"}


def test_what_holds_nothing_to_be_seen_is_no_answer_to_a_question_that_needs_one():
    form = _Words({"line": "\u202e\x07", "indented": ""})
    assert form.errors == {"line": ["This field is required."]}
    assert form["line"].value() == "\u202e\x07"
