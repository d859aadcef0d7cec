"""Requests and proposals of the demonstration, in every state that there is, led there by the doors that people use."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.content.publication import move
from projects import answering, asking, co_proposing, life, outcomes, partnering, reporting
from projects.models import Interest, Matching, Offer, ProgressReport, Proposal, SolutionRequest
from projects.samples import SAMPLES, make_sample

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
            others = others[number:] + others[:number]
            people = [(organization, owners[organization.name]) for organization in others]
            _tell(item, sample, officer, people, days=4 + 7 * number)
            made += 1
    return made


def _home(sample: dict[str, Any], able: list[Organization], number: int, first: Organization) -> Organization:
    if sample["language"] == "en" and number % 5 == 0:
        return first
    fitting = [organization for organization in able if organization.languages[:1] == [sample["language"]]] or able
    return fitting[number % len(fitting)]


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
    for (organization, person), answer in zip(people, sample.get("offers", ()), strict=False):
        text = f"{organization.name}: we have done this and would come and help."
        offer = Offer.objects.create(request=item, organization=organization, user=person, text=text)
        _answer(offer, answer, item, person)
    for text, answer in sample.get("questions", ()):
        question = asking.ask(item, user=people[0][1], organization_id=people[0][0].pk, text=text)
        if answer:
            asking.answer(question, user=item.author, text=answer)
    story = sample["story"]
    if story in ("solved", "unsolved"):
        life.step(item, "solve" if story == "solved" else "close", user=item.author)
    for person, text in zip((item.author, people[0][1]), sample.get("outcomes", ()), strict=False):
        outcomes.say(item, user=person, text=text)
    if story == "expired":
        move(Item.objects.get(pk=item.pk), "expire", actor=None)


def _proposal(item: Proposal, sample: dict[str, Any], people: list[Any]) -> None:
    for (organization, person), state in zip(people[5:], sample.get("co", ()), strict=False):
        asked = co_proposing.invite(item, organization, user=item.author)
        if state != "invited":
            co_proposing.answer(asked, user=person, confirms=state == "confirmed")
    for (organization, person), answer in zip(people, sample.get("interests", ()), strict=False):
        text = f"{organization.name}: we would bring two people and what we learned."
        interest = Interest.objects.create(proposal=item, organization=organization, user=person, text=text)
        _answer(interest, answer, item, person)
    story = sample["story"]
    if story in _SINCE:
        reporting.step(item, "begin", user=item.author)
        since = timezone.localdate() - timedelta(days=_SINCE[story])
        Proposal.objects.filter(pk=item.pk).update(running_since=since)
        if story == "green":
            _report(item)
    if story in ("finished", "stopped"):
        reporting.step(item, "finish" if story == "finished" else "stop", user=item.author)
    if story == "past":
        Proposal.objects.filter(pk=item.pk).update(deadline=timezone.localdate() - timedelta(days=3))


def _report(item: Proposal) -> None:
    ProgressReport.objects.create(
        proposal=item,
        user=item.author,
        reported_on=timezone.localdate() - timedelta(days=20),
        summary="…",
        indicators=[{**row, "now": row["baseline"]} for row in item.indicators],
        deliverables=[{**row, "now": "begun"} for row in item.deliverables],
        key=uuid.uuid4(),
    )


def _answer(approach: Offer | Interest, answer: str, item: Any, person: User) -> None:
    """Lead an offer or an interest to its state; "ended" is a partnership that has ended."""
    if answer in ("accepted", "ended"):
        partnership = answering.accept(approach, user=item.author, thanks="")
        if answer == "ended":
            partnering.end(partnership, user=person)
    elif answer == "declined":
        answering.decline(approach, user=item.author, reason="other-chosen")
    elif answer == "withdrawn":
        answering.withdraw(approach, user=person)
    elif answer == "asked" and isinstance(approach, Offer):
        answering.write(approach, user=item.author, text="…?")
