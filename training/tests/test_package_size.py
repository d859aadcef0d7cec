"""Packages that are made to keep the server busy: they are read in the time of an ordinary one."""

import pytest

from csonet.testing.pace import within
from training.packages import reading as packages
from training.packages.markup import page_of
from training.packages.reading import read
from training.tests.packaging import cartridge, entry, page, zipped

QTI = '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">{}</questestinterop>'
ITEM = (
    '<item ident="q"><presentation><material><mattext>Why?</mattext></material>'
    '<response_str ident="r"><render_fib/></response_str></presentation></item>'
)


@pytest.fixture
def quick():
    """Ten times what it takes on a slow machine; what was quadratic took far longer."""
    with within(3):
        yield


@pytest.mark.parametrize("part", ["<title>", "<title", "<body", "<body>", "<body x", "</body", "<titles>"])
def test_a_page_of_openings_is_read_in_one_go(quick, part):
    head = "<body>x</body>"
    title, body, _lost = page_of((head + part * (90_000 // len(part))).encode())
    assert (title, body) == ("", "<p>x</p>") or "x" in body


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<HTML><Title lang=en>İ Wells</TITLE ><BODY class=a>One</Body></HTML>", ("İ Wells", "One")),
        ("<titles>no</titles><title>yes</title><body>x", ("yes", "x")),
        ("<title>never closed<body>x</body>", ("", "x")),
        ("<p>no body</p>", ("", "no body")),
    ],
)
def test_title_and_body_are_found(html, expected):
    title, body, _lost = page_of(html.encode())
    assert title == expected[0]
    assert expected[1] in body


def test_a_page_is_read_once_however_often_it_is_named(quick, monkeypatch):
    seen = []
    monkeypatch.setattr(packages, "page_of", lambda content: seen.append(1) or page_of(content))
    body = "<p>x</p>" * 1_000
    entries = entry("f", "Folder", inside="".join(entry(f"i{n}", f"L{n}", "r") for n in range(5_000)))
    found = read(cartridge(entries, page("r", "a.html"), {"a.html": f"<body>{body}</body>"}), "en")
    assert len(seen) == 1
    assert len(found.structure[0]["lessons"]) == 200
    assert any("more lessons" in line.why for line in found.lines)


def test_a_quiz_that_is_named_again_and_again_stays_below_the_limit(quick):
    entries = entry("f", "Folder", inside="".join(entry(f"i{n}", f"L{n}", "r") for n in range(3_000)))
    items = "".join(ITEM.replace('"q"', f'"q{n}"') for n in range(40))
    files = {"q.xml": QTI.format(f'<assessment title="A">{items}</assessment>')}
    found = read(cartridge(entries, page("r", "q.xml", "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"), files), "en")
    assert len(found.structure[0]["lessons"]) == 12  # 480 of 500 questions
    assert any("more questions" in line.why for line in found.lines)


def test_a_folder_of_very_many_sections_is_read_in_one_go(quick):
    files = {"q.xml": QTI.format(ITEM + "<section/>" * 60_000)}
    assert read(zipped(files), "en").structure
    material = "<flow/>" * 60_000
    item = ITEM.replace("<material>", f"{material}<material>")
    assert read(zipped({"q.xml": QTI.format(item)}), "en").structure


@pytest.mark.parametrize("digits", ["0" * 4_000 + "1", "9" * 5_000, "00001" + "0" * 20, "-1", "x", "²"])
def test_a_rule_that_is_no_number_is_left_out(digits):
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{digits}</fieldentry></qtimetadatafield>"
        for name in ("cc_maxattempts", "qmd_timelimit")
    )
    cut = f'<outcomes_processing><decvar cutvalue="{digits}"/></outcomes_processing>'
    holder = f'<assessment title="A"><qtimetadata>{fields}</qtimetadata>{cut}{ITEM}</assessment>'
    found = read(zipped({"q.xml": QTI.format(holder)}), "en")
    assert found.structure[0]["lessons"][0]["activities"][0]["quiz"]["rules"] == {}
