"""Authors write activities of every kind, get advice, and see their course as learners will."""

import re

import pytest

from csonet.testing.makers import make_item
from csonet.workflow import WorkflowError
from training.advice import advice_for, of_text
from training.editions import draft_of, publish
from training.lacking import lacks
from training.models import Activity, ActivityKind, Course, Done, Edition, Exercise
from training.outline import outline_of
from training.tests.conftest import FILMS, WORKS, films_for

pytestmark = pytest.mark.django_db
EMPTY = [
    {
        "wording": {"en": {"title": "M"}},
        "lessons": [{"wording": {"en": {"title": "L", "body": "<p>x</p>"}}, "activities": [{}]}],
    }
]
GIVEN = {"title": "Part", "minutes": "5", "required": "on"}


@pytest.fixture
def activity(make_course):
    make_course(EMPTY, published=False)
    return Activity.objects.get()


def address_of(activity):
    course = activity.lesson.module.edition.course
    return f"/en/training/{course.slug}/write/activity/{activity.pk}/"


def write(client, activity, **data):
    return client.post(address_of(activity), {**GIVEN, **data})


@pytest.mark.parametrize("kind", [kind for kind in ActivityKind if kind not in ("read", "survey")])
def test_another_kind_shows_what_it_needs(activity, author, signed_in, kind):
    client = signed_in(author)
    answer = write(client, activity, kind=kind)
    assert answer["Location"] == f"{address_of(activity)}?language=en"
    html = client.get(answer["Location"]).content.decode()
    fields = {"video": "transcript", "audio": "transcript", "picture": "alt", "link": "address", "live": "event_page"}
    expected = {**fields, "assignment": "rubric"}.get(kind)
    for name in {*fields.values(), "rubric"}:
        assert (f'name="{name}"' in html) is (name == expected)
    assert ('id="files"' in html) is (kind in ("video", "audio", "pdf", "picture"))
    assert ("Rules and questions" in html) is (kind == "quiz")


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("video", "has no file"),
        ("audio", "has no transcript"),
        ("pdf", "has no file"),
        ("picture", "no words for who can't see"),
        ("link", "leads nowhere"),
        ("live", "names no event"),
        ("assignment", "doesn't say what to hand in"),
        ("quiz", "asks nothing"),
    ],
)
def test_what_a_part_lacks_stands_in_the_way_of_publication(activity, author, signed_in, kind, problem):
    client = signed_in(author)
    write(client, activity, kind=kind)
    edition = activity.lesson.module.edition
    assert any(problem in said for said in lacks(edition))
    assert problem in client.get(f"/en/training/{edition.course.slug}/write/").content.decode().replace("&#x27;", "'")


def test_texts_of_another_kind_or_language_are_kept(activity, author, signed_in):
    Activity.objects.update(
        kind="video", wording={"en": {"title": "Film", "transcript": "<p>Words</p>"}, "fr": {"title": "Film F"}}
    )
    write(signed_in(author), activity, kind="read", transcript="<p>Words</p>")
    activity.refresh_from_db()
    assert activity.wording == {"en": {"title": "Part", "transcript": "<p>Words</p>"}, "fr": {"title": "Film F"}}
    write(signed_in(author), activity, kind="read")
    activity.refresh_from_db()
    assert activity.wording["en"]["transcript"] == "<p>Words</p>"


def test_an_assignment_says_what_is_handed_in_and_what_is_looked_at(activity, author, signed_in):
    client = signed_in(author)
    write(client, activity, kind="assignment")
    html = write(client, activity, kind="assignment", rubric="4: A").content.decode()
    assert "Say what is handed in" in html
    html = write(client, activity, kind="assignment", takes_file="on", rubric="A").content.decode()
    assert "Line 1 is not of the form" in html
    write(client, activity, kind="assignment", takes_file="on", rubric="4: A\n2: B")
    exercise = Exercise.objects.get()
    assert (exercise.takes_text, exercise.takes_file) == (False, True)
    assert [line["marks"] for line in exercise.rubric] == [4, 2]


def test_the_next_edition_keeps_files_assignments_and_keys(make_course):
    course = make_course([*FILMS, *WORKS], more=films_for)
    draft = draft_of(course)
    before, after = outline_of(course.edition, ("en",)), outline_of(draft, ("en",))
    assert list(before.activities) == list(after.activities)
    for key, activity in after.activities.items():
        assert activity.media.count() == before.activities[key].media.count()
    copied = Exercise.objects.get(activity__lesson__module__edition=draft)
    assert copied.rubric == Exercise.objects.get(activity__lesson__module__edition=course.edition).rubric
    publish(draft)
    assert Course.objects.get(pk=course.pk).edition == draft


ADVISED = [
    ("<h4>Small</h4><p>x</p>", "second rank"),
    ('<p>For more, <a href="https://example.org">click here</a>.</p>', "“click here”"),
    ('<p><a href="https://example.org">اضغط هنا</a></p>', "name what it leads to"),
    ('<p><a href="https://example.org/a">https://example.org/a</a></p>', "shows its address"),
    ("<table><tbody><tr><td>1</td></tr></tbody></table>", "no head cells"),
    (f"<p>{'word ' * 151}</p>", "more than 150 words"),
    (f"<p>{'word ' * 140}</p>" * 3, "no headings"),
    ("<p>PLEASE READ THIS VERY CAREFULLY</p>", "capital letters"),
    ("<p>Fields marked red are required.</p>", "“marked red”"),
    ("<p>The button on the right sends it.</p>", "“on the right”"),
]


@pytest.mark.parametrize(("html", "words"), ADVISED)
def test_advice_names_what_keeps_people_out(html, words):
    assert any(words in said for said in of_text(html))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<h3>One</h3><h4>Two</h4><p>The Committee on NGOs meets twice a year.</p>",
        '<p>Read the <a href="https://example.org">resolution of 1996</a>.</p>',
        "<table><thead><tr><th scope='col'>Year</th></tr></thead><tbody><tr><td>1996</td></tr></tbody></table>",
        "<p>UN, ECOSOC, WHO, UNICEF and ILO are there.</p>",
        "<p>هذا نص عربي قصير وواضح جدا للجميع.</p>",
        "<p>Rights on paper are left on the shelf.</p>",
    ],
)
def test_a_good_text_gets_no_advice(html):
    assert list(of_text(html)) == []


def test_advice_names_the_lesson_and_the_language(make_course, author, signed_in):
    course = make_course(EMPTY, published=False)
    lesson = draft_of(course).modules.get().lessons.get()
    lesson.wording = {**lesson.wording, "fr": {"title": "L", "body": '<p><a href="https://e.org">ici</a></p>'}}
    lesson.save()
    Activity.objects.update(kind="picture", wording={"en": {"alt": "IMG_2024.jpg"}})
    found = advice_for(outline_of(draft_of(course), ("en",)))
    assert [(one.lesson.number, one.language) for one in found] == [(1, "fr"), (1, "en")]
    html = signed_in(author).get(f"/en/training/{course.slug}/write/").content.decode()
    assert "A link says “ici”" in html
    assert "the name of a file" in html
    assert "?language=fr" in html


def test_a_preview_shows_every_lesson_and_keeps_nothing(make_course, author, signed_in):
    course = make_course([*WORKS, *FILMS], published=False, more=films_for)
    client = signed_in(author)
    base = f"/en/training/{course.slug}/write/preview/"
    pages = [client.get(f"{base}{number}/").content.decode() for number in (1, 2, 3)]
    assert all("Nothing that you do here is kept" in html for html in pages)
    assert "Done, go on" not in "".join(pages)
    assert "<video" in pages[1]
    assert client.get(f"{base}4/").status_code == 404
    assert client.get(f"{base}0/").status_code == 404
    quiz = Activity.objects.get(kind="quiz")
    html = client.get(f"{base}quiz/{quiz.pk}/").content.decode()
    assert "Why do wells fail?" in html
    assert "Says who took part" in html
    assert client.get(f"{base}quiz/{quiz.pk + 1}/").status_code == 404
    assert client.post(f"{base}quiz/{quiz.pk}/").status_code == 405
    assert not Done.objects.exists()


def test_the_writing_page_costs_the_same_for_one_and_for_twenty_lessons(
    make_course, author, signed_in, django_assert_num_queries
):
    client = signed_in(author)
    for lessons in (1, 20):
        structure = [{**EMPTY[0], "lessons": EMPTY[0]["lessons"] * lessons}]
        course = make_course(structure, published=False, title=f"Course {lessons}")
        with django_assert_num_queries(15):
            client.get(f"/en/training/{course.slug}/write/")


def test_publishing_twice_publishes_one_edition(film_course, author, signed_in):
    client, url = signed_in(author), f"/en/training/{film_course.slug}/write/"
    client.post(f"{url}begin/")
    shown = re.search(r'name="edition" value="(\d+)"', client.get(url).content.decode())[1]
    for _click in range(2):
        client.post(url, {"edition": shown, "moves": "on"})
    client.post(url)
    assert Course.objects.get().edition.number == 2
    assert list(Edition.objects.exclude(published_at=None).values_list("number", flat=True)) == [2, 1]
    assert Edition.objects.get(number=2).moves_learners


def test_an_edition_is_published_once_by_whoever_is_first(film_course):
    draft = draft_of(film_course)
    same = Edition.objects.get(pk=draft.pk)
    publish(draft)
    with pytest.raises(WorkflowError, match="already"):
        publish(same)


def parts_of(course):
    return [(edition.number, len(outline_of(edition, ("en",)).activities)) for edition in course.editions.all()]


def test_an_edition_is_begun_by_a_button_and_by_no_look_at_a_page(film_course, author, signed_in):
    client, page = signed_in(author), film_course.get_absolute_url()
    for path in (page, f"{page}write/", f"{page}write/preview/1/", f"{page}write/package/"):
        assert client.get(path).status_code == 200
    assert client.get(f"{page}write/begin/").status_code == 405
    assert parts_of(film_course) == [(1, 2)]
    for path in (page, f"{page}write/"):
        html = client.get(path).content.decode()
        assert f'action="{page}write/begin/"' in html
        assert "Begin a new edition" in html
    assert "Edition 1 is published and stays as it is." in html
    assert "Film of Tanks" in html
    assert "Add a" not in html
    for _click in range(2):
        assert client.post(f"{page}write/begin/")["Location"] == f"{page}write/"
    assert parts_of(film_course) == [(2, 2), (1, 2)]
    for path in (page, f"{page}write/"):
        assert "Begin a new edition" not in client.get(path).content.decode()
    assert "Edition 2, a draft" in client.get(f"{page}write/").content.decode()


def test_without_a_draft_nothing_can_be_added_moved_or_written(film_course, author, signed_in):
    client, page = signed_in(author), f"{film_course.get_absolute_url()}write/"
    module, activity = film_course.edition.modules.get(), Activity.objects.first()
    for path in ("add/module/0/", f"add/lesson/{module.pk}/", f"module/{module.pk}/move/", f"module/{module.pk}/"):
        assert client.post(f"{page}{path}", {"do": "delete", "title": "Other"}).status_code == 404
    for path in (f"module/{module.pk}/", f"activity/{activity.pk}/", f"quiz/{activity.pk}/"):
        assert client.get(f"{page}{path}").status_code == 404
    assert client.post(page, {"edition": "None"}).status_code == 302
    assert parts_of(film_course) == [(1, 2)]


def test_nobody_else_begins_an_edition(film_course, cast, visitor, signed_in):
    path = f"{film_course.get_absolute_url()}write/begin/"
    assert "login" in visitor.post(path)["Location"]
    for stranger in (cast.outsider, cast.newcomer, cast.branch):
        assert signed_in(stranger).post(path).status_code == 403
        assert "Begin a new edition" not in signed_in(stranger).get(film_course.get_absolute_url()).content.decode()
    assert parts_of(film_course) == [(1, 2)]


def test_the_first_row_of_a_new_course_begins_its_first_edition(cast, author, signed_in):
    course = make_item(Course, status="draft", organization=cast.organization, author=author)
    page = f"{course.get_absolute_url()}write/"
    html = signed_in(author).get(page).content.decode()
    assert "Edition 1, a draft" in html
    assert not course.editions.exists()
    signed_in(author).post(f"{page}add/module/0/")
    assert course.editions.get().modules.count() == 1
