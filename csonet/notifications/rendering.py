"""The words of a notice, made in the reader's language when it is read or mailed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from csonet.notifications.kinds import kind_of
from csonet.notifications.models import Notice

#: What a notice can be about, and the reader has to be allowed to see.
THINGS = ("item", "organization")


def render(notice: Notice, language: str) -> tuple[str, str]:
    """Subject and text of a notice in a language.

    The template notifications/<kind>.txt gives the subject in its first line, then an empty line, then the text.
    It is plain text: nothing in it is escaped for HTML.
    """
    with translation.override(language):
        words = get_template(f"notifications/{notice.kind}.txt").render(context_of(notice, language))
    subject, _separator, body = words.strip().partition("\n")
    return one_line(subject), body.strip() + "\n"


def one_line(text: str) -> str:
    """The text on one line: no line break of any kind and no control character, so that it can stand in a header."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in text).split())


def context_of(notice: Notice, language: str) -> dict[str, Any]:
    """What the template may use; links are absolute."""
    more = kind_of(notice.kind).context
    return {
        **notice.context,
        **(more(notice, language) if more else {}),
        "notice": notice,
        "recipient": notice.recipient,
        "item": notice.item,
        "organization": notice.organization,
        "decision": notice.decision,
        "language": language,
        "site_url": settings.SITE_URL,
        "url": urljoin(settings.SITE_URL + "/", link_of(notice)),
    }


def link_of(notice: Notice) -> str:
    """Where the notice leads: the page or address that it carries, its item or organization; in the active language."""
    if notice.context.get("page"):
        return reverse(str(notice.context["page"]), args=notice.context.get("page_args", []))
    if notice.context.get("path"):
        return str(notice.context["path"])
    thing = notice.item or notice.organization
    return thing.get_absolute_url() if thing is not None else f"/{translation.get_language()}/dashboard/"


def with_objects(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """The notices with all that their words need: one query."""
    return notices.select_related("item__author", "item__organization", "organization", "decision__reason")


def may_be_told(notice: Notice) -> bool:
    """Visibility is asked again when the words leave: what was hidden meanwhile is not told."""
    return notice.recipient.is_active and bool(still_told([notice], notice.recipient))


def still_told(notices: Iterable[Notice], person: Any) -> list[Notice]:
    """Of these notices to one person, those whose objects the person may see now; what their words need is fetched.

    What every visitor may see is asked first: it is most of it, and needs none of the person's memberships.
    """
    notices = list(notices)
    seen = {
        name: _seen(name, {getattr(notice, f"{name}_id") for notice in notices} - {None}, person) for name in THINGS
    }
    told = [
        notice for notice in notices if all(getattr(notice, f"{name}_id") in seen[name] | {None} for name in THINGS)
    ]
    for prepare in {prepare for notice in told if (prepare := kind_of(notice.kind).prepare)}:
        prepare(told)
    return told


def _seen(name: str, keys: set[int], person: Any) -> set[int]:
    """Which of these items or organizations the person may see; one query each for the public and for the rest."""
    manager: Any = Notice._meta.get_field(name).remote_field.model._default_manager  # type: ignore[union-attr]
    found: set[int] = set()
    for reader in (AnonymousUser(), person):
        if keys - found:
            rows = manager.filter(pk__in=keys - found).order_by().visible_to(reader)
            found.update(rows.values_list("pk", flat=True))
    return found
