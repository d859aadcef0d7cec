"""Strings that break searches elsewhere, after the Big List of Naughty Strings: the page answers all of them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from csonet.content.search import postgres, sqlite
from csonet.content.search.engines import engine
from csonet.content.search.indexing import index_item
from csonet.content.search.query import find
from csonet.content.search.suggesting import suggestions
from csonet.testing.makers import make_practice

VISITOR = AnonymousUser()

NAUGHTY = [
    # what other languages take for nothing, for a number or for a command
    "undefined",
    "undef",
    "null",
    "NULL",
    "(null)",
    "nil",
    "NIL",
    "true",
    "false",
    "None",
    "hasOwnProperty",
    "\\",
    "\\\\",
    "0",
    "1/0",
    "-1",
    "-1.00",
    "1E+02",
    "0x0",
    "NaN",
    "Infinity",
    "-Infinity",
    "0,0,0",
    "1'000",
    "123456789" * 10,
    "٠١٢٣",
    "½",
    "⅛",
    "￾",
    "\u2028",
    "\u0085",
    "\ufeff",
    "\u200b\u200c\u200d",
    "\u00ad\u00ad",
    # signs
    "",
    " ",
    "`⁄€‹›ﬁﬂ‡°·‚—±",
    "⅛⅜⅝⅞",
    "ЁЂЃЄЅІЇ",
    "⁰⁴⁵",
    "₀₁₂",
    "ด้้้้้็็็็็้้้้้",
    "̡͓̞ͅI̗c̀o͡m͝e҉",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "田中さんにあげて下さい",
    "パーティーへ行かないか",
    "和製漢語",
    "部落格",
    "사회과학원 어학연구소",
    "울란바토르",
    "𠜎𠜱𠝹𠱓𠱸𠲖𠳏",
    "Ⱥ",
    "Ⱦ",
    "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
    "ヽ༼ຈل͜ຈ༽ﾉ",
    "(｡◕ ∀ ◕｡)",
    "😍",
    "👩🏽",
    "👨‍👩‍👧‍👦",
    "🇺🇸🇷🇺",
    "１２３",
    "الكل في المجمو عة",
    "مُنَاقَشَةُ سُبُلِ",
    "بِسْمِ اللَّه",
    "הָיְתָה",
    "﷽",
    "ﷺ",
    "\u202a\u202atest\u202a",
    "\u2066test\u2067",
    "test\u2029",
    "⁦test⁧",
    "˙ɐnbᴉlɐ",
    "Ｔｈｅ ｑｕｉｃｋ",
    # quotes and operators of databases
    "'",
    "''",
    '"',
    '""',
    "'\"",
    "\"'\"'\"''''\"",
    "“",
    "”",
    "«",
    "»",
    "「」",
    "『",
    "“»",
    "-",
    "--",
    "---",
    '-"',
    "-'",
    "-()",
    "OR",
    "OR OR OR",
    "AND",
    "NOT",
    "NOT NOT",
    "NEAR/2",
    "NEAR(a b, 2)",
    "a NEAR b",
    "^a",
    "a*",
    "*",
    "**",
    "a:b",
    "title:x",
    "{a b}:c",
    "a & b",
    "a | b",
    "!a",
    "!!",
    "<->",
    "a <2> b",
    "a:*A",
    "%",
    "%%",
    "_",
    "[a-z]",
    "(((((",
    ")))))",
    "() OR ()",
    "\\'",
    "$$",
    "$1",
    "?",
    ":p",
    "%s",
    "%(x)s",
    "{0}",
    "{{7*7}}",
    "{% x %}",
    "${7*7}",
    "#{7*7}",
    "1;DROP TABLE users",
    "1'; DROP TABLE users-- 1",
    "' OR 1=1 -- 1",
    "' OR '1'='1",
    "'; EXEC sp_MSForEachTable 'DROP TABLE ?'; --",
    "%00",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\r\nX: y",
    # markup
    "<script>alert(1)</script>",
    "&lt;script&gt;",
    "<svg><script>123<1>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><script>alert(1)</script>",
    "javascript:alert(1)",
    "<mark>",
    "</mark>",
    "<plaintext>",
    "]]>",
    "<!--",
    "--><!-- --!>",
    # files, addresses, other people's words
    "../../../etc/passwd%00",
    "$HOME",
    "`id`",
    "$(id)",
    "C:\\con",
    "http://a/%%30%30",
    "CON",
    "basement",
    "Scunthorpe General Hospital",
    "Lightwater Country Park",
    "If you're reading this",
    "S.O.S.",
    "x" * 5000,
    "水" * 5000,
    "a " * 2000,
    "-a " * 500,
    '"' * 999,
    "( " * 300,
    " OR ".join("abcdefghijklmnopqrst"),
    "'" * 300,
    "«" * 200,
    "\ud83d",
    "\udfff\ud800",
    "ﬀ" * 200,
    "İ" * 200,
    "ß" * 200,
    "ﷺ" * 100,
]


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(4))
def test_whatever_is_typed_is_answered(visitor, part):
    index_item(make_practice(title="Water, \"quoted\" & <b>bold</b> 'single' %s {x} null", author=None))
    for typed in NAUGHTY[part::4]:
        results = find(typed, VISITOR)
        assert len(results.query) <= 200, typed
        assert results.total <= 3
        suggestions(typed, VISITOR)
        plain = typed.encode("utf-8", "replace").decode()
        answer = visitor.get(reverse("search"), {"q": plain})
        assert answer.status_code == 200, typed
        page = answer.content.decode()
        for markup in ("<script>alert", "<img src=x", "<svg><script>", "<plaintext>", "<b>bold"):
            assert markup not in page, typed
        assert visitor.get(reverse("search_suggest"), {"q": plain}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_finds_nothing(monkeypatch):
    monkeypatch.setattr(sqlite, "TIME_LIMIT", 50)
    monkeypatch.setattr(postgres, "_SETTINGS", "SET LOCAL statement_timeout = 50; ")
    slow = {
        "sqlite": "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000000) "
        "SELECT COUNT(*) FROM n",
        "postgresql": "SELECT pg_sleep(20)",
    }
    assert engine().fetch(slow[connection.vendor], []) == []
    assert engine().fetch("SELECT 1", []) == [(1,)]
