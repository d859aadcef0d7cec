"""The figures of discussions: a page of a long topic, its last page like its first, and 500 groups at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.content.models import CircleMembership
from csonet.engagement.models import Comment, Thread
from csonet.testing.makers import make_user
from csonet.testing.pace import nearly_always, within
from discussions import unread
from discussions.models import Group, Participation, Topic
from discussions.tests.makers import fresh, open_topic

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10
MOST_SECONDS = 0.06
POSTS = 10_000
BODY = "We line our ponds with clay from the river, two hands deep, and let the cattle tread it for a week. " * 4


def long_topic(group, author):
    """A topic of POSTS posts by ten people."""
    topic = open_topic(group, author)
    people = [make_user() for _number in range(10)]
    now = timezone.now()
    Comment.objects.bulk_create(
        [
            Comment(
                item_id=topic.pk,
                number=number,
                author=people[number % 10],
                organization_id=group.organization_id,
                body=f"{number}. {BODY}",
                language="en",
                shown_at=now,
            )
            for number in range(2, POSTS + 1)
        ],
        batch_size=500,
    )
    Thread.objects.filter(pk=topic.pk).update(numbered=POSTS, shown=POSTS, last_at=now)
    return topic


def test_a_page_of_twenty_posts_among_ten_thousand(cast, group, visitor, signed_in):
    topic = long_topic(group, cast.author)
    member = signed_in(cast.outsider)
    last = f"{topic.get_absolute_url()}?page={POSTS // 20}"
    for client, name in ((visitor, "visitor"), (member, "member")):
        for url in (topic.get_absolute_url(), last):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                text = client.get(url).content.decode()
            assert text.count('class="post"') == 20
            assert len(queries) <= MOST_QUERIES, (name, url, [one["sql"][:90] for one in queries])
    with CaptureQueriesContext(connection) as queries:  # the first visit of a page moves the mark
        member.get(f"{topic.get_absolute_url()}?page=250")
    assert len(queries) <= MOST_QUERIES
    first = nearly_always(lambda: visitor.get(topic.get_absolute_url()))
    late = nearly_always(lambda: visitor.get(last))
    inside = nearly_always(lambda: member.get(last))
    assert max(first, late, inside) <= MOST_SECONDS
    assert late <= first * 1.5 + 0.005


def test_five_hundred_groups_take_three_queries_and_little_time(cast, group):
    """Topics and posts are laid down directly: 500 groups with 4 topics of 5 posts."""
    people = [group.people]
    for number in range(499):
        people.append(type(group.people).objects.create(name=f"Group {number}"))
    groups = [group]
    for number, circle in enumerate(people[1:]):
        groups.append(
            Group.objects.create(
                title=f"Group {number}",
                slug=f"group-{number}",
                language="en",
                organization=cast.un_entity,
                author=cast.moderator,
                status="published",
                published_at=timezone.now(),
                people=circle,
                owner=cast.moderator,
            )
        )
    CircleMembership.objects.bulk_create(
        [CircleMembership(circle=circle, user=cast.colleague) for circle in people], ignore_conflicts=True
    )
    past = timezone.now() - timedelta(days=1)
    Participation.objects.bulk_create(
        [Participation(group=one, user=cast.colleague, read_until=past) for one in groups], ignore_conflicts=True
    )
    for one in groups:
        _fill(one, cast.author)
    person = fresh(cast.colleague)
    assert person.standing.is_member
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does for tables that have grown
    with CaptureQueriesContext(connection) as queries, within(1.5):
        news = unread.by_group(person)
    assert len(queries) <= 3
    assert [one.new for one in news] == [20] * 500


def _fill(group, author):
    now = timezone.now()
    for number in range(4):
        topic = Topic(
            home=group,
            title=f"Topic {number}",
            slug=f"{group.slug}/topic-{number}",
            language="en",
            organization_id=group.organization_id,
            author=author,
            circle_id=group.people_id,
            status="published",
            published_at=now,
        )
        topic.save()
        Thread.objects.create(item_id=topic.pk, numbered=5, shown=5, last_at=now)
        Comment.objects.bulk_create(
            Comment(item_id=topic.pk, number=place, author=author, body="Words.", shown_at=now) for place in range(1, 6)
        )
