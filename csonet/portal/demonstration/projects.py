"""Requests and proposals of the demonstration, in every state that there is, led there by the doors that people use."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.content.publication import move
from projects import answering, asking, co_proposing, life, outcomes, partnering, reporting
from projects.models import Interest, Matching, Offer, ProgressReport, Proposal, SolutionRequest
from projects.samples import SAMPLES, make_sample
from projects.samples.answers import INTERESTS, OFFERS, REPORTS

#: How many days ago a project of the story began to run: green, yellow, red, inactive.
_SINCE = {"green": 120, "yellow": 430, "red": 800, "inactive": 1200, "finished": 700}
_NOT_PUBLISHED = ("draft", "submitted", "returned")


def load(organizations: dict[str, Organization], owners: dict[str, User], officer: User, first: Organization) -> int:
    """Make them all; how many. first: the organization of the cast's author, which gets every fifth."""
    able = [organization for organization in organizations.values() if organization.is_approved]
    Matching.objects.create(organization=able[1], is_suggested=False)
    Matching.objects.create(organization=able[2], is_told=True)
    made = 0
    for model, samples in SAMPLES.items():
        for number, sample in enumerate(samples):
            home = _home(sample, able, number, first)
            item = make_sample(sample, model, organization=home, author=owners[home.name])
            others = [organization for organization in able if organization.pk != home.pk]
            others = _answering(sample, others[number:] + others[:number])
            people = [(organization, owners[organization.name]) for organization in others]
            _tell(item, sample, officer, people, days=4 + 7 * number)
            made += 1
    return made


def _home(sample: dict[str, Any], able: list[Organization], number: int, first: Organization) -> Organization:
    if sample.get("is_first") or (sample["language"] == "en" and number % 5 == 0):
        return first
    fitting = [organization for organization in able if organization.languages[:1] == [sample["language"]]] or able
    return fitting[number % len(fitting)]


def _answering(sample: dict[str, Any], others: list[Organization]) -> list[Organization]:
    """The others: NGOs first, and of these those that speak the language of what they answer."""
    return sorted(others, key=lambda one: (one.is_un_entity, sample["language"] not in one.languages))


def _tell(item: Any, sample: dict[str, Any], officer: User, people: list[Any], days: int) -> None:
    """Lead the item through its story, and let it lie some days back."""
    for _organization, person in people:
        person.__dict__.pop("standing", None)
    author = item.author
    if sample["story"] != "draft":
        move(item, "submit", actor=author)
    if sample["story"] == "returned":
        move(item, "return", actor=officer, reason="incomplete", text="Please say who benefits, in numbers.")
    if sample["story"] not in _NOT_PUBLISHED:
        move(item, "approve", actor=officer)
        past = timezone.now() - timedelta(days=days)
        Item.objects.filter(pk=item.pk).update(published_at=past)
        item.refresh_from_db()
        (_request if isinstance(item, SolutionRequest) else _proposal)(item, sample, people)


def _request(item: SolutionRequest, sample: dict[str, Any], people: list[Any]) -> None:
    for given, (organization, person) in _answers(OFFERS, sample, people):
        days = given.get("days")
        offer = Offer.objects.create(
            request=item,
            organization=organization,
            user=person,
            text=given["text"],
            by_when=timezone.localdate() + timedelta(days=days) if days else None,
            cost=Decimal(given["cost"]) if "cost" in given else None,
            currency=given.get("currency", ""),
        )
        for number, text in enumerate(given.get("says", ())):
            answering.write(offer, user=person if number % 2 else item.author, text=text)
        _answer(offer, given, item, person)
    for text, answer in sample.get("questions", ()):
        question = asking.ask(item, user=people[0][1], organization_id=people[0][0].pk, text=text)
        if answer:
            asking.answer(question, user=item.author, text=answer)
    _lead(item, sample, people)


def _lead(item: SolutionRequest, sample: dict[str, Any], people: list[Any]) -> None:
    story = sample["story"]
    if story in ("solved", "unsolved"):
        life.step(item, "solve" if story == "solved" else "close", user=item.author)
    for person, text in zip((item.author, people[0][1]), sample.get("outcomes", ()), strict=False):
        outcomes.say(item, user=person, text=text)
    if story == "expired":
        move(Item.objects.get(pk=item.pk), "expire", actor=None)
    if story == "asked":
        long_ago = timezone.now() - timedelta(days=62)
        SolutionRequest.objects.filter(pk=item.pk).update(alive_at=long_ago)
        life.ask_due()


def _answers(known: dict[str, Any], sample: dict[str, Any], people: list[Any]) -> list[Any]:
    """Each answer with who gives it: a certain organization, or the next of those who can."""
    named = {organization.name: (organization, person) for organization, person in people}
    given = known.get(sample["title"], [])
    taken = [one["by"] for one in given if "by" in one]
    rest = iter(pair for pair in people if pair[0].name not in taken)
    return [(one, named[one["by"]] if "by" in one else next(rest)) for one in given]


def _proposal(item: Proposal, sample: dict[str, Any], people: list[Any]) -> None:
    for (organization, person), state in zip(people[5:], sample.get("co", ()), strict=False):
        asked = co_proposing.invite(item, organization, user=item.author)
        if state != "invited":
            co_proposing.answer(asked, user=person, confirms=state == "confirmed")
    for given, (organization, person) in _answers(INTERESTS, sample, people):
        interest = Interest.objects.create(
            proposal=item, organization=organization, user=person, text=given["text"], role=given["role"]
        )
        _answer(interest, given, item, person)
    story = sample["story"]
    if story in _SINCE:
        reporting.step(item, "begin", user=item.author)
        since = timezone.localdate() - timedelta(days=_SINCE[story])
        Proposal.objects.filter(pk=item.pk).update(running_since=since)
        if sample["title"] in REPORTS:
            _report(item, REPORTS[sample["title"]])
    if story in ("finished", "stopped"):
        reporting.step(item, "finish" if story == "finished" else "stop", user=item.author)
    if story == "past":
        Proposal.objects.filter(pk=item.pk).update(deadline=timezone.localdate() - timedelta(days=3))


def _report(item: Proposal, told: dict[str, Any]) -> None:
    ProgressReport.objects.create(
        proposal=item,
        user=item.author,
        reported_on=timezone.localdate() - timedelta(days=20),
        summary=told["summary"],
        indicators=[{**row, "now": now} for row, now in zip(item.indicators, told["now"], strict=True)],
        deliverables=[{**row, "now": now} for row, now in zip(item.deliverables, told["delivered"], strict=True)],
        key=uuid.uuid4(),
    )


def _answer(approach: Offer | Interest, given: dict[str, Any], item: Any, person: User) -> None:
    """Lead an offer or an interest to its state; "ended" is a partnership that has ended."""
    state, thanks = given["state"], given.get("thanks", "")
    if state in ("accepted", "ended"):
        partnership = answering.accept(approach, user=item.author, thanks=thanks)
        if state == "ended":
            partnering.end(partnership, user=person)
    elif state == "declined":
        answering.decline(approach, user=item.author, thanks=thanks, reason=given["reason"])
    elif state == "withdrawn":
        answering.withdraw(approach, user=person)
