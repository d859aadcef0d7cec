"""The events of the demonstration: coming and past, a delegation with its people, a waiting list, a door."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.files.storing import attach
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.portal.demonstration import calls
from csonet.portal.demonstration.organizations import OF_THE_CAST
from csonet.workflow import WorkflowError
from events import changing, deciding, door, materials, seating, zones
from events.models import Event, JoinLink, Question, Recording, Registration, Rule
from events.models.choices import AnswerKind, Decision, Stage
from events.registering import Candidate, register
from events.samples import SAMPLES, make_sample

_NOT_PUBLISHED = ("draft", "submitted")
#: In person at the hearing: so few that a waiting list forms.
SEATS = 5


def load(organizations: dict[str, Organization], owners: dict[str, User], officer: User) -> int:
    """Make them all; how many."""
    able = [organization for organization in organizations.values() if organization.is_approved]
    entity = organizations[OF_THE_CAST["moderator"]]
    first = organizations[OF_THE_CAST["author"]]
    for number, sample in enumerate(SAMPLES):
        home = _home(sample, able, number, entity, first)
        event = make_sample(sample, organization=home, author=owners[home.name])
        others = [one for one in able if one.pk != home.pk and not one.is_un_entity]
        _tell(event, sample, officer, others, owners, first)
        if sample.get("calls"):
            answering = [first, *(one for one in others if one != first)][:5]
            calls.load(event, answering, owners, closes=_midnight(event, 5))
    return len(SAMPLES)


def _home(
    sample: dict[str, Any], able: list[Organization], number: int, entity: Organization, first: Organization
) -> Organization:
    if sample["story"] in ("rules", "series", "session") and sample["language"] == "en":
        return entity
    if sample["status"] in _NOT_PUBLISHED or sample["story"] == "cancelled":
        return first
    fitting = [organization for organization in able if organization.languages[:1] == [sample["language"]]] or able
    return fitting[number % len(fitting)]


def _tell(
    event: Event,
    sample: dict[str, Any],
    officer: User,
    others: list[Organization],
    owners: dict[str, User],
    first: Organization,
) -> None:
    author: Any = event.author
    if sample["status"] != "draft":
        move(event, "submit", actor=author)
    if sample["status"] in _NOT_PUBLISHED:
        return
    move(event, "approve", actor=officer)
    past = timezone.now() - timedelta(days=max(10, -sample["in_days"] + 20))
    Item.objects.filter(pk=event.pk).update(published_at=past)
    event.refresh_from_db()
    for person in (author, *owners.values()):
        person.__dict__.pop("standing", None)
    story = sample["story"]
    if story in ("rules", "cancelled", "postponed"):
        _rules(event, seats=SEATS if sample["language"] == "en" else None)
        _come(event, [first, *others][:7], owners)
    elif story == "session":
        _rules(event, seats=200)
    elif story in ("open", "series", "past"):
        _open(event)
        _come(event, [first, *others][:4] if story == "past" else others[:3], owners, late=story == "past")
    if story == "past":
        _came(event, author)
        _afterwards(event, author)
    if event.takes_place_online and story != "past":
        JoinLink.objects.create(event=event, url="https://meet.example.org/hall", notes="Passcode: 2719")
    if story in ("cancelled", "postponed"):
        reason = "The building is closed on that day." if story == "cancelled" else "La sala ya no está disponible."
        changing.step(event, "cancel" if story == "cancelled" else "postpone", reason, actor=author)


def _rules(event: Event, seats: int | None) -> None:
    """Organizations in status: three seats each, both sides decide, a few questions."""
    rule = Rule.objects.create(
        event=event,
        name="Organizations in consultative status",
        for_general=True,
        for_special=True,
        for_roster=True,
        for_approved=True,
        quota=3,
        zone=event.zone,
        closes=_midnight(event, 7),
        substitution_until=_midnight(event, 2),
        approval="both",
    )
    seating.furnish_rule(rule)
    event.refresh_from_db()
    seating.set_caps(event, {"in_person": seats})
    visa = Question.objects.create(
        rule=rule,
        text="Do you need a letter for a visa?",
        kind=AnswerKind.CHOICE,
        choices=["Yes", "No"],
        is_required=True,
    )
    Question.objects.create(
        rule=rule,
        text="Nationality as in your passport",
        is_required=True,
        asked_if=visa,
        asked_value="Yes",
        position=1,
        retention_days=30,
    )
    Question.objects.create(rule=rule, text="Day of arrival", stage=Stage.ADMITTED, position=2, is_required=True)
    for position, name in enumerate(("Opening", "General debate")):
        event.segments.create(name=name, position=position)


def _afterwards(event: Event, actor: User) -> None:
    """A recording, and a note of what came of it."""
    film = Recording(title=event.title, language=event.language, url="https://video.example.org/workshop")
    materials.add_recording(event, film, actor=actor)
    note = SimpleUploadedFile("outcome.txt", event.summary.encode())
    file = attach(Item.objects.get(pk=event.pk), note, actor, title=event.title)
    materials.classify(event, {file: ("outcome", event.language)}, actor=actor)


def _midnight(event: Event, days: int) -> datetime:
    """The end of a day so many days before the first, on the clock at the place."""
    assert event.first_day is not None  # noqa: S101  # samples of this story have a date
    return zones.moment(event.first_day - timedelta(days=days - 1), time(0), event.zone)


def _open(event: Event) -> None:
    rule = Rule.objects.create(
        event=event,
        name="Everybody",
        for_everybody=True,
        for_approved=True,
        for_entity=True,
        zone=event.zone,
        approval="none",
    )
    seating.furnish_rule(rule)
    event.refresh_from_db()


def _come(event: Event, organizations: list[Organization], owners: dict[str, User], late: bool = False) -> None:
    """Owners register themselves; the first nominates somebody without an account; the organizers admit some."""
    mode = "online" if event.mode == "online" else "in-person"
    ends = event.ends
    if late:  # they registered before it took place
        Event.objects.filter(pk=event.pk).update(ends=timezone.now() + timedelta(hours=1))
        event.refresh_from_db()
    for number, organization in enumerate(organizations):
        owner = owners[organization.name]
        _register(
            event,
            Candidate(owner.get_full_name(), owner.email, mode, user=owner, language=owner.language),
            organization,
            owner,
        )
        if number == 0:
            guest = Candidate(f"Halima Yusuf {event.pk}", f"halima.{event.pk}@example.org", mode, role="Speaker")
            _register(event, guest, organization, owner)
    if late:
        Event.objects.filter(pk=event.pk).update(ends=ends)
        event.refresh_from_db()
    for row in Registration.objects.filter(event=event, state="submitted", desk_decision=Decision.PENDING)[:3]:
        deciding.decide(row, actor=event.author, side="desk", approves=True, segments=event.segments.all())


def _register(event: Event, who: Candidate, organization: Organization, owner: User) -> None:
    try:
        register(event, who, organization=organization, actor=owner, source="owner" if who.user is None else "self")
    except WorkflowError:
        return  # an organization that is not eligible, as the demonstration has them too


def _came(event: Event, actor: User) -> None:
    """Half of those who were admitted came through the door."""
    meeting: Any = event.occurrences.first()
    for row in list(Registration.objects.admitted().filter(event=event))[::2]:
        door.check_in(event, meeting, row.code, actor=actor, now=meeting.starts + timedelta(minutes=row.pk % 20))
