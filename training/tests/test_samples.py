"""The two courses of the demonstration: complete in three languages, and each can be taken to its end."""

import pytest

from training.building import build
from training.editions import draft_of, lacks
from training.models import Course, QuestionVersion
from training.outline import outline_of
from training.quizzes.grading import share
from training.samples import COURSES, make_sample
from training.writing import read_lines, written_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(params=COURSES, ids=lambda pair: pair[0]["title"])
def course(request, cast):
    return make_sample(*request.param, organization=cast.organization, author=cast.author)


def test_a_course_lacks_nothing_and_every_text_is_there_in_three_languages(course):
    edition = draft_of(course)
    assert lacks(edition) == []
    outline = outline_of(edition, ("ar",))
    assert all(inside.title.language == "ar" for inside in outline.lessons)
    assert all(set(inside.lesson.wording) == {"en", "fr", "ar"} for inside in outline.lessons)
    assert all(set(version.wording) == {"en", "fr", "ar"} for version in QuestionVersion.objects.all())


def test_every_key_earns_all_marks_and_is_written_as_authors_write(course):
    for version in QuestionVersion.objects.all():
        key = version.key
        answer = key.get("right") or key.get("order") or key.get("value")
        assert share(version.kind, key, answer) == 1
        again = read_lines(version.kind, written_lines(version, "en"), "en")
        assert len(again.get("options", [])) == len(version.options)


def test_the_next_edition_begins_as_a_copy_with_the_same_keys(course):
    first = draft_of(course)
    first.published_at = first.created
    first.save()
    second = draft_of(Course.objects.get(pk=course.pk))
    before, after = (outline_of(edition, ("en",)) for edition in (first, second))
    assert second.number == 2
    assert list(before.activities) == list(after.activities)
    assert after.modules[1].module.opens_after == after.modules[0].module
    assert [part.quiz.draws.count() for part in after.activities.values() if part.kind == "quiz"] == [1] * sum(
        part.kind == "quiz" for part in before.activities.values()
    )


def test_what_is_no_course_is_refused_as_a_whole(cast):
    course = make_sample(*COURSES[0], organization=cast.organization, author=cast.author)
    edition = draft_of(course)
    edition.modules.all().delete()
    broken = [{"wording": {"xx": {"title": "?"}}, "lessons": []}]
    with pytest.raises(Exception, match="languages"):
        build(edition, broken)
    assert not edition.modules.exists()
