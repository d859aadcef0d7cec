"""Held posts, reports, decisions and their way back; who decides, and who never does."""

import uuid

import pytest
from django.urls import reverse

from csonet.content.publication import move
from csonet.engagement.comments import deciding
from csonet.engagement.models import Comment, ModerationStep, Report, WatchedWord
from csonet.notifications.rendering import render
from csonet.testing.makers import make_user
from csonet.workflow import MissingReason, NotAllowed, WrongState
from discussions import acting, measures, membership, posting
from discussions.models import Group, Topic
from discussions.tests.makers import fresh, make_group, open_topic, write

pytestmark = pytest.mark.django_db


def told(person):
    return list(person.notices.order_by("pk").values_list("kind", flat=True))


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def before(cast):
    return make_group(
        moderation="before", organization=cast.un_entity, author=cast.moderator, members=[cast.author, cast.outsider]
    )


def test_a_held_post_shows_to_its_author_and_the_moderators_and_leaves_no_gap(cast, before, signed_in, visitor):
    topic = open_topic(before, cast.moderator)
    held = write(topic, cast.author, "Looked at first.")
    assert (held.state, held.number) == ("held", None)
    url = topic.get_absolute_url()
    mine = text_of(signed_in(cast.author), url)
    assert "Looked at first." in mine
    assert "Waiting for the moderators" in mine
    for client in (visitor, signed_in(cast.outsider)):
        text = text_of(client, url)
        assert "Looked at first." not in text
        assert "1 post" in text
        assert client.get(reverse("post", args=[held.pk])).status_code == 404
    assert write(topic, cast.moderator, "At once.").number == 2
    queue = text_of(signed_in(cast.moderator), reverse("group_queue", args=[before.slug]))
    assert "Looked at first." in queue
    assert told(cast.moderator).count("group_waiting") == 1
    signed_in(cast.moderator).post(reverse("post_decide", args=[held.pk]), {"act": "release"})
    held.refresh_from_db()
    assert (held.state, held.number) == ("shown", 3)
    assert "Looked at first." in text_of(visitor, url)
    assert "post_released" in told(cast.author)


def test_a_topic_in_such_a_group_waits_as_a_whole(cast, before, signed_in, visitor):
    topic = open_topic(before, cast.author, title="A new subject")
    assert topic.status == "submitted"
    assert "A new subject" not in text_of(visitor, before.get_absolute_url())
    for client in (visitor, signed_in(cast.outsider)):
        assert client.get(topic.get_absolute_url()).status_code == 404
    assert "waits for the moderators" in text_of(signed_in(cast.author), topic.get_absolute_url())
    moderator = signed_in(cast.moderator)
    assert "A new subject" in text_of(moderator, reverse("group_queue", args=[before.slug]))
    acts = reverse("topic_acts", args=[topic.slug])
    assert signed_in(cast.author).get(acts).status_code == 404
    assert moderator.post(acts, {"act": "release"}).status_code == 302
    assert "A new subject" in text_of(visitor, before.get_absolute_url())
    assert visitor.get(topic.get_absolute_url()).status_code == 200
    assert "group_new" in told(cast.outsider)


def test_the_first_three_posts_of_a_newcomer_are_looked_at(cast, settings):
    group = make_group(
        moderation="newcomers", organization=cast.un_entity, author=cast.moderator, members=[cast.author]
    )
    topic = open_topic(group, cast.moderator)
    for _number in range(3):
        held = write(topic, cast.author, "New here.")
        assert held.held_because == "newcomer"
        deciding.decide(held, "release", actor=fresh(cast.moderator))
    assert write(topic, cast.author, "Known now.").state == "shown"


def test_the_reason_that_an_author_reads_has_no_character_that_turns_the_line(cast, group):
    post = write(open_topic(group, cast.moderator), cast.author, "Rude words.")
    step = deciding.decide(post, "hide", actor=fresh(cast.moderator), reason="Not\u202e \x07kind.")
    assert step.reason == "Not kind."


@pytest.mark.parametrize(
    ("body", "because"),
    [
        (" ".join(f"https://example.org/{n}" for n in range(6)), "links"),
        ("Buy CASINO chips", "words"),
        ("大家好，赌场优惠", "words"),
        ("casinos are plural, and Occasional", ""),
    ],
)
def test_what_a_post_holds_can_hold_it(cast, group, body, because):
    WatchedWord.objects.create(word="casino")
    WatchedWord.objects.create(word="赌场")
    topic = open_topic(group, cast.author)
    assert write(topic, cast.outsider, body).held_because == because
    assert write(topic, cast.moderator, body).state == "shown"


def test_many_posts_in_a_minute_wait(cast, group, settings):
    topic = open_topic(group, cast.moderator)
    states = [write(topic, cast.author, f"Post {n}").state for n in range(settings.POSTS_A_MINUTE + 1)]
    assert states == ["shown"] * settings.POSTS_A_MINUTE + ["held"]


def test_a_report_is_made_once_and_stays_anonymous_to_all_but_those_who_decide(cast, group, signed_in, visitor):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.author, "An insult.")
    client, url = signed_in(cast.outsider), reverse("post_report", args=[comment.pk])
    assert "Report a post" in text_of(client, url)
    client.post(url, {"category": "abuse", "text": "It insults us."})
    again = client.post(url, {"category": "spam", "text": "Again."}, follow=True)
    assert "You reported this post already." in again.content.decode()
    assert Report.objects.get().text == "It insults us."
    assert signed_in(cast.author).get(url).status_code == 404
    for person in (cast.author, cast.colleague):
        text = text_of(signed_in(person), topic.get_absolute_url())
        assert "It insults us." not in text
        assert "report" not in text.lower().replace("report</a>", "").replace("/report/", "").replace(">report<", "")
        assert signed_in(person).get(reverse("post_decide", args=[comment.pk])).status_code == 404
    page = text_of(signed_in(cast.moderator), reverse("post_decide", args=[comment.pk]))
    assert "It insults us." in page
    assert cast.outsider.name in page


def test_hiding_upholds_reports_and_tells_author_and_reporter(cast, group, signed_in, visitor):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.author, "An insult.")
    posting.report(comment, topic, cast.outsider, "abuse", "")
    url = reverse("post_decide", args=[comment.pk])
    answer = signed_in(cast.moderator).post(url, {"act": "hide", "reason": ""})
    assert answer.status_code == 409
    signed_in(cast.moderator).post(url, {"act": "hide", "reason": "It insults people."})
    text = text_of(visitor, topic.get_absolute_url())
    assert "An insult." not in text
    assert "Post 2 was taken out of sight by the moderators." in text
    assert "An insult." in text_of(signed_in(cast.author), topic.get_absolute_url())
    assert Report.objects.get().state == "upheld"
    assert "report_decided" in told(cast.outsider)
    notice = cast.author.notices.get(kind="post_hidden")
    assert notice.context["reason"] == "It insults people."
    step = ModerationStep.objects.get(action="hide")
    assert (step.actor, step.before["state"], step.after["state"]) == (cast.moderator, "shown", "hidden")
    deciding.undo(step, actor=fresh(cast.moderator))
    assert "An insult." in text_of(visitor, topic.get_absolute_url())
    assert Report.objects.get().state == "open"
    with pytest.raises(WrongState):
        deciding.undo(step, actor=fresh(cast.moderator))


def test_three_reports_take_a_post_out_of_sight_until_somebody_has_looked(cast, group, visitor, settings):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.author, "Hotly disputed.")
    for _number in range(settings.REPORTS_TO_HOLD):
        assert "Hotly disputed." in text_of(visitor, topic.get_absolute_url())
        posting.report(comment, topic, make_user(), "false", "")
    assert "Hotly disputed." not in text_of(visitor, topic.get_absolute_url())
    comment.refresh_from_db()
    assert (comment.state, comment.held_because) == ("hidden", "reports")
    deciding.decline_reports(comment, actor=fresh(cast.moderator))
    assert "Hotly disputed." in text_of(visitor, topic.get_absolute_url())
    assert set(Report.objects.values_list("state", flat=True)) == {"declined"}


def test_a_moderator_never_decides_on_their_own_post_or_a_report_about_themselves(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.moderator, "My own words.")
    posting.report(comment, topic, cast.outsider, "abuse", "")
    for act in ("hide", "decline"):
        answer = signed_in(cast.moderator).post(reverse("post_decide", args=[comment.pk]), {"act": act, "reason": "x"})
        assert answer.status_code == 409
    with pytest.raises(NotAllowed):
        deciding.decide(comment, "hide", actor=fresh(cast.moderator), reason="x")
    membership.set_moderator(group, cast.author, actor=fresh(cast.moderator), is_moderator=True)
    deciding.decide(comment, "hide", actor=fresh(cast.author), reason="x")
    with pytest.raises(NotAllowed):
        deciding.decide(comment, "restore", actor=fresh(cast.moderator))


def test_a_moderator_who_is_reported_learns_neither_who_it_was_nor_that_somebody_did(cast, group, signed_in):
    membership.enter(group, cast.colleague, is_moderator=True)
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.moderator, "My own words.")
    posting.report(comment, topic, cast.outsider, "abuse", "It insults us.")
    pages = [reverse("post_decide", args=[comment.pk]), reverse("group_queue", args=[group.slug])]
    pages += [reverse("moderation_queue"), topic.get_absolute_url()]
    for url in pages:
        text = text_of(signed_in(cast.moderator), url)
        for word in ("It insults us.", cast.outsider.name, "1 report"):
            assert word not in text, (url, word)
    assert "group_waiting" not in told(cast.moderator)
    assert "group_waiting" in told(cast.colleague)
    text = text_of(signed_in(cast.colleague), reverse("post_decide", args=[comment.pk]))
    assert "It insults us." in text
    assert cast.outsider.name in text


def test_an_edit_of_what_is_looked_at_first_is_looked_at_again(cast, before, signed_in, visitor):
    topic = open_topic(before, cast.moderator)
    comment = write(topic, cast.author, "Harmless.")
    deciding.decide(comment, "release", actor=fresh(cast.moderator))
    assert "Harmless." in text_of(visitor, topic.get_absolute_url())
    client = signed_in(cast.author)
    client.post(reverse("post_edit", args=[comment.pk]), {"body": "Buy my pumps."})
    assert "Buy my pumps." not in text_of(visitor, topic.get_absolute_url())
    assert "every post is looked at" in text_of(client, topic.get_absolute_url())
    assert "Buy my pumps." in text_of(signed_in(cast.moderator), reverse("group_queue", args=[before.slug]))
    signed_in(cast.moderator).post(reverse("post_decide", args=[comment.pk]), {"act": "restore"})
    assert "Buy my pumps." in text_of(visitor, topic.get_absolute_url())


@pytest.mark.parametrize("because", ["banned", "locked", "gone"])
def test_who_may_not_write_any_more_edits_nothing_and_can_still_take_it_back(cast, group, signed_in, because):
    topic = open_topic(group, cast.moderator)
    comment = write(topic, cast.author, "Harmless.")
    actor, client = fresh(cast.moderator), signed_in(cast.author)
    if because == "banned":
        measures.ban(group, cast.author, actor=actor, reason="Spam", until=None)
    elif because == "locked":
        acting.switch(topic, "lock", actor=actor, reason="Over.")
    else:
        membership.leave(group, fresh(cast.author))
    url = reverse("post_edit", args=[comment.pk])
    assert url not in text_of(client, topic.get_absolute_url())
    answer = client.post(url, {"body": "Buy my pumps."})
    assert answer.status_code == 409
    assert "Buy my pumps." in answer.content.decode()
    comment.refresh_from_db()
    assert comment.body == "Harmless."
    client.post(reverse("post_delete", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.state == "deleted"


def test_the_branch_decides_in_open_groups_and_not_in_closed_ones(cast, group, closed, signed_in):
    officer = signed_in(cast.branch)
    for home, expected in ((group, 200), (closed, 404)):
        topic = open_topic(home, cast.author)
        comment = write(topic, cast.author, "Words.")
        assert officer.get(reverse("post_decide", args=[comment.pk])).status_code == expected
    assert "Words." not in text_of(officer, reverse("moderation_queue"))
    comment = Comment.objects.filter(item__circle=group.people_id, number=2).get()
    deciding.decide(comment, "hide", actor=fresh(cast.branch), reason="Against the terms.")
    secret = Comment.objects.filter(item__circle=closed.people_id, number=2).get()
    with pytest.raises(NotAllowed):
        deciding.decide(secret, "hide", actor=fresh(cast.branch), reason="x")


def test_two_moderators_on_one_post_one_decides(cast, group):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.author, "Words.")
    stale = Comment.objects.get(pk=comment.pk)
    deciding.decide(comment, "hide", actor=fresh(cast.moderator), reason="x")
    with pytest.raises(WrongState):
        deciding.decide(stale, "hide", actor=fresh(cast.moderator), reason="x")


# --- Topics ---------------------------------------------------------------------------------------------------------


def test_a_locked_topic_takes_no_posts_says_why_and_is_opened_again(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    actor = fresh(cast.moderator)
    with pytest.raises(MissingReason):
        acting.switch(topic, "lock", actor=actor)
    step = acting.switch(topic, "lock", actor=actor, reason="Everything was said.")
    client = signed_in(cast.author)
    text = text_of(client, topic.get_absolute_url())
    assert "Everything was said." in text
    assert "This topic was locked" in text
    data = {"body": "One more thing.", "key": str(uuid.uuid4())}
    answer = client.post(reverse("topic_reply", args=[topic.slug]), data)
    assert answer.status_code == 403
    assert "One more thing." in answer.content.decode()
    acting.undo(step, actor=actor)
    assert client.post(reverse("topic_reply", args=[topic.slug]), data).status_code == 302


def test_pinned_topics_stand_first(cast, group, visitor):
    first, second = open_topic(group, cast.author, title="First"), open_topic(group, cast.author, title="Second")
    acting.switch(first, "pin", actor=fresh(cast.moderator))
    write(second, cast.outsider, "News.")
    text = text_of(visitor, group.get_absolute_url())
    assert text.index(">First</a>") < text.index(">Second</a>")
    with pytest.raises(WrongState):
        acting.switch(first, "pin", actor=fresh(cast.moderator))
    with pytest.raises(NotAllowed):
        acting.switch(first, "unpin", actor=fresh(cast.author))


def test_merging_puts_posts_behind_and_old_addresses_lead_there_and_it_can_be_taken_back(cast, group, visitor):
    target, source = open_topic(group, cast.author, "Target"), open_topic(group, cast.author, "Source", "From source.")
    said = write(source, cast.outsider, "Said in source.")
    actor = fresh(cast.moderator)
    step = acting.merge(source, target, actor=actor, reason="The same question.")
    text = text_of(visitor, target.get_absolute_url())
    assert "Said in source." in text
    assert "2 posts of the topic “Source” were moved here" in text
    assert visitor.get(source.get_absolute_url()).url == target.get_absolute_url()
    assert visitor.get(reverse("post", args=[said.pk])).url.startswith(target.get_absolute_url())
    numbers = Comment.objects.filter(item=target.pk).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    acting.undo(step, actor=actor)
    assert "Said in source." in text_of(visitor, source.get_absolute_url())
    assert "Said in source." not in text_of(visitor, target.get_absolute_url())


def test_splitting_leaves_a_line_where_the_posts_were(cast, group, visitor):
    topic = open_topic(group, cast.author)
    posts = [write(topic, cast.outsider, f"Aside {n}") for n in (2, 3)]
    actor = fresh(cast.moderator)
    with pytest.raises(WrongState):
        acting.split(topic, [], "Asides", actor=actor, reason="Off topic.")
    aside, step = acting.split(topic, [one.pk for one in posts], "Asides", actor=actor, reason="Off topic.")
    text = text_of(visitor, topic.get_absolute_url())
    assert "2 posts were moved to a topic of their own: “Asides”" in text
    assert "Aside 2" not in text
    assert "Aside 3" in text_of(visitor, aside.get_absolute_url())
    assert write(topic, cast.author, "Back to it.").number == 4
    acting.undo(step, actor=actor)
    assert "Aside 2" in text_of(visitor, topic.get_absolute_url())
    numbers = Comment.objects.filter(item=topic.pk).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]


def test_moving_never_shows_to_more_people_what_was_written_for_few(cast, group, visitor):
    members = make_group(access="members", organization=cast.un_entity, author=cast.moderator, members=[cast.author])
    secret = make_group(access="closed", organization=cast.un_entity, author=cast.moderator, title="Closed one")
    actor = fresh(cast.moderator)
    topic = open_topic(group, cast.author)
    step = acting.move_to(topic, members, actor=actor, reason="Fits better.")
    topic = Topic.objects.select_related("home").get(pk=topic.pk)
    assert (topic.audience, topic.home_id) == ("members", members.pk)
    assert visitor.get(topic.get_absolute_url()).status_code == 404
    assert visitor.get(f"/en/groups/{step.before['slug']}/").status_code == 404
    with pytest.raises(WrongState):
        acting.move_to(topic, group, actor=actor, reason="Back.")
    acting.undo(step, actor=actor)
    topic = Topic.objects.select_related("home").get(pk=topic.pk)
    assert (topic.audience, topic.slug) == ("public", step.before["slug"])
    inside = open_topic(secret, cast.moderator)
    with pytest.raises(WrongState):
        acting.move_to(inside, group, actor=actor, reason="Out.")
    with pytest.raises(NotAllowed):
        acting.move_to(topic, make_group(author=cast.author, organization=cast.organization), actor=actor, reason="x")


def test_decisions_on_whole_topics_are_taken_back(cast, before, signed_in, visitor):
    topic = open_topic(before, cast.author, title="A new subject")
    actor, record = fresh(cast.moderator), reverse("group_record", args=[before.slug])
    client = signed_in(cast.moderator)

    def last():
        return ModerationStep.objects.filter(item=topic.pk).first()

    for act, status in (("refuse", "refused"), ("release", "published"), ("hide", "hidden")):
        acting.decide_topic(topic, act, actor=actor, reason="Off topic.")
        topic.refresh_from_db()
        assert topic.status == status
        if act != "release":
            step = last()
            client.post(record, {"step": step.pk})
            topic.refresh_from_db()
            assert topic.status == ("submitted" if act == "refuse" else "published")
            assert last().reverses_id == step.pk
    assert "A new subject" in text_of(visitor, before.get_absolute_url())


def test_the_mail_of_a_refused_topic_quotes_its_title_as_typed(cast, before):
    topic = open_topic(before, cast.author, title="Tanks <of clay> & wells")
    acting.decide_topic(topic, "refuse", actor=fresh(cast.moderator), reason="Off topic.")
    _subject, body = render(cast.author.notices.get(kind="refused"), "en")
    assert "Off topic." in body
    assert "Tanks <of clay> & wells" in body.partition("It begins:")[2]


def test_the_record_tells_everything_and_takes_it_back(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.outsider, "Words.")
    deciding.decide(comment, "hide", actor=fresh(cast.moderator), reason="Rude.")
    measures.warn(group, cast.outsider, actor=fresh(cast.moderator), reason="Be kind.")
    client, url = signed_in(cast.moderator), reverse("group_record", args=[group.slug])
    text = text_of(client, url)
    assert "Rude." in text
    assert "Be kind." in text
    assert signed_in(cast.author).get(url).status_code == 404
    for step in ModerationStep.objects.filter(action__in=["hide", "warn"]):
        assert client.post(url, {"step": step.pk}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == "shown"
    assert ModerationStep.objects.filter(action="undo").count() == 2
    with pytest.raises(TypeError):
        ModerationStep.objects.first().delete()


def test_every_page_of_moderators_is_there_for_them_alone(cast, group, signed_in, visitor):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.author, "Words.")
    pages = [
        reverse("group_queue", args=[group.slug]),
        reverse("group_record", args=[group.slug]),
        reverse("group_member", args=[group.slug, cast.author.pk]),
        reverse("topic_acts", args=[topic.slug]),
        reverse("post_decide", args=[comment.pk]),
        reverse("topic_export", kwargs={"slug": topic.slug}),
        reverse("group_posts_export", kwargs={"slug": group.slug}),
        reverse("consultation_new", args=[group.slug]),
    ]
    for url in pages:
        assert signed_in(cast.moderator).get(url).status_code == 200, url
        assert signed_in(cast.outsider).get(url).status_code == 404, url
        assert visitor.get(url).status_code == 302, url


def test_an_archived_group_is_read_and_takes_nothing(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    move(Group.objects.get(pk=group.pk), "archive", actor=fresh(cast.moderator))
    client = signed_in(cast.author)
    assert "takes no posts at present" in text_of(client, topic.get_absolute_url())
    answer = client.post(reverse("topic_reply", args=[topic.slug]), {"body": "x", "key": str(uuid.uuid4())})
    assert answer.status_code == 403
