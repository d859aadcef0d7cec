"""A consultation: opened for a time, answered by question, closed, summed up, and those who answered are thanked."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ConsultativeStatus
from csonet.engagement.models import Comment
from csonet.workflow import NotAllowed, WrongState
from discussions import consultations
from discussions.models import TakenUp, Topic
from discussions.tests.makers import fresh, open_topic, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(cast, group):
    now = timezone.now()
    return open_topic(
        group,
        cast.moderator,
        title="What should the report ask?",
        times=(now - timedelta(days=1), now + timedelta(days=7)),
        questions=("What is of use?", "What is missing?"),
    )


def reload(topic):
    return Topic.objects.select_related("home", "organization").get(pk=topic.pk)


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_moderator_begins_one_by_its_form(cast, group, signed_in):
    url, soon = reverse("consultation_new", args=[group.slug]), timezone.now() + timedelta(days=3)
    data = {
        "title": "Ask us",
        "body": "Two questions.",
        "questions": "First?\n\nSecond?\n",
        "opens_at": "2026-01-01T08:00",
        "closes_at": f"{soon:%Y-%m-%dT%H:%M}",
        "who_posts": "all",
        "key": str(uuid.uuid4()),
    }
    assert signed_in(cast.author).get(url).status_code == 404
    client = signed_in(cast.moderator)
    wrong = client.post(url, {**data, "closes_at": "2025-12-01T08:00"})
    assert "closes_at" in wrong.context["form"].errors
    assert "Two questions." in wrong.content.decode()
    topic = Topic.objects.get(slug=client.post(url, data).url.removeprefix("/en/groups/").rstrip("/"))
    assert [one.text for one in topic.questions.all()] == ["First?", "Second?"]
    assert topic.is_running


def test_answers_name_their_question(cast, consultation, signed_in, visitor):
    client, url = signed_in(cast.author), reverse("topic_reply", args=[consultation.slug])
    client.post(url, {"body": "The list.", "part": "1", "key": str(uuid.uuid4())})
    forged = client.post(url, {"body": "Forged.", "part": "9", "key": str(uuid.uuid4())})
    assert "part" in forged.context["form"].errors
    text = text_of(visitor, consultation.get_absolute_url())
    assert "1. What is of use?" in text
    assert "This consultation is open" in text
    printed = text_of(visitor, reverse("topic_print", args=[consultation.slug]))
    assert printed.index("What is of use?</h2>") < printed.index("The list.") < printed.index("What is missing?</h2>")
    assert "Nobody answered this question." in printed


def test_before_and_after_its_time_nobody_answers(cast, consultation, signed_in):
    client, url = signed_in(cast.author), reverse("topic_reply", args=[consultation.slug])
    now = timezone.now()
    for opens, closes, said in (
        (now + timedelta(days=1), now + timedelta(days=2), "has not begun yet"),
        (now - timedelta(days=2), now - timedelta(days=1), "is closed"),
    ):
        Topic.objects.filter(pk=consultation.pk).update(opens_at=opens, closes_at=closes)
        assert said in text_of(client, consultation.get_absolute_url())
        answer = client.post(url, {"body": "Too early, too late.", "key": str(uuid.uuid4())})
        assert answer.status_code == 403
        assert "Too early, too late." in answer.content.decode()
    assert not Comment.objects.filter(item=consultation.pk, number=2).exists()


def test_some_are_answered_by_organizations_in_consultative_status_alone(cast, consultation):
    Topic.objects.filter(pk=consultation.pk).update(who_posts="status")
    topic = reload(consultation)
    with pytest.raises(NotAllowed):
        write(topic, cast.author, "We have no status.")
    ConsultativeStatus.objects.create(organization=cast.organization, kind="special", year_granted=2010)
    assert write(topic, cast.author, "We have it now.").number == 2
    assert write(topic, cast.moderator, "The host answers, too.").number == 3


def test_it_is_closed_summed_up_and_everybody_is_thanked_once(cast, consultation, signed_in, visitor):
    write(consultation, cast.author, "The list.")
    write(consultation, cast.outsider, "The dates.")
    url = reverse("topic_closing", args=[consultation.slug])
    client = signed_in(cast.moderator)
    assert signed_in(cast.author).get(url).status_code == 404
    assert "written when the consultation is closed" in text_of(client, url)
    with pytest.raises(WrongState):
        consultations.summarize(consultation, "Too soon.", actor=fresh(cast.moderator))
    client.post(url, {"act": "close"})
    points = {
        "points-TOTAL_FORMS": "2",
        "points-INITIAL_FORMS": "0",
        "points-0-point": "Keep the list",
        "points-0-outcome": "yes",
        "points-0-why": "It is used.",
        "points-1-point": "Drop the dates",
        "points-1-outcome": "no",
        "points-1-why": "",
    }
    client.post(url, {"act": "points", **points})
    client.post(url, {"act": "summary", "summary": ""})
    assert not reload(consultation).summarized_at
    for words in ("Two answers.", "Two answers, both short."):
        client.post(url, {"act": "summary", "summary": words})
    assert list(TakenUp.objects.values_list("point", "outcome")) == [("Keep the list", "yes"), ("Drop the dates", "no")]
    text = text_of(visitor, consultation.get_absolute_url())
    assert text.index("Two answers, both short.") < text.index("The list.")
    assert "Not taken up" in text
    for person in (cast.author, cast.outsider):
        assert person.notices.filter(kind="consultation_thanks").count() == 1
    assert not cast.moderator.notices.filter(kind="consultation_thanks").exists()


def test_the_export_holds_all_of_it_and_no_formula(cast, consultation, signed_in):
    write(consultation, cast.author, '=HYPERLINK("http://evil")', part=1)
    write(consultation, cast.outsider, "+1 for dates", part=2)
    answer = signed_in(cast.moderator).get(reverse("topic_export", kwargs={"slug": consultation.slug}))
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["question"] for row in rows] == ["", "1", "2"]
    assert rows[1]["text"].startswith("'=")
    assert rows[1]["organization"] == cast.organization.name
    whole = signed_in(cast.moderator).get(reverse("group_posts_export", kwargs={"slug": consultation.home.slug}))
    titled = list(csv.DictReader(io.StringIO(b"".join(whole.streaming_content).decode().removeprefix("\ufeff"))))
    assert {row["topic"] for row in titled} == {consultation.title}


def test_its_feed_is_atom_for_everybody(cast, consultation, visitor):
    write(consultation, cast.author, "The list & <b>.")
    for url in (
        reverse("topic_feed", args=[consultation.slug]),
        reverse("group_topics_feed", args=[consultation.home.slug]),
    ):
        answer = visitor.get(url)
        assert answer["Content-Type"].startswith("application/atom+xml")
        assert "The list &amp;amp; &amp;lt;b&amp;gt;" in answer.content.decode()
        assert visitor.get(url, headers={"if-none-match": answer["ETag"]}).status_code == 304
