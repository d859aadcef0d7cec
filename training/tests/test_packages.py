"""Packages of a course: what goes out comes in again the same, nothing is saved unseen, and keys stay with authors."""

import csv
import json
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import etree

from csonet.testing.makers import make_item
from training.building import build
from training.editions import draft_of, publish
from training.models import Bank, Course, Edition, Package, QuestionVersion, Quiz
from training.outline import outline_of
from training.packages import exporting, taking
from training.packages.asked import asked_in
from training.packages.reading import read
from training.samples import COURSES, make_sample
from training.samples.short import STRUCTURE
from training.tests.packaging import by_text2qti, zipped

pytestmark = pytest.mark.django_db

MORE = [
    {
        "kind": "essay",
        "marks": 4,
        "wording": {"en": {"stem": "Say why.\nTwo lines."}, "ar": {"stem": "لماذا؟"}},
        "rubric": [{"id": "r1", "marks": 3, "wording": {"en": {"label": "Names the resolution"}}}],
        "key": {},
    },
    {
        "kind": "number",
        "marks": 2,
        "wording": {"en": {"stem": "How much? <b> & 1 < 2"}},
        "key": {"value": "-0.3", "tolerance": "0.05"},
    },
]


@pytest.fixture
def course(cast):
    made = make_item(Course, title="How to apply", organization=cast.organization, author=cast.author)
    edition = draft_of(made)
    build(edition, STRUCTURE)
    quiz = {"bank": "More", "rules": {"attempts": 3, "limit_minutes": 20}, "count": 1, "questions": MORE}
    activity = {"kind": "quiz", "wording": {"en": {"title": "More"}}, "quiz": quiz}
    build(edition, [{"wording": {"en": {"title": "More"}}, "lessons": [{"wording": {}, "activities": [activity]}]}])
    publish(edition)
    return Course.objects.get(pk=made.pk)


def plain(question):
    """A question apart from what names of options mean to nobody."""
    names = {row["id"]: number for number, row in enumerate((*question["options"], *question["targets"]))}

    def named(value):
        if isinstance(value, dict):
            return {named(key): named(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [named(inner) for inner in value]
        return names.get(value, value) if isinstance(value, str) else value

    options, targets = (
        [{"id": names[row["id"]], "wording": row["wording"]} for row in question[part]]
        for part in ("options", "targets")
    )
    return {**question, "options": options, "targets": targets, "key": named(question["key"])}


def as_data(row):
    empty = {"marks": 1, "options": [], "targets": [], "rubric": []}
    fields = ("kind", "marks", "wording", "options", "targets", "key", "rubric")
    if isinstance(row, dict):
        return plain({name: ({**empty, **row})[name] for name in fields})
    return plain({name: getattr(row, name) for name in fields})


def as_text(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def asked(edition):
    return [
        (drawn.count, [as_data(version) for version in drawn.questions])
        for draws in asked_in(edition).values()
        for drawn in draws
    ]


def taken(reading):
    quizzes = [
        activity["quiz"]
        for module in reading.structure
        for lesson in module["lessons"]
        for activity in lesson["activities"]
        if "quiz" in activity
    ]
    draws = [draw for quiz in quizzes for draw in (quiz, *quiz["further"])]
    return [(draw["count"], [as_data(question) for question in draw["questions"]]) for draw in draws]


def exported(format, edition, language="en"):
    stream, _type, _ending = exporting.FORMATS[format](outline_of(edition, (language, "en")))
    with stream:
        return stream.read()


@pytest.mark.parametrize("format", ["qti", "cartridge"])
def test_what_is_exported_is_imported_as_the_same_questions(course, format):
    reading = read(exported(format, course.edition), "en")
    mine, theirs = taken(reading), asked(course.edition)
    assert [count for count, _questions in mine] == [count for count, _questions in theirs]
    for (_count, got), (_same, given) in zip(mine, theirs, strict=True):
        for one, other in zip(got, given, strict=True):
            assert as_text(one) == as_text(other)
    assert [line for line in reading.lines if line.what != "taken"] == []


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_samples_go_round_in_every_language(cast, number, language):
    made = make_sample(*COURSES[number], organization=cast.organization, author=cast.author)
    edition = draft_of(made)
    reading = read(exported("cartridge", edition, language), language)
    assert [as_text(row) for row in taken(reading)] == [as_text(row) for row in asked(edition)]
    lessons = [lesson for module in reading.structure for lesson in module["lessons"]]
    outline = outline_of(edition, (language,))
    assert [lesson["wording"][language]["title"] for lesson in lessons] == [row.title.text for row in outline.lessons]
    assert [lesson["wording"][language]["body"] for lesson in lessons] == [
        row.lesson.wording[language]["body"] for row in outline.lessons
    ]


def test_rules_go_round(course):
    reading = read(exported("qti", course.edition), "en")
    rules = [lesson["activities"][0]["quiz"]["rules"] for lesson in reading.structure[0]["lessons"]]
    assert rules == [{"pass_percent": 80}, {"attempts": 3, "limit_minutes": 20, "pass_percent": 80}]


NAMES = {
    "cp": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
    "lom": "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest",
    "qti": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2",
}
PROFILES = {"multiple_choice", "multiple_response", "true_false", "fib", "essay"}


def test_a_cartridge_has_the_structure_that_the_standard_asks(course):
    with zipfile.ZipFile(BytesIO(exported("cartridge", course.edition, "fr"))) as archive:
        names = archive.namelist()
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        files = {name: archive.read(name) for name in names}
    assert manifest.xpath("string(cp:metadata/cp:schemaversion)", namespaces=NAMES) == "1.3.0"
    assert manifest.xpath("string(//lom:general/lom:language)", namespaces=NAMES) == "fr"
    assert "CC BY 4.0" in manifest.xpath("string(//lom:rights/lom:description)", namespaces=NAMES)
    assert len(manifest.xpath("//cp:organization[@structure='rooted-hierarchy']/cp:item", namespaces=NAMES)) == 1
    own = manifest.xpath("//@identifier")
    assert len(own) == len(set(own))
    resources = manifest.xpath("//cp:resource/@identifier", namespaces=NAMES)
    assert set(manifest.xpath("//@identifierref")) <= set(resources)
    assert set(manifest.xpath("//cp:file/@href", namespaces=NAMES)) == set(names) - {"imsmanifest.xml"}
    for name in manifest.xpath("//cp:resource[contains(@type, 'assessment')]/cp:file/@href", namespaces=NAMES):
        quiz = etree.fromstring(files[name])
        said = quiz.xpath("//qti:item//qti:fieldentry[starts-with(., 'cc.')]/text()", namespaces=NAMES)
        assert said
        assert {one.split(".")[1] for one in said} <= PROFILES
        assert not quiz.xpath("//qti:altmaterial", namespaces=NAMES)
    page = files["pages/lesson-1-text.html"].decode()
    assert '<html lang="fr" dir="ltr">' in page
    assert "relation de consultation" in page


def test_questions_go_out_as_csv_and_no_cell_is_a_formula(course, cast):
    Bank.objects.filter(name="More").update(name="=1+1")
    rows = list(csv.DictReader(StringIO(exported("questions", course.edition).decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == set(QuestionVersion.objects.values_list("kind", flat=True))
    assert any(row["answers"].startswith("* The Council") for row in rows)
    assert any(row["language"] == "ar" and row["text"] == "لماذا؟" for row in rows)
    assert {row["bank"] for row in rows if row["kind"] == "essay"} == {"'=1+1"}


def write(course):
    return f"/en/training/{course.slug}/write/package/"


def upload(client, course, content, name="quiz.zip"):
    return client.post(write(course), {"do": "read", "file": SimpleUploadedFile(name, content)}, follow=True)


def test_nothing_is_saved_before_the_report_was_read(course, author, signed_in):
    client = signed_in(author)
    before = (Edition.objects.count(), QuestionVersion.objects.count(), Quiz.objects.count())
    html = upload(client, course, by_text2qti()).content.decode()
    assert "it asks for a file; make it an assignment" in html
    assert "text2qti_question_" in html
    assert (Edition.objects.count(), QuestionVersion.objects.count(), Quiz.objects.count()) == before
    seen = Package.objects.get().updated.isoformat()
    answer = client.post(write(course), {"do": "take", "seen": seen}, follow=True)
    assert "added at the end of the draft" in answer.content.decode()
    draft = draft_of(course)
    assert not draft.is_frozen
    last = outline_of(draft, ("en",)).modules[-1]
    assert last.lessons[0].title.text == "Applying for status"
    assert [len(drawn.questions) for drawn in asked_in(draft)[last.lessons[0].activities[0].pk]] == [8, 2]
    assert outline_of(course.edition, ("en",)).modules[-1].title.text == "More"
    again = client.post(write(course), {"do": "take", "seen": seen}, follow=True)
    assert "Nothing was added" in again.content.decode()
    assert Quiz.objects.filter(activity__lesson__module__edition=draft).count() == 3


def test_a_package_taken_twice_asks_from_banks_of_its_own(course, author):
    for _time in range(2):
        package = taking.bring(course, author, by_text2qti(), "quiz.zip")
        package.refresh_from_db()
        assert taking.take(course, author, package.updated.isoformat())
    names = Bank.objects.filter(name__startswith="Applying for status").values_list("name", flat=True)
    assert sorted(names) == [
        "Applying for status",
        "Applying for status (2)",
        "Applying for status (3)",
        "Applying for status (4)",
    ]


def test_what_was_seen_is_what_is_taken(course, author):
    seen = taking.bring(course, author, by_text2qti(), "one.zip").updated.isoformat()
    taking.bring(course, author, by_text2qti(), "two.zip")
    assert taking.take(course, author, seen) is None
    taking.discard(course, author)
    assert not Package.objects.exists()


def test_what_nobody_took_is_deleted(course, author):
    taking.bring(course, author, by_text2qti(), "one.zip")
    assert taking.forget_old() == "0 deleted"
    Package.objects.update(updated=timezone.now() - taking.KEPT * 2)
    assert taking.forget_old() == "1 deleted"


def test_a_refusal_stands_at_the_field(course, author, signed_in):
    html = upload(signed_in(author), course, zipped({"../x": ""})).content.decode()
    assert "would be written outside of it" in html
    assert not Package.objects.exists()


def test_packages_and_keys_are_for_the_authors_alone(course, cast, signed_in, visitor):
    pages = [write(course), *(f"/en/training/{course.slug}/write/export/1/{name}/" for name in exporting.FORMATS)]
    for page in pages:
        assert visitor.get(page).status_code == 302
        assert signed_in(cast.outsider).get(page).status_code == 403
        assert signed_in(cast.newcomer).get(page).status_code == 403
        answer = signed_in(cast.author).get(page)
        assert answer.status_code == 200
        b"".join(answer.streaming_content if answer.streaming else [])
        assert "no-store" in answer["Cache-Control"]
    assert signed_in(cast.author).get(pages[1].replace("/1/", "/9/")).status_code == 404
    assert signed_in(cast.author).get(pages[1].replace("cartridge", "exe")).status_code == 404
    for do in ("read", "take", "discard"):
        assert signed_in(cast.outsider).post(write(course), {"do": do}).status_code == 403
    Course.objects.filter(pk=course.pk).update(status="draft")
    assert signed_in(cast.outsider).get(pages[1]).status_code == 404


def test_what_a_colleague_brought_is_not_shown(course, cast, signed_in):
    taking.bring(course, cast.colleague, by_text2qti(), "secret-name.zip")
    assert "secret-name" not in signed_in(cast.author).get(write(course)).content.decode()


def test_the_page_costs_the_same_for_any_package(course, author, signed_in, django_assert_num_queries):
    client = signed_in(author)
    upload(client, course, by_text2qti("1. Who?\n*a) A\nb) B\n"))
    client.get(write(course))
    with django_assert_num_queries(8):
        client.get(write(course))
    upload(client, course, by_text2qti("\n".join(f"{n}. Who{n}?\n*a) A\nb) B\n" for n in range(1, 21))))
    with django_assert_num_queries(8):
        client.get(write(course))


def test_an_export_costs_the_same_for_any_number_of_questions(course, django_assert_num_queries):
    edition = Edition.objects.get()
    with django_assert_num_queries(8):
        exported("qti", Edition.objects.get())
    quiz = {"bank": "Many", "questions": [MORE[1]] * 20}
    Edition.objects.filter(pk=edition.pk).update(published_at=None)
    activity = {"kind": "quiz", "wording": {"en": {"title": "Many"}}, "quiz": quiz}
    build(edition, [{"wording": {"en": {"title": "Many"}}, "lessons": [{"wording": {}, "activities": [activity]}]}])
    with django_assert_num_queries(8):
        exported("qti", Edition.objects.get())
