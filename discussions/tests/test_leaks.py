"""What a closed group, a held or a hidden post says is on no surface for anybody else."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from csonet.content import publication
from csonet.content.files import storing
from csonet.content.models import Item
from csonet.content.search.query import find
from csonet.engagement import following
from csonet.engagement.comments import deciding
from csonet.engagement.models import Comment, CommentFile, Level
from csonet.notifications import outbox
from csonet.notifications.models import MailSettings, Notice, OutboundMail
from discussions import listing, measures, membership, posting, standing, unread
from discussions.models import Group, Topic
from discussions.tests.makers import fresh, make_group, open_topic, write

pytestmark = pytest.mark.django_db

WORD = "quokkaberry"
STRANGERS = ("visitor", "newcomer", "outsider", "colleague", "branch")


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


@pytest.fixture
def secret(cast, closed):
    """A topic of a closed group that says the word in its title and posts, with a file, and calls an outsider."""
    topic = open_topic(closed, cast.author, title=f"About {WORD}", body=f"{WORD} here.")
    topic.slug = f"{closed.slug}/a-secret"  # an address that is asked for is said again
    topic.save()
    comment = posting.post(
        topic,
        fresh(cast.moderator),
        posting.comments.Draft(f"More {WORD}. @outsider @colleague", key=uuid.uuid4()),
        files=(SimpleUploadedFile(f"{WORD}.txt", b"plain words", "text/plain"),),
    )[0]
    return topic, comment


def surfaces(group, topic, comment):
    """(lists on which the word could stand, addresses of the topic alone)."""
    lists = [
        reverse("group_list"),
        reverse("group_feed"),
        reverse("group_export", args=["csv"]),
        group.get_absolute_url(),
        f"{group.get_absolute_url()}?only=unanswered",
        reverse("group_about", args=[group.slug]),
        reverse("group_search", args=[group.slug]) + f"?q={WORD}",
        reverse("home"),
        reverse("dashboard"),
        reverse("latest_feed"),
        reverse("organization_detail", args=[group.organization.slug]),
        reverse("moderation_queue"),
        "/sitemap.xml",
        "/sitemap-items.xml",
        reverse("search") + f"?q={WORD}",
    ]
    own = [
        topic.get_absolute_url(),
        *(reverse(f"topic_{page}", args=[topic.slug]) for page in ("reply", "unread", "acts", "feed", "print")),
        reverse("topic_export", kwargs={"slug": topic.slug}),
        reverse("group_posts_export", kwargs={"slug": group.slug}),
        reverse("group_members", args=[group.slug]),
        reverse("group_resources", args=[group.slug]),
        reverse("group_topics_feed", args=[group.slug]),
        reverse("post", args=[comment.pk]),
        *(reverse(f"post_{page}", args=[comment.pk]) for page in ("edit", "delete", "report", "decide")),
    ]
    return lists, own


@pytest.mark.parametrize("who", STRANGERS)
def test_a_closed_group_leaks_nowhere(cast, closed, secret, visitor, signed_in, who):
    topic, comment = secret
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    lists, own = surfaces(closed, topic, comment)
    for path in lists:
        text = (
            body(client.get(path, follow=True))
            .replace(f'value="{WORD}"', "")
            .replace(f"q={WORD}", "")
            .replace(f"q%3D{WORD}", "")
            .replace(f"title={WORD}", "")
        )
        assert f"About {WORD}" not in text, path
        assert "2 posts" not in text, path
        if "?q=" not in path:
            assert WORD not in text, path
    for path in own:
        answer = client.get(path)
        assert answer.status_code in (302, 404), path
        assert WORD not in body(answer), path
        if answer.status_code == 302:
            assert "/login/" in answer.url or who != "visitor", path
    attachment = CommentFile.objects.get(comment=comment).attachment
    assert client.get(reverse("attachment", args=[attachment.key])).status_code == 404
    person = None if who == "visitor" else fresh(getattr(cast, who))
    if person is not None:
        found = find(WORD, person)
        assert (found.total, sum(found.kinds.values())) == (0, 0)
        assert [news.group for news in unread.by_group(person)] == []
        assert not Notice.objects.filter(recipient=person, item=topic.pk).exists()
        assert listing.topics_of(closed, person).count() == 0


@pytest.mark.parametrize("who", ["newcomer", "outsider", "colleague", "branch"])
def test_writes_to_a_closed_group_answer_as_if_it_were_not_there(cast, closed, secret, signed_in, who):
    topic, comment = secret
    client = signed_in(getattr(cast, who))
    before = Comment.objects.count()
    for path, data in (
        (reverse("topic_reply", args=[topic.slug]), {"body": "x"}),
        (reverse("topic_acts", args=[topic.slug]), {"act": "lock", "reason": "x"}),
        (reverse("post_edit", args=[comment.pk]), {"body": "x"}),
        (reverse("post_delete", args=[comment.pk]), {}),
        (reverse("post_report", args=[comment.pk]), {"category": "spam"}),
        (reverse("post_decide", args=[comment.pk]), {"act": "hide", "reason": "x"}),
        (reverse("group_read_all", args=[closed.slug]), {}),
        (reverse("follow"), {"target": f"item:{topic.pk}", "level": "all"}),
        (reverse("follow"), {"target": f"circle:{closed.people_id}", "level": "all"}),
    ):
        assert client.post(path, data).status_code == 404, path
    assert client.post(reverse("topic_new", args=[closed.slug]), {"title": "x", "body": "y"}).status_code in (403, 404)
    assert Comment.objects.count() == before


def test_its_members_find_all_of_it(cast, closed, secret, signed_in):
    """The tests above would pass on empty pages."""
    topic, comment = secret
    client = signed_in(cast.author)
    assert unread.by_group(fresh(cast.author))[0].new == 1
    assert WORD in body(client.get(topic.get_absolute_url()))
    assert WORD in body(client.get(closed.get_absolute_url()))
    assert find(WORD, fresh(cast.author)).total == 1
    within = {"circle": [str(closed.people_id)]}
    assert find(WORD, fresh(cast.author), within=within).total == 3  # the topic's title and two posts
    attachment = CommentFile.objects.get(comment=comment).attachment
    assert body(client.get(reverse("attachment", args=[attachment.key]))) == "plain words"
    text = body(client.get(reverse("group_search", args=[closed.slug]) + f"?q={WORD}"))
    assert "?post=" in text


def test_who_leaves_a_closed_group_reads_nothing_of_it_any_more(cast, closed, secret, signed_in):
    topic, _comment = secret
    measures.remove(closed, cast.author, actor=fresh(cast.moderator), reason="Gone.")
    client = signed_in(cast.author)
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert WORD not in body(client.get("/en/notices/"))
    assert find(WORD, fresh(cast.author)).total == 0


def test_quoting_reaches_no_other_group(cast, group, closed, secret, signed_in):
    """The author is a member of both: what is quoted is looked for in the topic's own posts alone."""
    _topic, comment = secret
    public = open_topic(group, cast.author)
    client = signed_in(cast.author)
    reply = reverse("topic_reply", args=[public.slug])
    assert WORD not in body(client.get(f"{reply}?to={comment.pk}&quote=1"))
    data = {"to": comment.pk, "quote": f"More {WORD}.", "body": "See above.", "key": str(uuid.uuid4())}
    assert client.post(reply, data).status_code == 409
    assert not Comment.objects.filter(item=public.pk, quote__contains=WORD).exists()


def test_files_of_a_closed_group_are_for_its_people(cast, closed, group, visitor, signed_in):
    """Its page is for everybody who may ask to join: what it keeps is not."""
    kept = {}
    for home in (closed, group):
        upload = SimpleUploadedFile(f"{WORD}.txt", f"{WORD} {home.pk}".encode(), "text/plain")
        kept[home] = reverse("attachment", args=[storing.attach(home, upload, cast.moderator).key])
    for who in STRANGERS:
        client = visitor if who == "visitor" else signed_in(getattr(cast, who))
        assert client.get(kept[closed]).status_code == 404, who
        assert WORD in body(client.get(kept[group])), who
        assert WORD not in body(client.get(closed.get_absolute_url())), who
        assert WORD in body(client.get(group.get_absolute_url())), who
    for person in (cast.author, cast.moderator):
        assert WORD in body(signed_in(person).get(closed.get_absolute_url()))
        assert WORD in body(signed_in(person).get(reverse("group_resources", args=[closed.slug])))
        assert WORD in body(signed_in(person).get(kept[closed]))


def test_mails_of_a_closed_group_reach_its_members_alone_also_those_that_waited(cast, closed, settings, mailoutbox):
    """Who calls a stranger by name, who followed before they left, who answered before: none of them gets the words."""
    settings.MAIL_GRACE_MINUTES = 0
    membership.enter(closed, cast.outsider)
    topic = open_topic(closed, cast.author, title=f"About {WORD}", body=f"{WORD} here.")
    asked = write(topic, cast.outsider, "Why?")
    for person in (cast.outsider, cast.colleague, cast.author):
        following.choose(person, "item", topic.pk, Level.ALL)
        following.choose(person, "circle", closed.people_id, Level.ALL)
        MailSettings.objects.update_or_create(user=person, defaults={"rhythms": {"groups": "at-once"}})
    OutboundMail.objects.all().delete()
    write(topic, cast.moderator, f"Because of {WORD}. @outsider @colleague @branch", reply_to=asked)
    assert OutboundMail.objects.filter(recipient=cast.outsider).exists()  # it waits when they go
    measures.remove(closed, cast.outsider, actor=fresh(cast.moderator), reason="Gone.")
    write(topic, cast.moderator, f"More of {WORD}. @outsider", reply_to=asked)
    outbox.deliver_due(timezone.now())
    told = {letter.to[0] for letter in mailoutbox if WORD in f"{letter.subject} {letter.body} {letter.alternatives}"}
    assert told == {cast.author.email}
    for person in (cast.colleague, cast.branch):
        assert not Notice.objects.filter(recipient=person, item=topic.pk).exists()


@pytest.mark.parametrize("state", ["held", "hidden", "deleted", "refused"])
def test_posts_that_are_not_shown_are_on_no_surface(cast, group, visitor, signed_in, settings, state):
    topic = open_topic(group, cast.moderator)
    settings.POST_MOST_LINKS = 0 if state in ("held", "refused") else 9
    comment = posting.post(
        topic,
        fresh(cast.author),
        posting.comments.Draft(f"The {WORD} http://example.org @outsider", key=uuid.uuid4()),
        files=(SimpleUploadedFile("a.txt", b"plain words", "text/plain"),),
    )[0]
    attachment = CommentFile.objects.get(comment=comment).attachment
    if state == "refused":
        deciding.decide(comment, "refuse", actor=fresh(cast.moderator), reason="x")
    if state == "hidden":
        deciding.decide(comment, "hide", actor=fresh(cast.moderator), reason="x")
    if state == "deleted":
        posting.delete(comment, fresh(cast.author))
    comment.refresh_from_db()
    assert comment.state == state
    lists, own = surfaces(group, topic, comment)
    for who in ("visitor", "outsider", "colleague"):
        client = visitor if who == "visitor" else signed_in(getattr(cast, who))
        for path in (*lists, topic.get_absolute_url(), *own[2:6], reverse("group_topics_feed", args=[group.slug])):
            text = (
                body(client.get(path, follow=True))
                .replace(f'value="{WORD}"', "")
                .replace(f"q={WORD}", "")
                .replace(f"q%3D{WORD}", "")
                .replace(f"title={WORD}", "")
            )
            text = text.replace(f"“{WORD}”", "").replace(f": {WORD}", "")
            assert WORD not in text, path
        assert client.get(reverse("attachment", args=[attachment.key])).status_code == 404
    assert find(WORD, fresh(cast.outsider)).total == 0
    assert not Notice.objects.filter(recipient=cast.outsider, context__comment=comment.pk).exists()
    expected = 1
    assert Item.objects.get(pk=topic.pk).thread.shown == expected
    assert Topic.objects.get(pk=topic.pk).status == "published"


def test_a_members_groups_posts_are_not_for_visitors_and_newcomers(cast, visitor, signed_in):
    group = make_group(access="members", organization=cast.un_entity, author=cast.moderator, members=[cast.author])
    topic = open_topic(group, cast.author, title=f"About {WORD}")
    comment = write(topic, cast.author, WORD)
    for client in (visitor, signed_in(cast.newcomer)):
        assert client.get(topic.get_absolute_url()).status_code == 404
        assert client.get(group.get_absolute_url()).status_code == 404
        assert client.get(reverse("post", args=[comment.pk])).status_code == 404
        assert client.get(reverse("group_topics_feed", args=[group.slug])).status_code == 404
    assert WORD in body(signed_in(cast.outsider).get(topic.get_absolute_url()))
    assert find(WORD, fresh(cast.newcomer)).total == 0


def test_of_a_hidden_group_nobody_else_reads_a_topic_until_it_is_shown_again(cast, visitor, signed_in):
    group = make_group(organization=cast.un_entity, author=cast.moderator, members=[cast.author])
    topic = open_topic(group, cast.author, "Tanks of zirconium", "Ours crack.")
    address, searched = topic.get_absolute_url(), reverse("search") + "?q=zirconium"
    places = (address, group.get_absolute_url(), searched, "/api/v1/items/topic/", reverse("group_list"))
    assert "zirconium</mark>" in body(visitor.get(searched))
    hidden = publication.move(Item.objects.get(pk=group.pk), "hide", actor=cast.branch, reason="copyright")
    for client in (visitor, signed_in(cast.outsider)):
        assert client.get(address).status_code == 404
        for place in places:
            shown = body(client.get(place))
            assert "Tanks of zirconium" not in shown
            assert "zirconium</mark>" not in shown
    assert not Item.objects.visible_to(AnonymousUser()).filter(pk=topic.pk).exists()
    assert "Ours crack." in body(signed_in(cast.author).get(address))
    publication.undo(hidden, actor=cast.branch)
    assert "Ours crack." in body(visitor.get(address))
    assert "zirconium</mark>" in body(visitor.get(searched))


def test_a_visitors_search_forgets_posts_and_topics_as_soon_as_the_group_closes(visitor, author):
    group = make_group(author=author, organization=author.memberships.get().organization)
    topic = open_topic(group, author, "Tanks of zirconium", "Ours crack.")
    write(topic, author, "Try zirconium then.")
    assert "<mark>zirconium</mark>" in body(visitor.get(reverse("search") + "?q=zirconium"))
    Group.objects.filter(pk=group.pk).update(access="closed", audience="members")
    standing.stands(Group.objects.get(pk=group.pk))
    page = body(visitor.get(reverse("search") + "?q=zirconium"))
    assert "zirconium</mark>" not in page
    assert "results" not in page
