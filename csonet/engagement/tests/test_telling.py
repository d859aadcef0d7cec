"""Followers are told what is new and what changes; the most specific and the chosen wins; nobody learns too much."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from csonet.content.models import Circle, CircleMembership, Item
from csonet.content.publication import move, undo
from csonet.engagement import following
from csonet.engagement.models import Level, Source, Subscription
from csonet.engagement.telling import tell
from csonet.notifications import digests, outbox, rhythms
from csonet.notifications.models import MailSettings, Notice, OutboundMail, Rhythm
from csonet.testing.makers import make_practice, make_user
from csonet.testing.pace import within

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft", title="Tanks of rain")
    item.goals.add(6)
    item.countries.add("KE")
    return item


@pytest.fixture
def publish(cast, practice):
    def do():
        move(practice, "submit", actor=cast.author)
        return move(practice, "approve", actor=cast.branch)

    return do


def follow(person, kind, key, level=Level.NEW, **kwargs):
    return following.choose(person, kind, key, level, **kwargs)


def told(kind="followed_new"):
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def test_who_follows_a_region_is_told_of_its_countries_and_the_country_beats_it(cast, publish):
    follow(cast.outsider, "region", "002")  # Africa
    follow(cast.moderator, "region", "014")  # Eastern Africa
    follow(cast.newcomer, "region", "150")  # Europe
    follow(cast.colleague, "region", "002")
    follow(cast.colleague, "country", "KE", Level.MUTED)
    publish()
    assert told() == {"outsider", "moderator"}
    via = dict(Notice.objects.filter(kind="followed_new").values_list("recipient__username", "via"))
    assert via == {"outsider": "region:002", "moderator": "region:014"}


def test_who_follows_goal_country_or_organization_is_told_once_and_the_author_is_not(cast, publish):
    follow(cast.outsider, "goal", 6)
    follow(cast.outsider, "country", "KE")
    follow(cast.newcomer, "organization", cast.organization.pk)
    follow(cast.author, "goal", 6)
    follow(cast.moderator, "goal", 5)
    publish()
    assert told() == {"outsider", "newcomer"}
    assert Notice.objects.filter(recipient=cast.outsider, kind="followed_new").count() == 1
    via = dict(Notice.objects.filter(kind="followed_new").values_list("recipient__username", "via"))
    assert via["newcomer"] == f"organization:{cast.organization.pk}"


def test_the_more_specific_choice_wins(cast, publish):
    follow(cast.outsider, "goal", 6, Level.MUTED)
    follow(cast.outsider, "organization", cast.organization.pk)
    follow(cast.newcomer, "goal", 6)
    follow(cast.newcomer, "organization", cast.organization.pk, Level.MUTED)
    publish()
    assert told() == {"outsider"}


def test_what_the_person_chose_beats_what_the_portal_did_for_them(cast, publish, practice):
    following.follow_automatically([cast.outsider], "item", practice.pk, Level.ALL, Source.PARTICIPATED)
    follow(cast.outsider, "goal", 6, Level.MUTED)
    publish()
    assert told() == set()


def test_an_automatic_subscription_never_replaces_a_chosen_one(cast, practice):
    follow(cast.outsider, "item", practice.pk, Level.MUTED)
    following.follow_automatically([cast.outsider, cast.newcomer], "item", practice.pk, Level.ALL, Source.PARTICIPATED)
    assert following.own(cast.outsider, "item", practice.pk).level == Level.MUTED
    assert following.own(cast.newcomer, "item", practice.pk).source == Source.PARTICIPATED


def test_a_mute_for_a_time_ends_and_the_level_holds_again(cast, practice):
    follow(cast.outsider, "goal", 6)
    following.mute_until(cast.outsider, "goal", 6, timezone.now() + timedelta(days=7))
    assert following.telling_of(practice, change=False) == {}
    Subscription.objects.update(muted_until=timezone.now() - timedelta(seconds=1))
    assert following.telling_of(practice, change=False) == {cast.outsider.pk: "goal:6"}


def test_a_mute_wins_among_equals(cast, practice):
    follow(cast.outsider, "goal", 6)
    follow(cast.outsider, "country", "KE", Level.MUTED)
    assert following.telling_of(practice, change=False) == {}


def test_a_change_is_told_to_those_who_want_changes_and_only_when_it_is_approved(cast, publish, practice):
    publish()
    follow(cast.outsider, "item", practice.pk, Level.ALL)
    follow(cast.newcomer, "organization", cast.organization.pk, Level.NEW)
    follow(cast.moderator, "goal", 6, Level.ALL)
    decision = practice.decisions.first()
    tell(Item.objects.get(pk=practice.pk), decision, change=True)
    assert told("changed") == {"outsider", "moderator"}


def test_an_undone_publication_tells_nobody(cast, publish, practice):
    MailSettings.objects.create(user=cast.outsider, rhythms={"themes": "daily"})
    follow(cast.outsider, "goal", 6)
    decision = publish()
    assert told() == {"outsider"}
    undo(decision, actor=cast.branch)
    assert told() == set()
    assert digests.build_due(timezone.now() + timedelta(days=8)) == 0


def test_no_summary_takes_a_decision_before_its_grace_is_over(cast, publish):
    MailSettings.objects.create(user=cast.outsider, rhythms={"themes": "daily"}, hour=8)
    follow(cast.outsider, "goal", 6)
    with time_machine.travel(datetime(2026, 3, 2, 7, 55, tzinfo=UTC), tick=False):
        publish()
    assert Notice.objects.get(kind="followed_new").digest_at == datetime(2026, 3, 3, 8, tzinfo=UTC)


def test_what_is_hidden_before_the_summary_leaves_is_not_in_it(cast, publish, practice):
    follow(cast.outsider, "goal", 6)
    publish()
    assert digests.build_due(timezone.now() + timedelta(days=8)) == 1
    Item.objects.filter(pk=practice.pk).update(status="hidden")
    outbox.deliver_due(timezone.now() + timedelta(days=8))
    assert OutboundMail.objects.get(is_digest=True).state == "recalled"
    assert not [message for message in django_mail.outbox if "outsider" in message.to[0]]


def test_members_only_items_are_told_to_members_alone(cast, publish, practice):
    Item.objects.filter(pk=practice.pk).update(audience="members")
    follow(cast.outsider, "goal", 6)
    follow(cast.newcomer, "goal", 6)  # belongs to an organization that waits
    publish()
    assert told() == {"outsider"}


def test_a_circle_item_is_told_to_its_circle_alone(cast, practice):
    circle = Circle.objects.create(name="Closed group")
    CircleMembership.objects.create(circle=circle, user=cast.outsider)
    Item.objects.filter(pk=practice.pk).update(
        audience="circle", circle=circle, status="published", published_at=timezone.now()
    )
    for person in (cast.outsider, cast.newcomer):
        follow(person, "goal", 6)
    follow(cast.outsider, "circle", circle.pk, Level.NEW)
    item = Item.objects.get(pk=practice.pk)
    decision = item.decisions.create(
        actor=cast.branch, action="approve", from_status="submitted", to_status="published", version=2
    )
    tell(item, decision, change=False)
    assert told("group_new") == {"outsider"}
    assert told() == set()


def test_five_thousand_followers_take_one_batch_and_less_than_a_second(cast, publish, practice, monkeypatch):
    people = User.objects.bulk_create(
        [User(username=f"f{n}", email=f"f{n}@example.org", password="!") for n in range(5000)], batch_size=1000
    )
    Subscription.objects.bulk_create(
        [Subscription(user=person, goal_id=6, level=Level.NEW) for person in people], batch_size=1000
    )
    move(practice, "submit", actor=cast.author)
    item = Item.objects.get(pk=practice.pk)
    decision = item.decisions.first()
    batches = []
    real = Notice.objects.bulk_create
    monkeypatch.setattr(Notice.objects, "bulk_create", lambda rows: batches.append(1) or real(rows))
    with CaptureQueriesContext(connection) as queries, within(1):
        assert tell(item, decision, change=False) == 5000
    assert len(batches) == 1
    # Countries, subscriptions, people, settings; the rest is the batch, which SQLite takes in pieces of 999 values.
    asked = [query for query in queries if query["sql"].startswith("SELECT")]
    inserts = [query for query in queries if query["sql"].startswith("INSERT")]
    assert len(asked) == 4
    assert len(inserts) == (1 if connection.vendor == "postgresql" else 66)
    assert not OutboundMail.objects.filter(is_digest=True).exists()


def test_the_choice_of_a_rhythm_moves_what_waits(cast, publish):
    follow(cast.outsider, "goal", 6)
    publish()
    notice = Notice.objects.get(kind="followed_new")
    weekly = notice.digest_at
    rhythms.choose(cast.outsider, rhythms={"themes": Rhythm.DAILY}, hour=20, weekday=3)
    notice.refresh_from_db()
    assert notice.digest_at <= weekly
    assert notice.digest_at.hour == 20
    rhythms.choose(cast.outsider, rhythms={"themes": Rhythm.OFF}, hour=20, weekday=3)
    notice.refresh_from_db()
    assert notice.digest_at is None


def test_a_person_who_is_deleted_takes_their_notices_and_mails_along(cast, publish):
    gone = make_user("gone")
    follow(gone, "goal", 6)
    publish()
    digests.build_due(timezone.now() + timedelta(days=8))
    assert OutboundMail.objects.filter(recipient=gone).exists()
    gone.delete()
    assert outbox.deliver_due(timezone.now() + timedelta(days=8)) >= 0
    assert not [message for message in django_mail.outbox if "gone" in message.to[0]]
