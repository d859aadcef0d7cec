"""Packages of strangers: what is taken of them, what is said of the rest, and which are refused as a whole."""

import contextlib
import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.packages import archive
from training.packages.archive import PackageError
from training.packages.reading import read
from training.tests.packaging import by_text2qti, cartridge, entry, page, zipped

QTI = '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">{}</questestinterop>'


def quiz_of(reading):
    return reading.structure[0]["lessons"][0]["activities"][0]["quiz"]


def lines(reading, what):
    return {line.title: line.why for line in reading.lines if line.what == what}


def test_what_text2qti_makes_is_taken():
    reading = read(by_text2qti(), "en")
    quiz = quiz_of(reading)
    asked = {row["wording"]["en"]["stem"]: row for row in quiz["questions"]}
    assert [row["kind"] for row in quiz["questions"]] == (
        ["single", "multiple", "truefalse", "short", "number", "number", "number", "essay"]
    )
    assert quiz["count"] is None
    assert asked["Who decides on applications?"]["key"] == {"right": ["o1"]}
    assert asked["Who decides on applications?"]["wording"]["en"]["explanation"] == "The Committee recommends."
    feedback = [option["wording"]["en"]["feedback"] for option in asked["Who decides on applications?"]["options"]]
    assert feedback == ["Right.", "It prepares."]
    assert asked["Which kinds report?"]["key"] == {"right": ["o1", "o2"]}
    assert asked["An application costs a fee."]["key"] == {"right": ["o2"]}
    assert asked["What is the list called?"]["key"] == {"accept": ["Roster", "The Roster"]}
    assert asked["How much is it?"]["key"] == {"value": "1.5", "tolerance": "0.1"}
    assert asked["How many members?"]["key"] == {"value": "19", "tolerance": "0"}
    assert asked["Between?"]["key"] == {"value": "3.5", "tolerance": "1.5"}


def test_a_group_of_text2qti_is_a_draw_of_its_own():
    (group,) = quiz_of(read(by_text2qti(), "en"))["further"]
    assert group["count"] == 1
    assert [(row["wording"]["en"]["stem"], row["marks"]) for row in group["questions"]] == [("First", 2), ("Second", 2)]


def test_every_item_has_a_line_with_its_identifier():
    reading = read(by_text2qti(), "en")
    assert lines(reading, "dropped") == {
        "Question": "it asks for a file; make it an assignment",
        "A note": "it is a text that asks nothing",
    }
    assert lines(reading, "changed") == {"Say why.": "pictures, players and formulas in it were left out"}
    assert all(line.own.startswith("text2qti_") for line in reading.lines)
    assert len(reading.lines) == 13


def test_the_contents_of_a_cartridge_are_modules_and_lessons():
    link = '<webLink xmlns="x"><title>Site</title><url href="https://www.un.org/"/></webLink>'
    reading = read(
        cartridge(
            entry("m1", "First", inside=entry("l1", "Status", "p1") + entry("l2", "More", inside=entry("x", "S", "w")))
            + entry("m2", "Talk", inside=entry("t", "Discuss", "d") + entry("g", "Gone", "nowhere")),
            page("p1", "a/one%20page.html")
            + page("w", "site.xml", "imswl_xmlv1p3")
            + page("d", "talk.xml", "imsdt_xmlv1p3")
            + page("pic", "a/picture.png"),
            {
                "a/one page.html": "<html><body><p onclick='x()'>Text <img src='picture.png'></p></body></html>",
                "site.xml": link,
                "talk.xml": "<topic/>",
                "a/picture.png": b"PNG",
            },
        ),
        "fr",
    )
    (module,) = reading.structure
    first, second = module["lessons"]
    assert module["wording"] == {"fr": {"title": "First"}}
    assert first["wording"] == {"fr": {"title": "Status", "body": "<p>Text </p>"}}
    assert second["activities"] == [
        {"kind": "link", "wording": {"fr": {"title": "S"}}, "address": "https://www.un.org/"}
    ]
    assert lines(reading, "dropped") == {
        "Discuss": "a discussion; groups have these",
        "Gone": "what it leads to is not in the package",
        "a/picture.png": "the contents of the package don't name it",
    }


def item(inside, metadata=""):
    return QTI.format(
        f'<assessment ident="a" title="T"><section ident="s"><item ident="i1" title="One">{metadata}{inside}</item>'
        "</section></assessment>"
    )


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("", "nothing"),
        (
            "<presentation><material><mattext>?</mattext></material>"
            '<response_xy ident="r"><render_hotspot/></response_xy></presentation>',
            "picture",
        ),
        (
            '<presentation><material><mattext>?</mattext></material><response_lid ident="r"><render_choice>'
            '<response_label ident="a"><material><mattext>A</mattext></material></response_label></render_choice>'
            "</response_lid></presentation>",
            "what is right",
        ),
        (
            '<presentation><material><mattext texttype="text/html">&lt;img src="x"&gt;</mattext></material>'
            '<response_str ident="r"><render_fib/></response_str></presentation>',
            "no text",
        ),
    ],
)
def test_an_item_that_can_not_be_asked_says_why(inside, why):
    with pytest.raises(PackageError, match=why):
        read(zipped({"q.xml": item(inside)}), "en")


def test_a_kind_that_is_not_asked_here_is_named_and_never_becomes_another():
    metadata = (
        "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>"
        "<fieldentry>calculated_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
    )
    inside = (
        "<presentation><material><mattext>?</mattext></material>"
        '<response_str ident="r"><render_fib/></response_str></presentation>'
    )
    with pytest.raises(PackageError, match="calculated_question"):
        read(zipped({"q.xml": item(inside, metadata)}), "en")


BOMB = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + (
    QTI.format('<assessment ident="&b;"/>')
)
FOREIGN = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + (
    QTI.format('<assessment ident="x" title="&a;"/>')
)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"q.xml": BOMB}, "entities"),
        ({"q.xml": FOREIGN}, "entities"),
        ({"imsmanifest.xml": BOMB}, "entities"),
        ({"imsmanifest.xml": "<manifest>"}, "no XML"),
        ({"imsmanifest.xml": b'<?xml version="1.0" encoding="utf-8"?><manifest>\xff\xfe</manifest>'}, "no XML"),
        ({"imsmanifest.xml": b'<?xml version="1.0" encoding="x-none"?><manifest/>'}, "no XML"),
        ({"imsmanifest.xml": "<html/>"}, "no manifest"),
        ({"imsmanifest.xml": "<a>" * 100 + "</a>" * 100}, "too deeply"),
        ({"imsmanifest.xml": "<manifest/>"}, "nothing in the package"),
        ({"readme.txt": "x"}, "no imsmanifest"),
        ({"../out.xml": "x", "imsmanifest.xml": "<manifest/>"}, "outside"),
        ({"/etc/out.xml": "x"}, "outside"),
        ({"a\\..\\..\\out.xml": "x"}, "outside"),
        ({"C:/out.xml": "x"}, "outside"),
        ({"imsmanifest.xml": b" " * (5 * 1024 * 1024)}, "unpacks to more"),
        ({f"{number}.txt": "" for number in range(2_001)}, "unpacks to more"),
    ],
)
def test_what_could_harm_is_refused_in_words(files, why):
    with pytest.raises(PackageError, match=why):
        read(zipped(files), "en")


def test_two_files_of_one_name_are_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.xml", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.xml", "2")
    with pytest.raises(PackageError, match="same name"):
        read(stream.getvalue(), "en")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 200, b"%PDF-1.4", by_text2qti()[:900]])
def test_what_is_no_zip_is_refused(content):
    with pytest.raises(PackageError, match="no ZIP"):
        read(content, "en")


def test_a_part_that_is_longer_than_it_says_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_PART", 100)
    with pytest.raises(PackageError, match="too large"):
        read(zipped({"imsmanifest.xml": "<manifest>" + " " * 200 + "</manifest>"}), "en")


def test_many_parts_that_swell_together_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    with pytest.raises(PackageError, match="unpacks to more"):
        read(zipped({f"{number}.txt": "x" * 300 for number in range(4)}), "en")


def test_a_locked_package_and_too_large_a_one_are_refused():
    locked = bytearray(zipped({"imsmanifest.xml": "<manifest/>"}))
    place = locked.index(b"PK\x01\x02") + 8
    locked[place : place + 2] = struct.pack("<H", 1)
    with pytest.raises(PackageError, match="password"):
        read(bytes(locked), "en")
    with pytest.raises(PackageError, match="10 MB"):
        read(b"PK" + b"\0" * archive.MAX_BYTES, "en")


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<p>Été</p>".encode("utf-16"), "<p>Été</p>"),
        (b'<meta charset="iso-8859-1"><body><p>\xc9t\xe9</p>', "<p>Été</p>"),
        ('<meta charset="windows-1256"><body><p>مجلس</p>'.encode("windows-1256"), "<p>مجلس</p>"),
        ("\ufeff<p>Été</p>".encode(), "<p>Été</p>"),
    ],
)
def test_pages_are_read_in_the_encoding_that_they_say(content, body):
    reading = read(cartridge(entry("e", "L", "p"), page("p", "p.html"), {"p.html": content}), "en")
    assert reading.structure[0]["lessons"][0]["wording"]["en"]["body"] == body


@pytest.mark.parametrize("content", [b"<p>\xff\xff</p>", b'<meta charset="idna"><p>x</p>', b"<p>" + b"x" * 100_001])
def test_a_page_that_can_not_be_read_has_a_line(content):
    files = {"p.html": content, "good.html": "<p>Good</p>"}
    contents = entry("e", "Bad", "p") + entry("f", "Good", "g")
    reading = read(cartridge(contents, page("p", "p.html") + page("g", "good.html"), files), "en")
    assert list(lines(reading, "dropped")) == ["Bad"]
    assert len(reading.structure[0]["lessons"]) == 1


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content):
    with pytest.raises(PackageError):
        read(content, "en")


@settings(max_examples=150)
@given(st.data())
def test_a_package_that_was_damaged_is_read_or_refused_in_words(data):
    content = bytearray(by_text2qti(SHORT))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PackageError):
        assert read(bytes(content), "en").structure


SHORT = "1. Who?\n*a) A\nb) B\n"
TAGS = st.sampled_from(
    [
        "item",
        "section",
        "presentation",
        "material",
        "mattext",
        "response_lid",
        "response_str",
        "render_choice",
        "response_label",
        "resprocessing",
        "respcondition",
        "conditionvar",
        "varequal",
        "setvar",
        "and",
        "not",
        "itemfeedback",
        "selection_ordering",
        "selection_number",
    ]
)
TREES = st.recursive(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), max_size=8),
    lambda inner: st.builds(
        lambda name, own, parts: f'<{name} ident="{own}" respident="{own}">{"".join(parts)}</{name}>',
        TAGS,
        st.sampled_from(["a", "b", ""]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=200)
@given(TREES)
def test_any_tree_of_qti_is_read_or_refused_in_words(tree):
    with contextlib.suppress(PackageError):
        assert read(zipped({"q.xml": item(tree)}), "en").structure
