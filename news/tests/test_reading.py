"""Reading feeds of every kind and of every kind of brokenness: an entry is clean, or it is left out, or it is said."""
# ruff: noqa: E501  (feeds as they are, on their lines)

from __future__ import annotations

import json
import os
import pathlib
import tarfile
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from csonet.testing.pace import within
from news.feeds import reading
from news.feeds.words import FeedProblem
from news.tests.server import item, rss

ADDRESS = "https://lake.example.org/news/feed.xml"

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>Nouvelles</title><id>urn:x</id><updated>2024-01-02T10:00:00Z</updated>
<entry><id>urn:1</id><title type="html">Les &lt;b&gt;filets&lt;/b&gt; &amp;amp; les femmes</title><link href="/actu/1"/>
<published>2024-01-02T10:00:00Z</published><updated>2024-01-03T10:00:00Z</updated>
<summary>Court</summary><content type="html">&lt;p&gt;Long texte&lt;/p&gt;&lt;img src="https://x.example/1.png"&gt;
&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href="/suite"&gt;suite&lt;/a&gt;</content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.example/"><title>Old</title>
</channel><item rdf:about="https://x.example/1"><title>One</title><link>https://x.example/1</link>
<description>First words</description><dc:date>2004-05-06T07:08:09Z</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Noticias",
    "language": "es-UY",
    "items": [
        {
            "id": 7,
            "url": "/n/7",
            "title": "Siete",
            "content_html": "<p>Hola</p><img src=x>",
            "date_published": "2024-01-02T10:00:00-03:00",
        },
        {"id": "8", "content_text": "Only <words> & no title", "date_published": "yesterday"},
        "nonsense",
    ],
}


def read(body, headers=None):
    return reading.read(body if isinstance(body, bytes) else body.encode(), ADDRESS, headers or {})


def code_of(body):
    with pytest.raises(FeedProblem) as caught:
        read(body)
    assert str(caught.value)
    return caught.value.code


def test_atom_is_read_with_its_html_titles_and_relative_links():
    found = read(ATOM)
    entry = found.entries[0]
    assert (found.title, found.language) == ("Nouvelles", "fr")
    assert entry.title == "Les filets & les femmes"
    assert entry.link == "https://lake.example.org/actu/1"
    assert entry.summary == "Court"
    assert entry.dated == datetime(2024, 1, 2, 10, tzinfo=UTC)
    assert "<p>Long texte</p>" in entry.body
    assert 'href="https://lake.example.org/suite"' in entry.body
    assert "<img" not in entry.body
    assert "script" not in entry.body
    assert "alert" not in entry.body


def test_rss_1_is_read():
    entry = read(RDF).entries[0]
    assert (entry.identity, entry.title, entry.summary) == ("https://x.example/1", "One", "First words")
    assert entry.dated == datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_json_feed_is_read():
    found = read(json.dumps(JSON))
    assert (found.title, found.language, found.total, found.left_out) == ("Noticias", "es", 3, 1)
    first, second = found.entries
    assert (first.identity, first.link, first.body) == ("7", "https://lake.example.org/n/7", "<p>Hola</p>")
    assert first.dated == datetime(2024, 1, 2, 13, tzinfo=UTC)
    assert second.title == "Only <words> & no title"
    assert second.dated is None


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "latin-1"),
        ("iso-8859-1", "utf-8"),
        ("windows-1251", "windows-1251"),
        ("x-none", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_wrong_encodings_still_give_an_entry(declared, used):
    text = (
        rss(item(1, title="Café et thé" if used != "windows-1251" else "Новости")).decode().replace("utf-8", declared)
    )
    entries = read(text.encode(used)).entries
    assert len(entries) == 1
    if declared == used or declared == "utf-16":
        assert entries[0].title in ("Café et thé", "Новости")


@pytest.mark.parametrize(
    "broken",
    [
        rss(item(1), item(2))[:-40],
        rss(item(1), "<item><title>Open & unclosed<b></item>", item(2)),
        rss(item(1), item(2)).replace(b"</guid>", b"</gid>", 1),
        b"\xef\xbb\xbf  \n" + rss(item(1), item(2)),
        rss(item(1), item(2, title="Nul \x00 and \x08 and \ufffe")),
    ],
)
def test_broken_xml_gives_what_can_be_read(broken):
    entries = read(broken).entries
    assert entries
    assert all(entry.title and "\x00" not in entry.title + entry.body for entry in entries)


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><rss version="2.0"><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>'
)


@pytest.mark.parametrize(
    "bomb",
    [
        BILLION,
        BILLION.encode("utf-16"),
        BILLION.encode("utf-16-be"),
        BILLION.encode("utf-32"),
        BILLION.replace("<!ENTITY", "<!\0ENTITY"),
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]><rss version="2.0"/>',
    ],
)
def test_entity_bombs_are_refused_before_they_are_read(bomb):
    with within(1):
        assert code_of(bomb) == "entities"


@pytest.mark.parametrize("encoding", ["cp037", "utf-7"])
def test_a_bomb_in_an_odd_encoding_does_not_go_off(encoding):
    """What the parser unpacks by itself it takes the declarations out of."""
    bomb = BILLION.replace('version="1.0"', f'version="1.0" encoding="{encoding}"', 1).encode(encoding)
    with within(1):
        found = read(bomb.replace(b"<!", b"+ADwAIQ-") if encoding == "utf-7" else bomb)
    assert all(len(entry.title) <= 200 for entry in found.entries)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_ten_thousand_entries_are_cut_off_in_time(encoding):
    plain = rss(*(item(n, description="Short") for n in range(10_000))).decode()
    with within(5):
        found = read(plain.replace("utf-8", encoding, 1).encode(encoding)[: 2 * 1024 * 1024])
    assert len(found.entries) == reading.MOST_ENTRIES
    assert found.left_out >= (8_000 if encoding == "utf-8" else 1_500)


def test_dates_in_the_future_or_missing_or_impossible_are_none():
    found = read(
        rss(
            item(1, pubDate="Mon, 01 Jan 2150 10:00:00 GMT"),
            item(2, pubDate=""),
            item(3, pubDate="soon"),
            item(4, pubDate="Mon, 01 Jan 0001 00:00:00 GMT"),
        )
    )
    assert [entry.dated for entry in found.entries] == [None] * 4
    assert all(entry.dated <= timezone.now() for entry in read(rss(item(5))).entries)


def test_entries_that_say_nothing_are_left_out_and_one_without_a_title_gets_its_first_words():
    found = read(rss("<item></item>", "<item><title>!!!</title></item>", item(1, title="")))
    assert (len(found.entries), found.left_out) == (1, 2)
    assert found.entries[0].title.startswith("Forty women of landing 1 mended nets")


def test_hostile_texts_come_clean():
    found = read(
        rss(
            item(
                1,
                title="&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; \u202emoc",
                link="javascript:alert(1)",
                description="&lt;p onclick=x style=y&gt;Text &lt;iframe src=//x&gt;&lt;/iframe&gt;&lt;a href='javascript:x'&gt;go&lt;/a&gt;&lt;/p&gt;",
            )
        )
    )
    entry = found.entries[0]
    assert (entry.title, entry.link) == ("Bold moc", "")
    for word in ("onclick", "iframe", "javascript", "style", "script"):
        assert word not in entry.body + entry.title


def test_endless_texts_are_cut():
    entry = read(rss(item(1, title="word " * 500, description="word " * 50_000))).entries[0]
    assert len(entry.title) <= 200
    assert len(entry.summary) <= 300
    assert len(entry.body) <= 25_000


@pytest.mark.parametrize(
    "body",
    [
        "hello",
        "<html><body>Page</body></html>",
        "%PDF-1.7",
        "{}",
        "{",
        '{"items": 1}',
        "[" * 100_000,
        "{" * 100_000,
        "\x89PNG",
    ],
)
def test_what_is_no_feed_is_said(body):
    assert code_of(body) == "no-feed"


def test_a_page_is_asked_for_its_feeds():
    with pytest.raises(FeedProblem, match="https://lake.example.org/feed/"):
        read('<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>')


# --- feedparser's own test files ------------------------------------------------------------------------------------


def _wellformed() -> list[tuple[str, bytes]]:
    """The files of feedparser's source package: a folder or an archive named by FEEDPARSER_SOURCE."""
    place = pathlib.Path(os.environ.get("FEEDPARSER_SOURCE", "/tmp/feedparser-source"))  # noqa: S108
    archives = [place] if place.is_file() else sorted(place.glob("feedparser-*.tar.gz")) if place.is_dir() else []
    found = []
    for archive in archives[:1]:
        with tarfile.open(archive) as package:
            for member in package:
                if (
                    member.isfile()
                    and "/tests/" in member.name
                    and member.name.endswith((".xml", ".z", ".gz", ".json"))
                ):
                    stream = package.extractfile(member)
                    if stream is not None:
                        found.append((member.name, stream.read()))
    return found


def test_everything_in_feedparsers_own_tests_is_read_or_said():
    files = _wellformed()
    if not files:
        pytest.skip(
            "feedparser's source package is not here: pip download --no-binary :all: --no-deps feedparser, and name its folder in FEEDPARSER_SOURCE"
        )
    said = []
    for name, body in files:
        try:
            found = reading.read(body, ADDRESS, {})
        except FeedProblem as problem:
            said.append(str(problem))
            continue
        for entry in found.entries:
            assert entry.title, name
            assert "<script" not in entry.body.lower(), name
            assert "<img" not in entry.body.lower(), name
            assert not entry.link or entry.link.startswith(("http://", "https://")), name
    assert all(said)
    assert len(said) < len(files) / 4
