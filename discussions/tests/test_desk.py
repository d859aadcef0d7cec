"""The Branch's desk decides over the same records as the site, and sees nothing of closed groups."""

import pytest
from django.urls import reverse

from csonet.engagement.models import Comment, IncomingMail
from discussions import posting
from discussions.tests.makers import make_group, open_topic, write

pytestmark = pytest.mark.django_db


def text_of(client, name, *args, **query):
    answer = client.get(reverse(f"admin:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_officers_see_what_waits_and_decide_with_a_reason(cast, signed_in):
    group = make_group(
        moderation="before", organization=cast.un_entity, author=cast.moderator, members=[cast.author, cast.outsider]
    )
    topic = open_topic(group, cast.moderator)
    held, other = write(topic, cast.author, "Looked at first."), write(topic, cast.outsider, "Against the rules.")
    officer, url = signed_in(cast.branch), reverse("admin:engagement_comment_changelist")
    page = text_of(officer, "engagement_comment_changelist")
    assert "Looked at first." in page
    officer.post(url, {"action": "show", "_selected_action": [held.pk], "reason": ""})
    officer.post(url, {"action": "refuse", "_selected_action": [other.pk], "reason": ""})
    other.refresh_from_db()
    assert other.state == "held"
    officer.post(url, {"action": "refuse", "_selected_action": [other.pk], "reason": "Advertising."})
    states = dict(Comment.objects.filter(pk__in=[held.pk, other.pk]).values_list("pk", "state"))
    assert states == {held.pk: "shown", other.pk: "refused"}
    assert "Advertising." in text_of(officer, "engagement_moderationstep_changelist")
    assert "Looked at first." not in text_of(officer, "engagement_comment_changelist")
    assert "Looked at first." in text_of(officer, "engagement_comment_changelist", waits="all")


def test_nothing_of_closed_groups_is_on_the_desk(cast, closed, signed_in):
    topic = open_topic(closed, cast.author, title="quokkaberry")
    comment = write(topic, cast.author, "More quokkaberry.")
    posting.report(comment, topic, cast.moderator, "abuse", "quokkaberry")
    mail = {"subject": "quokkaberry", "raw": b"quokkaberry"}
    IncomingMail.objects.create(mail_id="<1>", state="held", item_id=topic.pk, **mail)
    officer = signed_in(cast.branch)
    for name in ("comment", "moderationstep", "incomingmail"):
        assert "quokkaberry" not in text_of(
            officer, f"engagement_{name}_changelist", **({"waits": "all"} if name == "comment" else {})
        )
    assert "quokkaberry" not in text_of(officer, "content_item_changelist")
    assert "quokkaberry" not in text_of(officer, "content_case_changelist")


def test_mails_that_were_held_are_read_on_the_desk(cast, signed_in):
    raw = "From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\nOù sont mes mots ?".encode()
    row = IncomingMail.objects.create(mail_id="<1>", state="held", subject="Re: tanks", sender="a@example.org", raw=raw)
    officer = signed_in(cast.branch)
    assert "Re: tanks" in text_of(officer, "engagement_incomingmail_changelist")
    assert "Où sont mes mots ?" in text_of(officer, "engagement_incomingmail_change", row.pk)


@pytest.mark.parametrize("who", ["author", "moderator", "outsider"])
def test_the_desk_is_closed_to_everybody_else(cast, signed_in, who):
    for name in ("comment", "moderationstep", "incomingmail", "watchedword"):
        answer = signed_in(getattr(cast, who)).get(reverse(f"admin:engagement_{name}_changelist"))
        assert answer.status_code in (302, 403)
