"""Learning offline: packs that open anywhere, and sheets whose conflicts end by the stated rules."""

import gzip
import re
import zipfile
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePosixPath

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from csonet.testing.makers import make_item
from training import weight
from training.building import build
from training.editions import draft_of, lacks, publish
from training.learning import enrol, record, standing
from training.models import Activity, Attempt, Course, Done, Edition, Enrolment, Medium, QuestionVersion, Quiz
from training.offline import applying
from training.offline.sheet import day_in, read_sheet
from training.outline import outline_of
from training.quizzes import attempting
from training.samples import COURSES, make_sample


@pytest.fixture
def enrolment(course, outsider):
    enrol(outsider, course)
    Enrolment.objects.update(created=timezone.now() - timedelta(days=30))
    return Enrolment.objects.select_related("edition", "course", "user").get()


@pytest.fixture
def client(enrolment, signed_in):
    return signed_in(enrolment.user)


def base(course, language="en"):
    return f"/{language}/training/{course.slug}/offline/"


def pack(client, course, number=1, language="en", files=False):
    answer = client.get(f"{base(course, language)}{number}/pack.zip{'?files=1' if files else ''}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, len(content)


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.found += [value for name, value in attrs if name in ("href", "src")]


def links(html):
    reader = Links()
    reader.feed(html.decode())
    return reader


def whole(answer):
    """The answer, read to its end, so that its file is closed."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def days_ago(count):
    return str(timezone.localdate() - timedelta(days=count))


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "tag", "direction"),
    [("en", "en", "ltr"), ("fr", "fr", "ltr"), ("es", "es", "ltr"), ("ar", "ar", "rtl"), ("zh-hans", "zh-Hans", "ltr")]
    + [("ru", "ru", "ltr")],
)
def test_a_pack_is_plain_pages_whose_links_lead_somewhere(client, course, language, tag, direction):
    files, _size = pack(client, course, language=language)
    assert {"index.html", "lesson-1.html", "lesson-2.html", "style.css", "answers.txt"} == set(files)
    for name in ("index.html", "lesson-1.html", "lesson-2.html"):
        page = links(files[name])
        assert dict(page.tags)["html"] == {"lang": tag, "dir": direction}
        assert set(page.found) <= set(files)
        assert not {"script", "form", "style"} & {one for one, _attrs in page.tags}
        assert not any("style" in attrs for _one, attrs in page.tags)
    body = next(attrs for one, attrs in links(files["lesson-2.html"]).tags if one == "div")
    assert body == ({} if language == "en" else {"lang": "en", "dir": "ltr"})


def test_sizes_are_said_before_and_are_those_of_the_packs(client, course, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    activity = Activity.objects.filter(kind="read").order_by("pk").first()
    Activity.objects.filter(pk=activity.pk).update(kind="pdf")
    medium = Medium(activity=activity, language="en", media_type="application/pdf", size=50_000, sha256="0" * 64)
    medium.file.save("guide.pdf", ContentFile(b"%PDF" + b"x" * 49_996))
    html = client.get(base(course)).content.decode()
    files, size = pack(client, course)
    assert f"{size / 1024:.1f}" in html.replace("\xa0", " ")
    assert not any(name.startswith("files/") for name in files)
    files, whole = pack(client, course, files=True)
    (name,) = [name for name in files if name.startswith("files/")]
    assert len(files[name]) == 50_000
    assert name in links(files["lesson-1.html"]).found
    assert PurePosixPath(name).suffix == ".pdf"
    assert abs(whole - size - 50_000) < 1_000


def secrets():
    """Everything that tells what is right, beside what a page of the quiz prints itself."""
    return ["The Committee recommends, the Council decides.", "It prepares the files.", "Roster", "accept", "right"]


def test_no_key_is_in_a_pack(client, course, enrolment):
    closed, _size = pack(client, course)
    text = b"".join(closed.values()).decode()
    stems = [version.wording["en"]["stem"] for version in QuestionVersion.objects.all()]
    assert not [stem for stem in stems if stem in text]
    attempting.begin(enrolment, Quiz.objects.get())
    under_way, _size = pack(client, course)
    text = b"".join(under_way.values()).decode()
    assert "Who decides on applications?" in text
    for told in secrets():
        assert told not in text.replace("in the right order", "")


def test_packs_are_for_who_takes_the_course_and_open_modules(client, course, cast, signed_in, visitor):
    pages = ["", "send-in/", "print/", "1/print/", "1/pack.zip"]
    for page in pages:
        assert visitor.get(base(course) + page).status_code == 302
        assert signed_in(cast.moderator).get(base(course) + page).status_code == 404
        assert whole(client.get(base(course) + page)).status_code == 200
    for locked in ("2/print/", "2/pack.zip", "9/pack.zip"):
        assert client.get(base(course) + locked).status_code == 404
    html = client.get(base(course) + "print/").content.decode()
    assert "relation of consultation" in html
    assert "Every field counts" not in html
    assert "1 module is still locked." in html


def filled(files, **answers):
    """The sheet of a pack, filled in: the first lesson's day, and answers by the beginning of their question."""
    lines, current = [], ""
    for line in files["answers.txt"].decode("utf-8-sig").splitlines():
        heading = re.match(r"# (\d+)\. (.*)", line)
        current = heading[2] if heading else current
        number = re.match(r"(\d+): ", line)
        for begins, answer in answers.items():
            if number and current.startswith(begins.replace("_", " ")):
                line = f"{number[1]}: {answer}"
        lines.append(line)
    return "\n".join(lines)


def letters(files, begins, *labels):
    """The letters of options on the sheet."""
    text = files["answers.txt"].decode("utf-8-sig").split(begins, 1)[1]
    return [re.search(rf"#    (\w+)\) {re.escape(label)}\r", text)[1] for label in labels]


def test_a_sheet_goes_from_the_pack_through_the_preview_into_the_course(client, course, enrolment):
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    files, _size = pack(client, course)
    text = filled(
        files,
        Who_decides=letters(files, "Who decides on", "The Council")[0],
        What_is_the_list=" roster ",
        How_many="١٩",
    ).replace("done: ", f"done: {days_ago(3)}", 1)
    upload = SimpleUploadedFile("answers.txt", text.encode("utf-16"))
    html = client.post(base(course) + "send-in/", {"do": "sheet", "file": upload}).content.decode()
    assert html.count("will be saved") == 4
    assert not Done.objects.exists()
    assert not attempt.responses.exclude(answer=None).exists()
    sheet = re.search(r'name="sheet" value="([^"]*)"', html, re.S)[1].replace("&quot;", '"').replace("&#x27;", "'")
    answer = client.post(base(course) + "send-in/", {"do": "apply", "sheet": sheet}, follow=True)
    assert "is written down" in answer.content.decode()
    done = Done.objects.get()
    assert (str(timezone.localdate(done.at)), done.evidence) == (days_ago(3), "offline")
    given = {row.version.kind: row.answer for row in attempt.responses.exclude(answer=None).select_related("version")}
    assert given["single"] == ["council"]
    assert given["short"] == "roster"
    assert attempt.responses.exclude(answer=None).count() == 3
    assert Attempt.objects.get().state == "open"


def test_days_beside_the_lessons_do_the_same(client, course, enrolment):
    key = Activity.objects.order_by("pk").first().key
    page = base(course) + "send-in/"
    assert f"day-{key}" in client.get(page).content.decode()
    html = client.post(page, {"do": "days", f"day-{key}": days_ago(2)}).content.decode()
    assert "will be saved" in html
    assert "Nothing would change" in client.post(page, {"do": "days", f"day-{key}": days_ago(40)}).content.decode()
    assert client.post(page, {"do": "days"}).status_code == 302
    assert not Done.objects.exists()


def sheet_of(days=None, answers=None, made=None):
    sheet = read_sheet("")
    sheet.days, sheet.answers, sheet.made = days or {}, answers or {}, made
    return sheet


def keys(course):
    return list(outline_of(course.edition, ("en",)).activities)


def outcomes(plan):
    return [step.outcome for step in plan.steps]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("yesterday", "is no date"),
        ("2026-13-45", "is no date"),
        (days_ago(-2), "still to come"),
        (days_ago(31), "before you took"),
    ],
)
def test_days_that_can_not_be_are_refused(course, enrolment, written, why):
    (step,) = applying.plan_of(enrolment, sheet_of({keys(course)[0]: written})).steps
    assert step.outcome == "refused"
    assert why in step.why


def test_done_stays_done_and_the_earlier_day_wins(course, enrolment):
    first, second = keys(course)[:2]
    for key in (first, second):
        record(enrolment, key, Done.Evidence.SAID, timezone.now() - timedelta(days=5))
    plan = applying.apply(enrolment, sheet_of({first: days_ago(9), second: days_ago(1)}))
    assert outcomes(plan) == ["will", "kept"]
    days = dict(Done.objects.values_list("activity_key", "at"))
    assert str(timezone.localdate(days[first])) == days_ago(9)
    assert str(timezone.localdate(days[second])) == days_ago(5)


def test_what_was_passed_or_attended_keeps_its_own_day(course, enrolment):
    key = keys(course)[0]
    record(enrolment, key, Done.Evidence.ATTENDED, timezone.now() - timedelta(days=5))
    assert outcomes(applying.apply(enrolment, sheet_of({key: days_ago(9)}))) == ["kept"]


def test_quizzes_locked_modules_and_lessons_that_are_gone_are_not_done_by_a_day(course, enrolment):
    read_1, read_2, quiz, read_3 = keys(course)
    gone = read_1.__class__(int=7)
    plan = applying.apply(enrolment, sheet_of({key: days_ago(1) for key in (read_1, read_2, quiz, read_3, gone)}))
    assert outcomes(plan) == ["will", "will", "refused", "refused", "refused"]
    assert "Opens when module 1 is done" in plan.steps[3].why
    assert "no longer in the course" in plan.steps[4].why
    assert Done.objects.count() == 2


def test_a_sheet_that_unlocks_a_module_counts_in_it_and_completes_the_course(course, enrolment):
    read_1, read_2, quiz, read_3 = keys(course)
    record(enrolment, quiz, Done.Evidence.PASSED)
    plan = applying.apply(enrolment, sheet_of({key: days_ago(1) for key in (read_3, read_2, read_1)}))
    assert outcomes(plan) == ["will", "will", "will"]
    assert Enrolment.objects.get().completed_at is not None


def test_the_newer_answer_wins_and_what_is_the_same_is_left(course, enrolment):
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    quiz = attempt.quiz.activity.key
    place = attempt.responses.get(version__kind="short").position
    attempting.save(attempt, {place: "Here"}, {place: True})
    sent = {(quiz, 1): {place + 1: "Sheet"}}
    before, after = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    for made in (before, None):
        assert outcomes(applying.apply(enrolment, sheet_of(answers=sent, made=made))) == ["kept"]
    assert outcomes(applying.apply(enrolment, sheet_of(answers=sent, made=after))) == ["will"]
    row = attempt.responses.get(position=place)
    assert (row.answer, row.flagged) == ("Sheet", True)
    (step,) = applying.apply(enrolment, sheet_of(answers=sent, made=after)).steps
    assert "same answer" in step.why


def test_deadlines_and_closed_attempts_are_honoured(course, enrolment):
    Quiz.objects.update(limit_minutes=10)
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    quiz = attempt.quiz.activity.key
    place = attempt.responses.get(version__kind="short").position
    sheet = sheet_of(answers={(quiz, 1): {place + 1: "Roster"}}, made=timezone.now() + timedelta(hours=1))
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=61))
    (step,) = applying.apply(enrolment, sheet).steps
    assert (step.outcome, "Its time was over" in step.why) == ("refused", True)
    assert attempt.responses.get(position=place).answer is None
    attempting.submit(attempt.token, enrolment)
    assert "submitted already" in applying.plan_of(enrolment, sheet).steps[0].why
    other = sheet_of(answers={(quiz, 9): {1: "a"}})
    assert "no such attempt" in applying.plan_of(enrolment, other).steps[0].why


def test_answers_that_can_not_be_read_say_how_to_write_them(course, enrolment):
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    quiz = attempt.quiz.activity.key
    kinds = {row.version.kind: row.position + 1 for row in attempt.responses.select_related("version")}
    texts = {"single": "a, b", "multiple": "a, z", "ordering": "a", "matching": "b", "gap": "one | two | three"}
    answers = {kinds[kind]: text for kind, text in texts.items()} | {99: "a"}
    plan = applying.apply(enrolment, sheet_of(answers={(quiz, 1): answers}, made=timezone.now()))
    assert set(outcomes(plan)) == {"refused"}
    assert len(plan.steps) == 6


def test_every_kind_is_written_and_read_again(course, enrolment, client):
    """What the server has stands on the sheet of a new pack, and means the same."""
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    rows = {row.version.kind: row for row in attempt.responses.select_related("version")}
    sent = {}
    for kind, row in rows.items():
        names, targets = list(row.shown.get("options", {})), list(row.shown.get("targets", {}))
        if kind in ("single", "truefalse"):
            sent[row.position] = names[:1]
        elif kind in ("multiple", "ordering"):
            sent[row.position] = names
        elif kind == "matching":
            sent[row.position] = dict(zip(names, reversed(targets), strict=False))
        else:
            sent[row.position] = {"1": "four"} if kind == "gap" else "19"
    attempting.save(attempt, sent)
    files, _size = pack(client, course)
    plan = applying.plan_of(enrolment, read_sheet(files["answers.txt"].decode("utf-8-sig")))
    assert [step.why for step in plan.steps] == ["The same answer is here already."] * len(rows)


@given(st.text(max_size=300))
def test_any_text_is_read_as_a_sheet(text):
    read_sheet("[quiz 00000000-0000-0000-0000-000000000001 1]\n1: " + text)
    day_in(text)


def test_a_text_of_several_lines_is_one_answer_and_remarks_are_none():
    key = "00000000-0000-0000-0000-000000000001"
    sheet = read_sheet(f"[quiz {key} 2]\n# 1. Why?\n1: First\nsecond line\n\n1: again\n# remark\n٢: b\n3:\n")
    assert list(sheet.answers.values()) == [{1: "First\nsecond line\n\n1: again", 2: "b"}]
    assert list(sheet.answers)[0][1] == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Choose the file"),
        ({"text": "no sheet at all"}, "no answer and no day"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\xff\xfa")}, "save it as UTF-8"),
        ({"text": "x" * 300_001}, "300000"),
        ({"text": "\0[lesson zzz]"}, "Null characters"),
        ({"text": "[lesson zzz]\u202e"}, "no answer and no day"),
    ],
)
def test_what_is_no_sheet_is_said_at_the_field(client, course, sent, said):
    answer = client.post(base(course) + "send-in/", {"do": "sheet", **sent})
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("\xa0", "").replace(",", "")


def test_a_sheet_of_somebody_else_is_the_senders_own_word(client, course, enrolment, cast, signed_in):
    enrol(cast.moderator, course)
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    quiz = attempt.quiz.activity.key
    text = f"made: 2030-01-01T00:00:00+00:00\n[quiz {quiz} 1]\n1: a\n2: a\n3: Roster\n"
    page = base(course) + "send-in/"
    html = signed_in(cast.moderator).post(page, {"do": "sheet", "text": text}).content.decode()
    assert "There is no such attempt" in html
    signed_in(cast.moderator).post(page, {"do": "apply", "sheet": text})
    assert not attempt.responses.exclude(answer=None).exists()


def test_pages_cost_the_same_for_one_lesson_and_for_twenty(cast, outsider, signed_in, django_assert_num_queries):
    client, counts = signed_in(outsider), {}
    for size in (1, 20):
        made = make_item(Course, title=f"Of {size}", organization=cast.organization, author=cast.author)
        edition = draft_of(made)
        lesson = {"wording": {"en": {"title": "L", "body": "<p>x</p>"}}, "activities": [{}]}
        build(edition, [{"wording": {"en": {"title": "M"}}, "lessons": [lesson] * size}])
        publish(edition)
        enrol(outsider, made)
        client.get(base(made))
        for page, count in COSTS.items():
            counts.setdefault(page, []).append(count)
            with django_assert_num_queries(count):
                whole(client.get(base(made) + page))


COSTS = {"": 12, "send-in/": 11, "print/": 11, "1/pack.zip": 11}


def test_a_lesson_that_is_too_long_for_slow_lines_is_named(course, enrolment, client, author):
    draft = draft_of(course)
    words = " ".join(f"word{number * 7919 % 1_000_003}" for number in range(30_000))
    lesson = {"wording": {"en": {"title": "Endless", "body": f"<p>{words}</p>"}}, "activities": [{}]}
    build(draft, [{"wording": {"en": {"title": "M"}}, "lessons": [lesson]}])
    (problem,) = lacks(draft)
    assert "“Endless” is too long for slow lines in: English" in problem


def test_the_longest_lesson_that_may_be_published_is_under_60_kb_on_the_line(course, outsider, signed_in):
    words, count = "", 0
    while weight._travels(words) < weight.MOST_BYTES - 500:
        count += 400
        words = " ".join(f"word{number * 7919 % 1_000_003}" for number in range(count))
    words = words[: len(words) - 6_000]
    first = course.edition.modules.first().lessons.first()
    first.wording = {"en": {"title": "Long", "body": f"<p>{words}</p>"}}
    first.save()
    assert lacks(course.edition) == []
    client = signed_in(outsider)
    answer = client.get(f"/en/training/{course.slug}/lessons/1/")
    assert len(gzip.compress(answer.content)) < 60_000


@pytest.mark.parametrize("number", [0, 1])
def test_a_lesson_page_is_under_60_kb(cast, outsider, signed_in, number):
    course = make_sample(*COURSES[number], organization=cast.organization, author=cast.author)
    publish(draft_of(course))
    Course.objects.filter(pk=course.pk).update(status="published", published_at=timezone.now())
    enrol(outsider, Course.objects.get(pk=course.pk))
    enrolment = Enrolment.objects.select_related("edition", "course").get()
    for key in standing(enrolment)[0].activities:
        Done.objects.create(enrolment=enrolment, activity_key=key, at=timezone.now())
    client = signed_in(outsider)
    for language in ("en", "ar", "ru"):
        for lesson in range(1, len(standing(enrolment)[0].lessons) + 1):
            answer = client.get(f"/{language}/training/{course.slug}/lessons/{lesson}/")
            assert answer.status_code == 200
            assert len(answer.content) < 60_000
    assert Edition.objects.filter(course=course).count() == 1
