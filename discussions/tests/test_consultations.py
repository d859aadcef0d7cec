"""A consultation: opened for a time, answered by question, closed, summed up, and those who answered are thanked."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ConsultativeStatus
from csonet.engagement.comments import deciding
from csonet.engagement.models import Comment
from csonet.notifications import outbox
from csonet.workflow import NotAllowed, WrongState
from discussions import consultations
from discussions.models import TakenUp, Topic
from discussions.tests.makers import fresh, open_topic, write
from discussions.views import files

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


def test_it_is_given_more_time_by_its_moderators_until_it_is_summed_up(cast, consultation, signed_in, visitor):
    url, client = reverse("topic_closing", args=[consultation.slug]), signed_in(cast.moderator)
    later = timezone.now() + timedelta(days=30)
    sooner = reload(consultation).closes_at - timedelta(minutes=5)
    for wrong in ("", "x", "2020-01-01T08:00", "2101-01-01T08:00", "9999-12-31T23:59", f"{sooner:%Y-%m-%dT%H:%M}"):
        answer = client.post(url, {"act": "extend", "closes_at": wrong})
        assert "closes_at" in answer.context["extending"].errors
    client.post(url, {"act": "close"})
    assert client.post(url, {"act": "extend", "closes_at": f"{later:%Y-%m-%dT%H:%M}"}).status_code == 302
    topic = reload(consultation)
    assert topic.is_running
    assert "takes answers until another day" in text_of(visitor, topic.get_absolute_url())
    assert write(topic, cast.author, "Just in time.").state == "shown"
    consultations.close_now(topic, actor=fresh(cast.moderator))
    consultations.summarize(topic, "One answer.", actor=fresh(cast.moderator))
    assert "Change the end" not in text_of(client, url)
    with pytest.raises(WrongState):
        consultations.extend(reload(topic), later, actor=fresh(cast.moderator))


def test_thanks_leave_by_mail_at_once(cast, consultation, settings, mailoutbox):
    settings.MAIL_GRACE_MINUTES = 0
    write(consultation, cast.author, "The list.")
    consultations.close_now(consultation, actor=fresh(cast.moderator))
    consultations.summarize(consultation, "One answer.", actor=fresh(cast.moderator))
    outbox.deliver_due(timezone.now())
    assert [letter.to for letter in mailoutbox if letter.subject == f"Thank you: {consultation.title}"] == [
        [cast.author.email]
    ]


def test_whoever_reads_it_exports_what_they_read_and_counts_answers(cast, consultation, signed_in, visitor):
    write(consultation, cast.author, "The list.", part=1)
    hidden = write(consultation, cast.outsider, "An insult.", part=1)
    deciding.decide(hidden, "hide", actor=fresh(cast.moderator), reason="Rude.")
    url = reverse("topic_export", kwargs={"slug": consultation.slug})

    def exported(client):
        text = b"".join(client.get(url).streaming_content).decode()
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    rows = exported(signed_in(cast.colleague))
    assert [row["text"] for row in rows] == ["Ours crack.", "The list."]
    assert rows[1]["question_text"] == "What is of use?"
    assert "An insult." in [row["text"] for row in exported(signed_in(cast.moderator))]
    text = text_of(visitor, consultation.get_absolute_url())
    assert f'{reverse("topic_print", args=[consultation.slug])}#q-1"' in text
    assert "1 answer<" in text
    plain = open_topic(consultation.home, cast.author)
    assert signed_in(cast.colleague).get(reverse("topic_export", kwargs={"slug": plain.slug})).status_code == 404


def test_all_of_a_long_topic_can_be_printed(cast, consultation, visitor, monkeypatch):
    monkeypatch.setattr(files.TopicPrintView, "MOST", 3)
    for number in range(4):
        write(consultation, cast.moderator, f"Post {number}.", part=1)
    url = reverse("topic_print", args=[consultation.slug])
    pages = [text_of(visitor, f"{url}?page={number}") for number in (1, 2)]
    for number in range(4):
        assert sum(f"Post {number}." in text for text in pages) == 1
    assert "page=2" in pages[0]


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
