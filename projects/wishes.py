"""What a request wishes for, read from its page, from its form while it is written, or from the database."""

from __future__ import annotations

from typing import Any

from projects.fitting import Wish
from projects.models import SolutionRequest


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in text.split(",") if word.strip())


def of_page(request: SolutionRequest, context: dict[str, Any]) -> Wish:
    """From the context of its page: no query."""
    terms = context["terms"]
    return Wish(
        goals=frozenset(goal.pk for goal in terms["goals"]),
        topics=frozenset(topic.pk for topic in terms["topics"]),
        countries=frozenset(country.pk for country in terms["countries"]),
        fields=frozenset(context["activity_fields"]),
        languages=frozenset([*request.help_languages, request.language]),
        other_languages=_words(request.other_languages),
        text=request.title,
        organization_id=request.organization_id,
    )


def of_form(form: Any) -> Wish:
    """From what stands in the form, valid or not."""

    def several(name: str) -> list[str]:
        value = form[name].value()
        return [str(getattr(entry, "pk", entry)) for entry in value] if isinstance(value, list | tuple) else []

    def one(name: str) -> str:
        value = form[name].value()
        return str(value)[:300].replace("\0", "") if value else ""

    organization = one("organization")
    return Wish(
        goals=frozenset(int(code) for code in several("goals") if code.isascii() and code.isdigit() and len(code) < 4),
        topics=frozenset(_known(several("topics"))),
        countries=frozenset(_known(several("countries"))),
        fields=frozenset(_known(several("activity_fields"))),
        languages=frozenset(_known([*several("help_languages"), one("language")])),
        other_languages=_words(one("other_languages")),
        text=one("title"),
        organization_id=int(organization)
        if organization.isascii() and organization.isdigit() and len(organization) < 18
        else None,
    )


def _known(codes: list[str]) -> list[str]:
    return [code for code in codes[:50] if code and len(code) <= 60 and "\0" not in code]


def of_request(request: SolutionRequest) -> Wish:
    """From the database: four small queries, for the job that tells the fitting organizations."""
    return Wish(
        goals=frozenset(request.goals.values_list("pk", flat=True)),
        topics=frozenset(request.topics.values_list("pk", flat=True)),
        countries=frozenset(request.countries.values_list("pk", flat=True)),
        fields=frozenset(request.activity_fields.values_list("pk", flat=True)),
        languages=frozenset([*request.help_languages, request.language]),
        other_languages=_words(request.other_languages),
        text=request.title,
        organization_id=request.organization_id,
    )
