"""The news of the demonstration: over several years, in six languages, two long articles, and a feed that came in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.content.search.indexing import index_item
from csonet.portal.demonstration.organizations import OF_THE_CAST
from news import coauthors, pinning
from news.feeds import deciding, taking_in
from news.models import Feed
from news.samples import ARTICLES, BRIEF, make_sample
from news.samples.served import TITLE, served

#: How long the pin of the demonstration lasts.
PINNED_FOR = timedelta(days=60)


def load_news(organizations: dict[str, Organization], owners: dict[str, User], officer: User) -> int:
    """Make them all; how many pieces of news and articles there are then."""
    able = [organization for organization in organizations.values() if organization.is_approved]
    for number, sample in enumerate((*BRIEF, *ARTICLES)):
        organization = _home_of(sample, able, number, organizations[OF_THE_CAST["author"]])
        _make(sample, organization, owners[organization.name], officer)
        if sample.get("coauthor"):
            other = organizations[OF_THE_CAST["outsider"]]
            _coauthor(organization, other, owners)
    _feed(organizations[OF_THE_CAST["outsider"]], owners, officer)
    return Item.objects.filter(kind__in=("news", "article")).count()


def _home_of(sample: dict[str, Any], able: list[Organization], number: int, first: Organization) -> Organization:
    """English ones are the author's, so that there is something to edit; the others are of those who speak it."""
    if sample["language"] == "en" and (number % 2 or sample.get("coauthor")):
        return first
    fitting = [organization for organization in able if organization.languages[:1] == [sample["language"]]]
    return (fitting or able)[number % len(fitting or able)]


def _make(sample: dict[str, Any], organization: Organization, author: User, officer: User) -> None:
    item = make_sample(
        {name: value for name, value in sample.items() if name not in ("day", "status", "pin", "coauthor")},
        organization=organization,
        author=author,
    )
    status = sample.get("status", "published")
    if status == "draft":
        return
    move(item, "submit", actor=author)
    if status == "submitted":
        return
    move(item, "approve", actor=officer)
    # The demonstration is not all of one day. Nothing but the time is changed, and only here.
    day = datetime.combine(date.fromisoformat(sample["day"]), time(9), UTC)
    Item.objects.filter(pk=item.pk).update(published_at=day, created=day, updated=day)
    item.refresh_from_db()
    index_item(item)
    if sample.get("pin"):
        pinning.pin(item, timezone.now().date() + PINNED_FOR, officer)


def _coauthor(organization: Organization, other: Organization, owners: dict[str, User]) -> None:
    article = Item.objects.filter(kind="article", organization=organization).latest("pk").noun
    person = owners[other.name]
    person.__dict__.pop("standing", None)
    row = coauthors.ask(article, other, person.name, owners[organization.name])  # type: ignore[arg-type]
    coauthors.answer(row, True, person)


def _feed(organization: Organization, owners: dict[str, User], officer: User) -> None:
    """A feed that was fetched from a real server, once; the worker leaves the demonstration's feeds alone."""
    with served() as address, override_settings(FEEDS_FROM_LOOPBACK=True):
        feed = Feed.objects.create(
            organization=organization, address=address, title=TITLE, language="en", asked_by=owners[organization.name]
        )
        feed.topics.add("oceans")  # type: ignore[arg-type]  # a key serves as well
        feed.goals.set([14])
        deciding.decide(feed, "approve", actor=officer, trust="publish")
        for row in taking_in.fetch_all([feed]):
            taking_in.fetched(*row)
