"""What pages show of calls and statements: one query for the event's page, the parts of a statement's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, Q, Value

from events.models import Event, SideEventCall, SpeakersList, Statement, StatementCall
from events.models.statement_choices import StatementState
from events.statements import counting

#: Statements on one page of the list; the event's own page shows the first, and leads to the others.
A_PAGE = 100


@dataclass(frozen=True)
class Shown:
    """A call as the event's page names it."""

    kind: str
    pk: int
    name: str
    zone: str
    opens: Any
    closes: Any
    published: int


def calls_of(event: Event) -> list[Shown]:
    """All calls of an event, with how many statements are published. One query."""
    columns = ("pk", "name", "zone", "opens", "closes")
    published = Count(
        "statements",
        filter=Q(statements__state=StatementState.PUBLISHED, statements__organization__verification="verified"),
    )
    rows = (
        StatementCall.objects.filter(event=event)
        .order_by()
        .annotate(kind=Value("statements"), published=published)
        .values_list("kind", *columns, "published")
    )
    none = Value(0, output_field=IntegerField())
    others = [
        model._default_manager.filter(event=event)  # type: ignore[attr-defined]
        .order_by()
        .annotate(kind=Value(kind), published=none)
        .values_list("kind", *columns, "published")
        for kind, model in (("speakers", SpeakersList), ("side-events", SideEventCall))
    ]
    return [Shown(*row) for row in sorted(rows.union(*others, all=True))]


def published_of(event: Event, calls: list[Shown]) -> list[Statement]:
    """The first page of statements on the event's page, by language and title; no query where there is none."""
    if not any(call.published for call in calls):
        return []
    rows = Statement.objects.for_event(event).published().for_lists()
    return list(rows.order_by("language", "title", "pk")[:A_PAGE])


def waiting(event: Event) -> Any:
    """The calls for statements with how many wait for a decision."""
    submitted = Q(statements__state=StatementState.SUBMITTED)
    handed = Q(statements__submitted_at__isnull=False)
    found = StatementCall.objects.filter(event=event)
    return found.annotate(
        waits=Count("statements", filter=submitted), came=Count("statements", filter=handed)
    ).order_by("pk")


@dataclass
class Parts:
    """A statement's text as a page shows it."""

    #: ("heading" or "paragraph", lines).
    blocks: list[tuple[str, str]] = field(default_factory=list)
    #: (mark, words).
    notes: list[tuple[str, str]] = field(default_factory=list)


def parts_of(text: str) -> Parts:
    """Headings, paragraphs and footnotes of plain text, by the same lines that counting goes by."""
    parts, open_lines = Parts(), []

    def close() -> None:
        if open_lines:
            parts.blocks.append(("paragraph", _marked("\n".join(open_lines))))
            open_lines.clear()

    for line in text.split("\n"):
        note = counting.NOTE.match(line)
        if note:
            close()
            parts.notes.append((note[1], line[note.end() :].strip()))
        elif counting.HEADING.match(line):
            close()
            parts.blocks.append(("heading", _marked(line.lstrip("#").strip())))
        elif line.strip():
            open_lines.append(line)
        else:
            close()
    close()
    return parts


def _marked(text: str) -> str:
    """Marks of footnotes as readers know them: [1]."""
    return counting.MARK.sub(r"[\1]", text)
