"""The way of a person through a group: read, join, begin a topic, answer, quote, edit, delete."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from accounts.organizations.merging import merge
from csonet.content.models import Item
from csonet.content.search.query import find
from csonet.engagement.comments.models import Comment, PostState, Thread
from csonet.engagement.models import CommentVersion
from csonet.testing.makers import make_organization
from discussions.models import Topic
from discussions.tests.makers import make_group, open_topic, write

pytestmark = pytest.mark.django_db


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_everybody_reads_a_public_group_and_its_topics(cast, group, visitor):
    topic = open_topic(group, cast.author)
    assert "Which tanks last?" in page(visitor.get(group.get_absolute_url()))
    text = page(visitor.get(topic.get_absolute_url()))
    assert "Ours crack." in text
    assert cast.author.name in text
    assert "Sign in to answer" in text
    assert topic.get_absolute_url() == f"/en/groups/{topic.slug}/"
    assert topic.slug.startswith(f"{group.slug}/")


def test_everybody_finds_what_is_said_in_a_public_group(cast, group, closed, visitor):
    topic, quiet = open_topic(group, cast.author), open_topic(closed, cast.author)
    for one in (topic, quiet):
        write(one, cast.moderator, "Slaked lime closes cracks.")
    in_group = page(visitor.get(reverse("group_search", args=[group.slug]), {"q": "slaked lime"}))
    assert "1 result" in in_group
    assert "?post=" in in_group
    assert topic.get_absolute_url() in page(visitor.get(reverse("search"), {"q": "slaked lime"}))
    assert topic.get_absolute_url() in page(visitor.get(reverse("search"), {"q": topic.title}))
    assert find("slaked lime", AnonymousUser()).kinds == {"post": 1}


def test_posts_are_found_inside_the_organization_that_their_own_merged_into(cast):
    double = make_organization("Water for All (WAFA)")
    topic = open_topic(make_group(organization=double, author=cast.author), cast.author)
    write(topic, cast.author, "Slaked lime closes cracks.")
    merge(double, cast.organization, actor=cast.branch)
    inside = {"organization": [str(cast.organization.pk)]}
    assert find("slaked lime", AnonymousUser(), within=inside).total == 1


def test_whoever_joins_sees_the_rules_once_and_can_write(cast, group, signed_in):
    Item.objects.filter(pk=group.pk).update(title=group.title)
    type(group).objects.filter(pk=group.pk).update(rules="Be brief.")
    topic = open_topic(group, cast.author)
    client = signed_in(cast.colleague)
    assert "Join the group" in page(client.get(topic.get_absolute_url()))
    join = reverse("group_join", args=[group.slug])
    assert "Be brief." in page(client.get(join))
    assert client.post(join).url == group.get_absolute_url()
    key = str(uuid.uuid4())
    reply = reverse("topic_reply", args=[topic.slug])
    answer = client.post(reply, {"body": "Ours hold.\n\n- lime\n- sand", "key": key})
    comment = Comment.objects.get(item=topic.pk, number=2)
    assert answer.url == f"{topic.get_absolute_url()}#post-{comment.pk}"
    text = page(client.get(topic.get_absolute_url()))
    assert '<ul dir="auto"><li dir="auto">lime</li>' in text
    assert cast.organization.acronym in text
    client.post(reply, {"body": "Ours hold.", "key": key})
    assert Comment.objects.filter(item=topic.pk).count() == 2
    assert client.post(join).status_code == 302
    assert cast.colleague.notices.filter(kind="group_welcome").count() == 1


def test_a_topic_is_begun_from_its_form_once_however_often_it_is_sent(cast, group, signed_in):
    client, url = signed_in(cast.author), reverse("topic_new", args=[group.slug])
    data = {"title": "Who repairs pumps?", "body": "We look for a mechanic.", "key": str(uuid.uuid4())}
    assert "Begin the topic" in page(client.get(url))
    first, second = client.post(url, data), client.post(url, data)
    topic = Topic.objects.get()
    assert first.url == second.url == topic.get_absolute_url()
    assert (topic.status, topic.organization_id, topic.circle_id) == (
        "published",
        group.organization_id,
        group.people_id,
    )
    assert Thread.objects.get(pk=topic.pk).shown == 1


def test_a_quote_is_shown_while_the_post_it_quotes_is(cast, group, signed_in, visitor):
    topic = open_topic(group, cast.author)
    said = write(topic, cast.outsider, "Use lime, it lasts twenty years.")
    client, url = signed_in(cast.author), reverse("topic_reply", args=[topic.slug])
    assert "Use lime, it lasts twenty years." in page(client.get(f"{url}?to={said.pk}&quote=1"))
    client.post(
        url, {"to": said.pk, "quote": "it lasts twenty years.", "body": "How do you know?", "key": str(uuid.uuid4())}
    )
    client.post(
        url, {"to": said.pk, "quote": "lime is poison", "body": "Words that were never said.", "key": str(uuid.uuid4())}
    )
    text = page(visitor.get(topic.get_absolute_url()))
    assert text.count("In answer to #2") == 2
    assert "lime is poison" not in text
    assert text.count("it lasts twenty years.") == 2
    Comment.objects.filter(pk=said.pk).update(state=PostState.HIDDEN)
    text = page(visitor.get(topic.get_absolute_url()))
    assert "it lasts twenty years." not in text
    answer = client.post(url, {"to": said.pk, "quote": "x", "body": "Again.", "key": str(uuid.uuid4())})
    assert answer.status_code == 409
    assert "Again." in answer.content.decode()


def test_a_link_to_a_post_lands_on_its_page(cast, group, visitor):
    topic = open_topic(group, cast.author)
    posts = [write(topic, cast.moderator, f"Post of number {n}") for n in range(2, 43)]
    for comment, number in ((posts[0], 1), (posts[18], 1), (posts[19], 2), (posts[40], 3)):
        query = f"?page={number}" if number > 1 else ""
        assert (
            visitor.get(reverse("post", args=[comment.pk])).url
            == f"{topic.get_absolute_url()}{query}#post-{comment.pk}"
        )
        text = page(visitor.get(f"{topic.get_absolute_url()}{query}"))
        assert f'id="post-{comment.pk}"' in text
    assert f'id="post-{posts[40].pk}"' in page(visitor.get(f"{topic.get_absolute_url()}?page=last"))
    for odd in ("0", "x", "99999999", "-1", "%00"):
        assert visitor.get(f"{topic.get_absolute_url()}?page={odd}").status_code == 200


def test_words_can_be_changed_for_half_an_hour_and_the_earlier_ones_are_kept(cast, group, signed_in, visitor):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.outsider, "Ours hodl.")
    client, url = signed_in(cast.outsider), reverse("post_edit", args=[comment.pk])
    client.post(url, {"body": "Ours hold.", "language": "en"})
    text = page(visitor.get(topic.get_absolute_url()))
    assert "Ours hold." in text
    assert "edited" not in text
    Comment.objects.filter(pk=comment.pk).update(created=timezone.now() - timedelta(minutes=20))
    client.post(url, {"body": "Ours hold well.", "language": "en"})
    assert "edited" in page(visitor.get(topic.get_absolute_url()))
    Comment.objects.filter(pk=comment.pk).update(created=timezone.now() - timedelta(minutes=31))
    answer = client.post(url, {"body": "Never mind.", "language": "en"})
    assert answer.status_code == 409
    assert "Never mind." in answer.content.decode()
    assert [row.body for row in CommentVersion.objects.order_by("pk")] == ["Ours hodl.", "Ours hold."]
    assert signed_in(cast.author).get(url).status_code == 404
    assert "Ours hodl." in page(signed_in(cast.moderator).get(reverse("post_decide", args=[comment.pk])))


def test_deleting_ones_own_post_leaves_a_line(cast, group, signed_in, visitor):
    topic = open_topic(group, cast.author)
    comment = write(topic, cast.outsider, "I should not have said this.")
    url = reverse("post_delete", args=[comment.pk])
    assert signed_in(cast.author).post(url).status_code == 404
    signed_in(cast.outsider).post(url)
    text = page(visitor.get(topic.get_absolute_url()))
    assert "Post 2 was deleted by its author." in text
    assert "should not have said" not in text
    assert Thread.objects.get(pk=topic.pk).shown == 1
    assert write(topic, cast.author, "Next.").number == 3


def test_a_text_shows_its_language_and_its_direction(cast, group, visitor):
    topic = open_topic(group, cast.author)
    write(topic, cast.outsider, "نستخدم خزانات من الإسمنت الحديدي منذ عشر سنوات.")
    text = page(visitor.get(topic.get_absolute_url()))
    assert 'lang="ar" dir="rtl"' in text
    assert '<p dir="auto">' in text


def test_what_is_typed_is_never_html(cast, group, visitor):
    topic = open_topic(group, cast.author, title="<script>alert(1)</script>")
    write(topic, cast.outsider, '<img src=x onerror=alert(1)> https://example.org/"onmouseover="x javascript:alert(1)')
    text = page(visitor.get(topic.get_absolute_url()))
    assert "<img src=x" not in text
    assert "<script>alert" not in text
    assert '"onmouseover=' not in text
    assert 'href="https://example.org/"' in text
