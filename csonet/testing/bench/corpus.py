"""The benchmark's corpus: 10,000 organizations and 50,000 items, always the same, made from a seed.

Titles and texts are drawn from word lists of the six languages, so that 1 % of the documents hold the word that the
search is measured with ("cistern"). Statuses: 94 % published, the rest shared among draft, submitted (200 of them open
cases), returned and hidden. Every item has one to three goals, one or two topics and countries.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Membership, Organization, User
from accounts.names import name_key
from csonet.content.models import Case, Item
from csonet.reference.models import ActivityField, Country, Goal, Topic
from practices.models import Practice
from projects.models import SolutionRequest

ORGANIZATIONS = 10_000
#: BENCH_ITEMS=90000 makes an index of 100,000 documents, for the figures of the search.
ITEMS = int(os.environ.get("BENCH_ITEMS", "50000"))
RARE = "cistern"
WORDS = {
    language: words.split()
    for language, words in (
        ("en", "water village women school seed river training market health youth forest clinic library harvest"),
        ("fr", "eau village femmes école semence rivière formation marché santé jeunesse forêt clinique récolte"),
        ("es", "agua aldea mujeres escuela semilla río formación mercado salud juventud bosque clínica cosecha"),
        ("ar", "ماء قرية نساء مدرسة بذور نهر تدريب سوق صحة شباب غابة عيادة مكتبة حصاد"),
        ("zh-hans", "水 村庄 妇女 学校 种子 河流 培训 市场 健康 青年 森林 诊所 图书馆 收获"),
        ("ru", "вода деревня женщины школа семена река обучение рынок здоровье молодёжь лес клиника урожай"),
    )
}
SHARES = ["en"] * 50 + ["fr"] * 18 + ["es"] * 14 + ["ar"] * 8 + ["ru"] * 6 + ["zh-hans"] * 4
STATUSES = ["published"] * 94 + ["draft"] * 3 + ["returned"] + ["hidden"] + ["submitted"]
START = datetime(2026, 1, 1, tzinfo=UTC)


def is_there() -> bool:
    """Does this database hold the corpus already?"""
    return Item.objects.count() >= ITEMS and Organization.objects.count() >= ORGANIZATIONS


def make(say: Any = print) -> None:
    """Fill an empty, migrated database. Takes some minutes."""
    dice = random.Random(20091946)  # noqa: S311  # the same corpus every time
    countries = list(Country.objects.values_list("pk", flat=True))
    with transaction.atomic():
        say("organizations …")
        organizations = _organizations(dice, countries)
        author, _officer = _people(organizations)
        say("items …")
        items = _items(dice, organizations, author)
        say("goals, topics, countries …")
        _facets(dice, items, countries)
        _cases(items)
    say("search index …")
    call_command("rebuild_search", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def complete() -> None:
    """Add what suggestions are ranked by, and the request that they are measured with, to a corpus without them."""
    if SolutionRequest.objects.exists():
        return
    with transaction.atomic():
        organizations = list(Organization.objects.order_by("pk")[:ORGANIZATIONS])
        _fields_of_organizations(random.Random(1946), organizations, list(Country.objects.values_list("pk", flat=True)))  # noqa: S311
        _request(organizations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sentence(dice: random.Random, language: str, length: int) -> str:
    """Words of a language; one sentence in a hundred of the titles' length holds the rare word."""
    joint = "" if language == "zh-hans" else " "
    return joint.join(dice.choices(WORDS[language], k=length))


def _organizations(dice: random.Random, countries: list[str]) -> list[Organization]:
    rows = []
    for n in range(ORGANIZATIONS):
        language = dice.choice(SHARES)
        name = f"{sentence(dice, language, 3).capitalize()} {n}"
        rows.append(
            Organization(
                name=name,
                name_key=name_key(name),
                slug=f"organization-{n}",
                type="ngo",
                country_id=dice.choice(countries),
                languages=[language],
                mission=sentence(dice, language, 30),
                verification="verified" if n % 10 else "listed",
            )
        )
    return Organization.objects.bulk_create(rows, batch_size=1000)


def _people(organizations: list[Organization]) -> tuple[User, User]:
    author = User.objects.create_user("bench-author", "bench-author@example.org")
    officer = User.objects.create_user("bench-officer", "bench-officer@example.org", is_staff=True)
    officer.user_permissions.set(Permission.objects.all())
    Membership.objects.create(user=author, organization=organizations[1], role="owner")
    return author, officer


def _items(dice: random.Random, organizations: list[Organization], author: User) -> list[Item]:
    verified = [organization for organization in organizations if organization.verification == "verified"]
    rows = []
    for n in range(ITEMS):
        language, status = dice.choice(SHARES), dice.choice(STATUSES)
        rare = f" {RARE}" if n % 100 == 0 else ""
        mine = n % 2500 == 0
        rows.append(
            Item(
                kind=Practice.KIND,
                title=f"{sentence(dice, language, 6).capitalize()}{rare} {n}"[:200],
                slug=f"practice-{n}",
                summary=sentence(dice, language, 25)[:500],
                language=language,
                status=status,
                author=author if mine else None,
                organization=verified[0] if mine else dice.choice(verified),
                published_at=START - timedelta(minutes=dice.randrange(3_000_000))
                if status in ("published", "hidden")
                else None,
            )
        )
    made = Item.objects.bulk_create(rows, batch_size=1000)
    _own_columns(dice, made)
    return made


def _own_columns(dice: random.Random, items: list[Item]) -> None:
    """The nouns' own rows: there is no bulk_create across the two tables, so the second one is filled by hand."""
    own = [field for field in Practice._meta.local_concrete_fields if not field.primary_key]
    columns = ["item_ptr_id", *(field.column for field in own)]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    insert = f"INSERT INTO practices_practice ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608

    def values(item: Item) -> list[Any]:
        texts = {name: f"<p>{sentence(dice, item.language, 60)}</p>" for name in ("problem", "action", "results")}
        blank = Practice(**texts)
        return [item.pk, *(field.get_db_prep_save(getattr(blank, field.attname), connection) for field in own)]

    with connection.cursor() as cursor:
        for batch in _batches(items, 500):
            cursor.executemany(insert, [values(item) for item in batch])


def _facets(dice: random.Random, items: list[Item], countries: list[str]) -> None:
    goals = list(Goal.objects.values_list("pk", flat=True))
    topics = list(Topic.objects.values_list("pk", flat=True))
    for model, column, choices, most in (
        (Item.goals.through, "goal_id", goals, 3),
        (Item.topics.through, "topic_id", topics, 2),
        (Item.countries.through, "country_id", countries, 2),
    ):
        links = (
            model(item_id=item.pk, **{column: key})
            for item in items
            for key in dice.sample(choices, dice.randint(1, most))
        )
        for batch in _batches(links, 5000):
            model.objects.bulk_create(batch)


def _cases(items: list[Item]) -> None:
    waiting = [item for item in items if item.status == "submitted"][:200]
    Case.objects.bulk_create(Case(item=item, opened_at=START + timedelta(hours=n)) for n, item in enumerate(waiting))


def _fields_of_organizations(dice: random.Random, organizations: list[Organization], countries: list[str]) -> None:
    """Goals, countries and fields of activity, as profiles have them: what suggestions are ranked by."""
    for name, column, choices, most in (
        ("goals", "goal_id", list(Goal.objects.values_list("pk", flat=True)), 4),
        ("countries", "country_id", countries, 5),
        ("fields", "activityfield_id", list(ActivityField.objects.values_list("pk", flat=True)), 10),
    ):
        through = getattr(Organization, name).through
        links = (
            through(organization_id=organization.pk, **{column: key})
            for organization in organizations
            for key in dice.sample(choices, dice.randint(1, most))
        )
        for batch in _batches(links, 5000):
            through.objects.bulk_create(batch)


def _request(organizations: list[Organization]) -> None:
    """One open request, whose page shows what fits it among all of the corpus."""
    request = SolutionRequest.objects.create(
        title=f"Water pump that village women mend {RARE}",
        slug="request-1",
        summary="Six villages need a pump whose parts they can make.",
        language="en",
        organization=organizations[1],
        status="published",
        published_at=START,
        seeks_knowhow=True,
        help_languages=["en"],
    )
    request.goals.set([6, 13])
    request.countries.set(["KE"])
    request.topics.set(["water-and-sanitation"])
    request.activity_fields.set(["1-1"])


def _batches(rows: Any, size: int) -> Iterator[list[Any]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
