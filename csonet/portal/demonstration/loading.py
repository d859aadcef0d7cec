"""Fills an empty portal with the demonstration, through the doors that people use wherever there is one."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import (
    ConsultativeStatus,
    FormerName,
    Membership,
    Organization,
    User,
    VerificationDecision,
)
from accounts.names import name_key
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.notifications.models import OutboundMail
from csonet.portal.demonstration import CAST, PASSWORD, events, following, groups, learning
from csonet.portal.demonstration import projects as requests_and_projects
from csonet.portal.demonstration.news import load_news
from csonet.portal.demonstration.organizations import NGOS, OF_THE_CAST, UN_ENTITIES, Sample
from csonet.portal.demonstration.training import load_training
from csonet.reference.models import ActivityField, Country
from practices.models import Practice, Use
from practices.samples import SAMPLES, make_sample
from practices.using import confirm

NAMES = {
    "branch": "Ines Duarte",
    "moderator": "Tomas Lindqvist",
    "author": "Wanjiru Kamau",
    "colleague": "Peter Otieno",
    "outsider": "Aoife Brennan",
    "newcomer": "Kwame Mensah",
}
ROLES = {"colleague": "editor"}
#: (practice, organization that used it too) → (result, country, year).
USES = {
    ("Rain water kept in village tanks", "Lakeside Women's Cooperative Union"): (
        "Eight tanks at two markets in the Upper East. One leaked and was lined again; traders pay a coin a jar.",
        "GH",
        2025,
    ),
    ("Rain water kept in village tanks", "Highland Terraces Trust"): (
        "We built smaller tanks of stone on the terraces: 4,000 litres carry seedlings through the dry weeks.",
        "ET",
        2026,
    ),
    ("A legal desk in the market, every Thursday", "Fundación Puentes de Escucha"): (
        "La mesa abre los martes junto al mercado central, con intérpretes; 140 consultas en seis meses.",
        "ES",
        2025,
    ),
}


@transaction.atomic
def load() -> dict[str, int]:
    """Make the demonstration; what was made, by name. Raises ValueError unless there is nobody in the portal yet."""
    if User.objects.exists():
        raise ValueError("The demonstration goes into an empty portal only: there are people in this one.")
    organizations = {sample.name: _organization(sample) for sample in (*UN_ENTITIES, *NGOS)}
    people = _cast(organizations)
    owners = _owners(organizations, people)
    items = _practices(organizations, owners, people["branch"])
    news = load_news(organizations, owners, people["branch"])
    first = organizations[OF_THE_CAST["author"]]
    projects = requests_and_projects.load(organizations, owners, people["branch"], first)
    meetings = events.load(organizations, owners, people["branch"])
    courses = load_training(organizations, owners, people["branch"])
    discussed = groups.load(organizations, owners, people)
    learning.load(organizations, owners, people)
    following.load()
    # The days of the demonstration lie in the past, and were written after what they date was indexed.
    call_command("rebuild_search", stdout=StringIO())
    # Nobody of the demonstration reads mail.
    OutboundMail.objects.all().delete()
    return {
        "organizations": len(organizations),
        "people": User.objects.count(),
        "practices": items,
        "news": news,
        "courses": courses,
        "requests and projects": projects,
        "discussion groups": discussed,
        "events": meetings,
    }


def _organization(sample: Sample) -> Organization:
    organization = Organization.objects.create(
        name=sample.name,
        acronym=sample.acronym,
        slug=slugify(sample.name, allow_unicode=True)[:120],
        name_key=name_key(sample.name),
        type=sample.type,
        is_un_entity=sample.un,
        mission=sample.mission,
        country_id=sample.country,
        scope=sample.scope,
        languages=list(sample.languages),
        established=sample.established,
        verification=sample.state,
        verified_at=timezone.now() if sample.state == "verified" else None,
        is_demo=True,
    )
    organization.countries.set(Country.objects.filter(pk__in=[sample.country, *sample.active]))
    organization.fields.set(ActivityField.objects.filter(pk__in=sample.fields))
    organization.goals.set(sample.goals)
    if sample.status:
        kind, year = sample.status
        ConsultativeStatus.objects.create(
            organization=organization,
            kind=kind,
            roster_kind="council" if kind == "roster" else "",
            year_granted=year,
            since=date(year, 7, 23),
            source="Invented for the demonstration",
        )
    if sample.former:
        FormerName.objects.create(
            organization=organization, name=sample.former, name_key=name_key(sample.former), until=date(2004, 1, 31)
        )
    return organization


def _person(username: str, name: str, language: str, password: str | None = None, **kwargs: Any) -> User:
    """Somebody with a confirmed address; without a password nobody can sign in as them."""
    user = User.objects.create_user(
        username, f"{username}@demo.example.org", password, name=name, language=language, **kwargs
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _cast(organizations: dict[str, Organization]) -> dict[str, User]:
    """The six of CAST, in their places; the officer holds the rights of the Branch's group."""
    people = {name: _person(name, NAMES[name], "en", PASSWORD, is_staff=name == "branch") for name in CAST}
    people["branch"].groups.add(Group.objects.get(name="NGO Branch"))
    for name, organization in OF_THE_CAST.items():
        Membership.objects.create(
            user=people[name], organization=organizations[organization], role=ROLES.get(name, "owner")
        )
    return people


def _owners(organizations: dict[str, Organization], people: dict[str, User]) -> dict[str, User]:
    """Somebody who acts for each organization; the desk's decisions on those that were returned, refused, suspended."""
    owners = {OF_THE_CAST[name]: people[name] for name in ("author", "outsider", "newcomer", "moderator")}
    for number, (name, organization) in enumerate(organizations.items(), start=1):
        if name not in owners:
            language = organization.languages[0] if organization.languages else "en"
            owners[name] = _person(f"demo{number}", f"Focal point {number}", language)
            Membership.objects.create(user=owners[name], organization=organization, role="owner")
        if organization.verification == "registered":
            sent = timezone.now() - timedelta(days=number % 6)
            Organization.objects.filter(pk=organization.pk).update(applicant=owners[name], submitted_at=sent)
        if organization.verification in ("returned", "refused", "suspended"):
            VerificationDecision.objects.create(
                organization=organization,
                actor=people["branch"],
                action={"returned": "return", "refused": "refuse", "suspended": "suspend"}[organization.verification],
                from_state="verified" if organization.verification == "suspended" else "registered",
                to_state=organization.verification,
                reason_code={"returned": "incomplete", "refused": "outside-mandate"}.get(
                    organization.verification, "cannot-verify"
                ),
            )
    return owners


def _practices(organizations: dict[str, Organization], owners: dict[str, User], officer: User) -> int:
    """The samples, each led to its state by publication.move(), and spread over the last months."""
    able = [organization for organization in organizations.values() if organization.is_approved]
    for number, sample in enumerate(SAMPLES):
        organization = _home_of(sample, able, number, organizations[OF_THE_CAST["author"]])
        author = owners[organization.name]
        practice = make_sample(sample, organization=organization, author=author)
        _lead_to(practice, sample.get("status", "published"), author, officer)
        _age(practice, days=number % 7 if practice.status == "submitted" else 3 + 9 * number)
    _uses(owners)
    return len(SAMPLES)


def _uses(owners: dict[str, User]) -> None:
    """Organizations that repeated a practice of another one, and what came of it."""
    for (title, name), (result, country, year) in USES.items():
        user, organization = owners[name], Organization.objects.get(name=name)
        practice = Practice.objects.get(title=title)
        confirm(
            Use(practice=practice, organization=organization, user=user, result=result, country_id=country, year=year)
        )


def _home_of(sample: dict[str, Any], able: list[Organization], number: int, first: Organization) -> Organization:
    """An approved organization that works in the sample's language; every fifth English one is the author's."""
    if sample["language"] == "en" and number % 5 == 0:
        return first
    fitting = [organization for organization in able if organization.languages[:1] == [sample["language"]]]
    return (fitting or able)[number % len(fitting or able)]


def _lead_to(item: Item, status: str, author: User, officer: User) -> None:
    if status == "draft":
        return
    move(item, "submit", actor=author)
    if status == "submitted":
        return
    steps: dict[str, list[tuple[str, User, dict[str, Any]]]] = {
        "published": [("approve", officer, {})],
        "returned": [("return", officer, {"reason": "incomplete", "text": "Please say who was reached, in numbers."})],
        "refused": [("refuse", officer, {"reason": "off-topic"})],
        "archived": [("approve", officer, {}), ("archive", author, {})],
        "hidden": [("approve", officer, {}), ("hide", officer, {"reason": "copyright"})],
        "withdrawn": [("approve", officer, {}), ("withdraw", author, {"text": "A newer account replaces this one."})],
    }
    for action, actor, given in steps[status]:
        move(item, action, actor=actor, **given)


def _age(item: Practice, days: int) -> None:
    """The demonstration is not all of one day. Nothing but the time is changed, and only here."""
    past = timezone.now() - timedelta(days=days)
    rows = Item.objects.filter(pk=item.pk)
    rows.update(created=past, updated=past)
    rows.exclude(published_at=None).update(published_at=past)
    item.cases.update(opened_at=past)
