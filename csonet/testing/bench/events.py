"""The benchmark's events: 2,000 meetings of one month for the calendar, the list and the feed; one delegation."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.testing.bench.corpus import SHARES, START, sentence
from events import seating
from events.models import Event, Occurrence, Question, Registration, Rule
from events.registering import Candidate, register

EVENTS, PEOPLE = 2_000, 50
#: A month that stays to come.
MONTH = date(2035, 3, 1)
ZONES = ("America/New_York", "Europe/Zurich", "Africa/Nairobi", "Asia/Bangkok")


def complete() -> None:
    """Add the events to a corpus without them."""
    if Item.objects.of_kind(Event.KIND).exists():
        return
    dice = random.Random(1945)  # noqa: S311  # the same corpus every time
    owners = list(Organization.objects.approved().order_by("pk").values_list("pk", flat=True)[:1000])
    with transaction.atomic():
        items = Item.objects.bulk_create((_item(dice, number, owners) for number in range(EVENTS)), batch_size=1000)
        Item.goals.through.objects.bulk_create(
            Item.goals.through(item_id=one.pk, goal_id=dice.randint(1, 17)) for one in items
        )
        meetings = [_meeting(dice, one) for one in items]
        _own_columns([_event(one, meeting) for one, meeting in zip(items, meetings, strict=True)])
        Occurrence.objects.bulk_create(meetings, batch_size=1000)
        _delegation(Event.objects.get(pk=items[0].pk))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _item(dice: random.Random, number: int, owners: list[Any]) -> Item:
    language = dice.choice(SHARES)
    return Item(
        kind=Event.KIND,
        title=f"{sentence(dice, language, 6).capitalize()} {number}"[:200],
        slug=f"event-{number}",
        summary=sentence(dice, language, 25)[:500],
        language=language,
        status="published",
        organization_id=dice.choice(owners),
        published_at=START,
    )


def _meeting(dice: random.Random, item: Item) -> Occurrence:
    day, hour, zone = MONTH + timedelta(days=dice.randrange(31)), dice.randrange(8, 18), dice.choice(ZONES)
    starts = datetime.combine(day, time(hour), ZoneInfo(zone))
    ends = starts + timedelta(hours=2)
    one = Occurrence(event_id=item.pk, original_day=day, day=day, last_day=day, starts=starts, ends=ends)
    one.starts_at, one.ends_at = time(hour), time(hour + 2)
    return one


def _event(item: Item, meeting: Occurrence) -> Event:
    return Event(
        pk=item.pk,
        first_day=meeting.day,
        last_day=meeting.day,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=str(meeting.starts.tzinfo),
        mode=("in-person", "online", "hybrid")[item.pk % 3],
        sort=("briefing", "hearing", "webinar")[item.pk % 3],
        starts=meeting.starts,
        ends=meeting.ends,
        next_starts=meeting.starts,
        venue="Conference Building",
        description=f"<p>{item.summary}</p>",
    )


def _own_columns(events: list[Event]) -> None:
    """The nouns' own rows, filled by hand: there is no bulk_create across the two tables."""
    own = [field for field in Event._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(["item_ptr_id", *(field.column for field in own)])
    insert = f"INSERT INTO events_event ({names}) VALUES ({', '.join(['%s'] * (len(own) + 1))})"  # noqa: S608
    rows = [
        [one.pk, *(field.get_db_prep_save(getattr(one, field.attname), connection) for field in own)] for one in events
    ]
    with connection.cursor() as cursor:
        cursor.executemany(insert, rows)


def _delegation(event: Event) -> None:
    """The benchmark's author looks after fifty people of one organization, some of whom wait for a seat."""
    author = User.objects.get(username="bench-author")
    organization = Organization.objects.get(memberships__user=author)
    rule = Rule.objects.create(event=event, name="All", for_approved=True, zone=event.zone, quota=60, approval="none")
    Question.objects.create(rule=rule, text="Diet", is_required=True)
    seating.furnish_rule(rule)
    event.refresh_from_db()
    seating.set_caps(event, {"in_person": 30, "online": 30})
    mode = "online" if event.mode == "online" else "in-person"
    for number in range(PEOPLE):
        who = Candidate(f"Person {number}", f"person-{number}@example.org", mode)
        register(event, who, organization=organization, actor=author, source="owner")
    assert Registration.objects.filter(event=event).count() == PEOPLE  # noqa: S101  # what the page is measured with
