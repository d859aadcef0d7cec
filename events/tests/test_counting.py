"""What a word is, in six languages, and that the rule is a rule."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from events.statements.counting import checksum, count, words_in

SIX = {
    "Water is a human right.": 5,
    "L’eau est un droit de l'homme.": 6,
    "El agua es un derecho humano.": 6,
    "Вода — это право человека.": 4,
    "الماء حقٌّ من حقوق الإنسان.": 5,
    "水是一项人权。": 6,
}


@pytest.mark.parametrize(("text", "words"), SIX.items())
def test_each_of_the_six_languages(text, words):
    assert count(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t\u3000 ", 0),
        ("— *** … ( )", 0),
        ("long-term, well-known", 2),
        ("word—word – word…word", 4),
        ("31/1996 and E/C.2/2026/1", 3),
        ("https://example.org/a/b?c=d", 1),
        ("在2030年之前", 5),
        ("NGO和UN的报告", 6),
        ("水、土、空气！", 4),
        ("パリの約束", 5),
        ("non\u00a0breaking\u202fspaces", 3),
        ("zero\u200bwidth", 2),
        ("blank\u2800Braille\u3164and\uffa0fillers", 4),
        ("١٢٣ كلمة", 2),
        ("a\u0301 e\u0301", 2),
        ("\u0301 👍 🇫🇷", 0),
        ("\U00020000\U00031350", 2),
    ],
)
def test_edges(text, words):
    assert words_in(text) == words


def test_headings_footnotes_and_their_marks():
    text = "# Two words\nThe text.[^1]\n#hashtag is text\n[^1]: Three words here\nNot [^2]: one"
    assert count(text) == 2 + 2 + 3 + 3 + 2
    assert count(text, headings=False) == 10
    assert count(text, notes=False) == 9
    assert count(text, headings=False, notes=False) == 7


def test_no_statement_is_written_in_what_is_not_counted():
    text = "Read on.\n# " + "heading " * 60 + "\n[^1]: " + "note " * 60
    assert count(text, headings=False, notes=False) == 2
    assert count(text, headings=False, notes=False, free=100) == 22
    assert count(text, notes=False, free=100) == 62


PIECES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=60)


@given(PIECES, PIECES)
def test_parts_are_counted_as_the_whole(one, other):
    assert count(f"{one} {other}", headings=True) >= 0
    assert words_in(f"{one} {other}") == words_in(one) + words_in(other)
    assert count(f"x {one}\nx {other}") == count(f"x {one}") + count(f"x {other}")


@given(st.lists(st.sampled_from(["water", "2030", "l’eau", "حق", "право", "long-term"]), max_size=50))
def test_words_between_spaces_are_words(words):
    assert count(" ".join(words)) == len(words)
    assert count("  \u2014 ".join(words)) == len(words)


@given(st.text("水是一项人权联合国", max_size=80))
def test_each_chinese_sign_is_a_word(text):
    assert count(text) == len(text)
    assert count("，".join(text)) == len(text)


@given(PIECES, PIECES)
def test_leaving_lines_out_never_adds_words(one, other):
    text = f"# {one}\n{other}\n[^1]: {one}"
    assert count(text, headings=False, notes=False) <= count(text, headings=False) <= count(text)


@given(PIECES, PIECES)
def test_the_checksum_is_of_these_very_words(title, text):
    assert re.fullmatch("[0-9a-f]{64}", checksum(title, text))
    assert checksum(title, text) != checksum(title, text + " x")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to run the browser's module")
def test_the_browser_counts_by_the_same_rule(tmp_path):
    module = Path(settings.BASE_DIR) / "static" / "js" / "words.js"
    texts = [
        *SIX,
        "# Two words\nThe text.[^1]\n[^1]: Three words here",
        "word—word – word…word\n水、土2030 \U00031350 x\u200by\u2800z\u3164w",
    ]
    wanted = [count(text, headings=way[0], notes=way[1]) for text in texts for way in ((True, True), (False, False))]

    (tmp_path / "words.mjs").write_text(module.read_text())
    script = tmp_path / "run.mjs"
    script.write_text(
        'import { count } from "./words.mjs";\n'
        f"const found = {json.dumps(texts)}.flatMap((text) => [count(text, true, true), count(text, false, false)]);\n"
        "console.log(JSON.stringify(found));\n"
    )
    answer = subprocess.run(["node", str(script)], capture_output=True, text=True, check=True)  # noqa: S603, S607
    assert json.loads(answer.stdout) == wanted
