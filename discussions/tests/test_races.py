"""Fifty people post at once: nothing is lost, nothing is numbered twice; on SQLite's file and on PostgreSQL."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.db import connection

from csonet.engagement.comments import deciding
from csonet.engagement.comments.posting import Draft
from csonet.engagement.models import Comment, Thread
from csonet.testing.makers import make_user
from csonet.testing.racing import all_at_once
from csonet.testing.stores import shared_by_threads
from csonet.workflow import WorkflowError
from discussions import membership, posting
from discussions.models import Topic
from discussions.tests.makers import fresh, make_group, open_topic, write

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


@pytest.fixture
def _shared(transactional_db, tmp_path):
    with shared_by_threads(tmp_path):
        yield


@pytest.fixture
def topic(_shared, cast, settings):
    settings.POSTS_A_MINUTE = 1000
    group = make_group(organization=cast.un_entity, author=cast.moderator, members=[cast.author])
    return open_topic(group, cast.author)


def test_fifty_people_posting_at_once_lose_nothing_and_number_nothing_twice(cast, topic):
    assert connection.vendor == "postgresql" or Path(connection.settings_dict["NAME"]).is_file()
    people = [make_user() for _number in range(PEOPLE)]
    for person in people:
        membership.enter(topic.home, person)

    def job(person):
        mine = Topic.objects.select_related("home").get(pk=topic.pk)
        return lambda: posting.post(mine, fresh(person), Draft(f"By {person.username}", key=uuid.uuid4()))

    jobs = [job(person) for person in people]
    assert all_at_once(PEOPLE, lambda number: jobs[number]()) == []
    numbers = sorted(Comment.objects.filter(item=topic.pk).values_list("number", flat=True))
    assert numbers == list(range(1, PEOPLE + 2))
    thread = Thread.objects.get(pk=topic.pk)
    assert (thread.numbered, thread.shown) == (PEOPLE + 1, PEOPLE + 1)


def test_the_same_form_sent_eight_times_at_once_makes_one_post(cast, topic):
    key = uuid.uuid4()
    mine = Topic.objects.select_related("home").get(pk=topic.pk)
    assert all_at_once(8, lambda _n: posting.post(mine, fresh(cast.author), Draft("Once.", key=key))) == []
    assert Comment.objects.filter(item=topic.pk, body="Once.").count() == 1
    numbers = sorted(Comment.objects.filter(item=topic.pk).values_list("number", flat=True))
    assert numbers == [1, 2]
    assert Thread.objects.get(pk=topic.pk).shown == 2


def test_one_of_two_moderators_decides(cast, topic):
    membership.enter(topic.home, cast.outsider, is_moderator=True)
    comment = write(topic, cast.author, "Words.")

    people = [cast.moderator, cast.outsider]
    problems = all_at_once(2, lambda one: deciding.decide(comment, "hide", actor=fresh(people[one]), reason="x"))
    assert len(problems) == 1
    assert isinstance(problems[0], WorkflowError)
    assert Thread.objects.get(pk=topic.pk).shown == 1
