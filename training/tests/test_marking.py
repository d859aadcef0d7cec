"""Work that a person marks: handed in once, read in its turn, marked by somebody else, told to the learner."""

import re

import pytest

from csonet.notifications.models import Notice
from csonet.testing.makers import join, make_user
from training.cohorts import taking_part
from training.learning import enrol, standing
from training.marking.giving import Mark, MarkingError, decide, give
from training.marking.handing import hand_in
from training.marking.queue import count_for, waiting_for, works_for
from training.marking.rubrics import read_rubric, written_rubric
from training.models import Activity, Attempt, Done, HandIn, Marking, QuestionVersion, Response
from training.quizzes.attempting import begin, save, submit
from training.tests.conftest import RUBRIC
from training.tests.files import upload
from training.tests.makers import make_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise(work_course):
    return Activity.objects.get(kind="assignment")


@pytest.fixture
def learner(cast, work_course):
    """The outsider takes the course."""
    return enrol(cast.outsider, work_course)


def page_of(course, exercise):
    return f"/en/training/{course.slug}/work/{exercise.key}/"


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def essay_of(enrolment, answer="Sand gets in."):
    """An attempt at the quiz, submitted with an essay."""
    quiz = Activity.objects.get(kind="quiz").quiz
    attempt = begin(enrolment, quiz)
    save(attempt, {0: answer})
    return submit(attempt.token, enrolment)


def test_from_handing_in_to_acceptance(work_course, exercise, learner, author, outsider, signed_in):
    client, marker = signed_in(outsider), signed_in(author)
    address = page_of(work_course, exercise)
    html = words(client, address)
    assert "Describe one practice." in html
    assert "Says who took part" in html
    assert "the assignment of lesson 1 (to hand in)" in words(client, work_course.get_absolute_url())
    html = client.post(address, {"text": "We dug.", "do": "hand-in"}, follow=True).content.decode()
    assert "You are told as soon as somebody has marked it" in html
    assert "the assignment of lesson 1 (waits to be marked)" in words(client, work_course.get_absolute_url())
    queue = words(marker, "/en/training/marking/")
    assert "1 work waits, the oldest first" in queue
    work = HandIn.objects.get()
    mark = f"/en/training/marking/works/{work.pk}/"
    assert mark in queue
    assert "1 work waits for your mark" in words(marker, "/en/dashboard/")
    html = marker.post(mark, {"do": "accept", "comment": "Good"}).content.decode()
    assert html.count("This field is required.") >= 2
    html = marker.post(mark, {"do": "return"}).content.decode()
    assert "Say what is missing" in html
    marker.post(mark, {"do": "draft", "points-c0": "2", "comment": "Who dug?"})
    assert "Who dug?" not in words(client, address)
    assert "Begun" in words(marker, "/en/training/marking/")
    marker.post(mark, {"do": "return", "points-c0": "2", "comment": "Who dug?"})
    html = words(client, address)
    assert "Who dug?" in html
    assert "2 of 4" in html
    assert "the assignment of lesson 1 (returned to you)" in words(client, work_course.get_absolute_url())
    assert Notice.objects.get(recipient=outsider, kind="work_returned").context["comment"] == "Who dug?"
    client.post(address, {"text": "Our women's group dug.", "do": "hand-in"})
    again = HandIn.objects.get(number=2)
    html = words(marker, f"/en/training/marking/works/{again.pk}/")
    assert "We dug." in html
    marker.post(f"/en/training/marking/works/{again.pk}/", {"do": "accept", "points-c0": "4", "points-c1": "5"})
    assert Done.objects.get().evidence == "marked"
    assert Notice.objects.filter(recipient=outsider, kind="work_accepted").exists()
    assert "Hand in</button>" not in words(client, address)
    assert "Nothing waits to be marked" in words(marker, "/en/training/marking/")
    assert "Somebody marked it meanwhile" in marker.get(mark, follow=True).content.decode()


def test_what_is_handed_in_twice_is_there_once(work_course, exercise, learner, outsider, signed_in):
    client, address = signed_in(outsider), page_of(work_course, exercise)
    for _number in range(2):
        client.post(address, {"text": "We dug.", "do": "hand-in"})
    assert HandIn.objects.count() == 1
    html = client.post(address, {"text": "Something else", "do": "hand-in"}).content.decode()
    assert "Take it back to hand in something else" in html
    assert "Something else" in html
    client.post(address, {"do": "back"})
    assert not HandIn.objects.exists()


def test_what_is_being_marked_is_not_taken_back(work_course, exercise, learner, author, outsider, signed_in):
    work = hand_in(learner, exercise, "We dug.", None)
    Marking.objects.create(hand_in=work, by=author)
    html = signed_in(outsider).post(page_of(work_course, exercise), {"do": "back"}, follow=True).content.decode()
    assert "It is being marked" in html
    assert HandIn.objects.exists()


def test_nothing_and_hostile_files_are_refused_with_everything_kept(
    work_course, exercise, learner, outsider, signed_in
):
    client, address = signed_in(outsider), page_of(work_course, exercise)
    assert "There is nothing to hand in yet" in client.post(address, {"do": "hand-in"}).content.decode()
    html = client.post(
        address, {"text": "Kept", "file": upload("a.pdf", b"<script>"), "do": "hand-in"}
    ).content.decode()
    assert "not what its name says" in html
    assert "Kept" in html
    assert client.post(address, {"text": "x" * 20_001, "do": "hand-in"}).status_code == 200
    assert client.post(address, {"text": "\0", "do": "hand-in"}).status_code == 200
    assert not HandIn.objects.exists()


def test_the_file_of_a_work_is_its_senders_and_its_markers(
    work_course, exercise, learner, author, outsider, newcomer, branch, visitor, signed_in
):
    hand_in(learner, exercise, "", upload("my report.txt", b"We dug."))
    address = f"/en/training/marking/works/{HandIn.objects.get().pk}/file/"
    for client in (signed_in(outsider), signed_in(author)):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == b"We dug."
        assert 'filename="my report.txt"' in answer["Content-Disposition"]
        assert answer["Cache-Control"].startswith("private, no-store")
    for user in (newcomer, branch):
        assert signed_in(user).get(address).status_code == 404
    assert visitor.get(address).status_code == 302


def test_nobody_marks_their_own(work_course, exercise, author, colleague, signed_in):
    own = enrol(author, work_course)
    work = hand_in(own, exercise, "By the author", None)
    attempt = essay_of(own)
    assert count_for(author) == 0
    assert count_for(colleague) == 2
    client = signed_in(author)
    for address in (f"works/{work.pk}", f"attempts/{attempt.pk}"):
        assert client.get(f"/en/training/marking/{address}/").status_code == 404
        assert client.post(f"/en/training/marking/{address}/", {"do": "accept"}).status_code == 404
    with pytest.raises(MarkingError):
        decide(work, Mark(), author, accept=True)
    with pytest.raises(MarkingError):
        give(attempt, {}, author)


@pytest.mark.parametrize("who", ["outsider", "newcomer", "moderator", "branch"])
def test_others_marks_are_not_there(work_course, exercise, cast, signed_in, who):
    learner = enrol(cast.colleague, work_course)
    work, attempt = hand_in(learner, exercise, "Quokkaberry", None), essay_of(learner, "Quokkaberry")
    client = signed_in(getattr(cast, who))
    assert client.get(f"/en/training/marking/works/{work.pk}/").status_code == 404
    assert client.get(f"/en/training/marking/attempts/{attempt.pk}/").status_code == 404
    assert "Quokkaberry" not in words(client, "/en/training/marking/")
    assert client.get(page_of(work_course, exercise)).status_code == 404


def test_essays_are_marked_by_their_rubric(work_course, learner, author, outsider, signed_in):
    client, marker = signed_in(outsider), signed_in(author)
    attempt = essay_of(learner)
    quiz = f"/en/training/{work_course.slug}/quiz/{attempt.quiz.activity.key}/"
    assert "the quiz of lesson 1 (waits to be marked)" in words(client, work_course.get_absolute_url())
    assert "Waits to be marked" in words(client, f"{quiz}attempts/1/")
    mark = f"/en/training/marking/attempts/{attempt.pk}/"
    html = words(marker, mark)
    assert "Why do wells fail?" in html
    assert "Sand gets in." in html
    html = marker.post(mark, {"do": "give", "r0-points-c0": "5", "r0-points-c1": "6"}).content.decode()
    assert "less than or equal to 4" in html
    marker.post(mark, {"do": "draft", "r0-points-c0": "1"})
    assert Attempt.objects.get().state == "marking"
    assert Response.objects.get().marks is None
    marker.post(mark, {"do": "give", "r0-points-c0": "3", "r0-points-c1": "4", "r0-comment": "Which sand?"})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.percent, attempt.passed) == ("closed", 70, True)
    assert Done.objects.filter(evidence="passed").exists()
    html = words(client, f"{quiz}attempts/1/")
    assert "Which sand?" in html
    assert "3 of 4" in html
    assert Notice.objects.get(recipient=outsider, kind="quiz_marked").context == {"percent": 70, "needed": 50}
    assert "Somebody marked it meanwhile" in marker.get(mark, follow=True).content.decode()


def test_two_markers_give_one_mark(work_course, exercise, learner, author, colleague):
    work = hand_in(learner, exercise, "We dug.", None)
    decide(work, Mark({"c0": 4}, "First"), author, accept=True)
    with pytest.raises(MarkingError, match="meanwhile"):
        decide(work, Mark({"c0": 0}, "Second"), colleague, accept=False)
    assert Marking.objects.get().comment == "First"


def test_the_queue_costs_the_same_for_one_and_for_twenty(
    work_course, exercise, learner, author, signed_in, django_assert_num_queries
):
    hand_in(learner, exercise, "We dug.", None)
    client = signed_in(author)
    words(client, "/en/training/marking/")
    for number in range(20):
        person = make_user(f"learner{number}")
        join(person, learner.user.memberships.first().organization)
        other = enrol(person, work_course)
        hand_in(other, exercise, f"Work {number}", None)
        essay_of(other)
    with django_assert_num_queries(9):
        html = words(client, "/en/training/marking/")
    assert "41 works wait" in html
    assert "Page 1 of 3" in html
    assert client.get("/en/training/marking/?page=4").status_code == 404
    assert client.get("/en/training/marking/?page=x").status_code == 404
    seen = set(re.findall(r"marking/(?:works|attempts)/\d+", html))
    for number in (2, 3):
        seen |= set(
            re.findall(r"marking/(?:works|attempts)/\d+", words(client, f"/en/training/marking/?page={number}"))
        )
    assert len(seen) == 41
    assert [row.since for row in waiting_for(author, ("en",))] == sorted(
        row.since for row in waiting_for(author, ("en",))
    )


def test_a_rubric_is_written_in_lines_and_keeps_its_other_languages():
    read = read_rubric("4: Says who\n6 = Says what\n", "en", RUBRIC)
    assert [line["marks"] for line in read] == [4, 6]
    assert read[0]["wording"]["fr"]["label"] == "Dit qui a participé"
    assert written_rubric(read, "en") == "4: Says who\n6: Says what"
    with pytest.raises(Exception, match="Line 2"):
        read_rubric("4: A\nmany: B", "en")
    with pytest.raises(Exception, match="at most 10"):
        read_rubric("1: A\n" * 11, "en")


def test_the_rubric_of_an_essay_makes_its_marks(work_course, author, signed_in):
    client = signed_in(author)
    client.post(f"/en/training/{work_course.slug}/write/begin/")
    quiz = Activity.objects.get(kind="quiz", lesson__module__edition__published_at=None)
    address = f"/en/training/{work_course.slug}/write/quiz/{quiz.pk}/question/"
    client.post(address, {"kind": "essay", "marks": "1", "stem": "Why?", "answers": "4: A\n3: B"})
    assert QuestionVersion.objects.get(wording__en__stem="Why?").marks == 7


def test_a_returned_work_is_no_progress_and_an_accepted_one_is(work_course, exercise, learner, author):
    first = hand_in(learner, exercise, "We dug.", None)
    decide(first, Mark(comment="More"), author, accept=False)
    assert len(standing(learner)[1].left) == 2
    decide(hand_in(learner, exercise, "We dug more.", None), Mark(), author, accept=True)
    assert len(standing(learner)[1].left) == 1


def test_a_facilitator_marks_the_people_of_the_own_cohort_alone(work_course, exercise, cast):
    cohort = make_cohort(work_course, facilitator=cast.moderator)
    taking_part.join(cohort, cast.outsider)
    inside = enrol(cast.outsider, work_course)
    other = enrol(cast.colleague, work_course)
    ours, theirs = hand_in(inside, exercise, "We dug.", None), hand_in(other, exercise, "They dug.", None)
    assert list(works_for(cast.moderator)) == [ours]
    decide(ours, Mark(comment="Good"), cast.moderator, accept=True)
    with pytest.raises(MarkingError):
        decide(theirs, Mark(comment="Good"), cast.moderator, accept=True)
