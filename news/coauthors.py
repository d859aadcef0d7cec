"""Co-authors from other organizations: asking, answering, taking back. A name stands only once it was confirmed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from csonet.content.rights import is_author_side
from csonet.notifications.api import notify
from csonet.prepared import prepared
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from news.models import Article, CoAuthor

#: On the dashboard.
MOST_SHOWN = 5


def ask(article: Article, organization: Organization, name: str, actor: Any) -> CoAuthor:
    """Ask an organization whether one of its people may be named. Raises NotAllowed or WorkflowError."""
    if not is_author_side(actor, article):
        raise NotAllowed(_("You may not do this."))
    try:
        with transaction.atomic():
            row = CoAuthor.objects.create(article=article, organization=organization, name=name, asked_by=actor)
            notify(
                _people_of(organization),
                "coauthor_asked",
                organization=article.organization,
                title=article.title,
                name=name,
                page="coauthor_answer",
                page_args=[str(row.key)],
            )
    except IntegrityError:
        raise WorkflowError(_("This person was asked already.")) from None
    return row


def answer(row: CoAuthor, confirms: bool, actor: Any) -> CoAuthor:
    """Confirm or decline; either can be changed later. Raises NotAllowed for people of other organizations."""
    if not actor.is_authenticated or row.organization_id not in actor.standing.editing:
        raise NotAllowed(_("You may not do this."))
    state = "confirmed" if confirms else "declined"
    with transaction.atomic():
        locked = CoAuthor.objects.select_for_update().get(pk=row.pk)
        if locked.state == state:
            return locked
        locked.state, locked.answered_by, locked.answered_at = state, actor, timezone.now()
        locked.save(update_fields=["state", "answered_by", "answered_at", "updated"])
        article = locked.article
        tell = {person for person in (locked.asked_by, article.author) if person is not None}
        notify(tell, f"coauthor_{state}", item=article, organization=locked.organization, name=locked.name)
    return locked


def take_back(row: CoAuthor, actor: Any) -> None:
    """Take a name off the article, or a request back. Raises NotAllowed, or WrongState if it is gone already."""
    if not is_author_side(actor, row.article):
        raise NotAllowed(_("You may not do this."))
    deleted, _rows = CoAuthor.objects.filter(pk=row.pk).delete()
    if not deleted:
        raise WrongState(_("This was taken back already."))


def section(user: Any) -> tuple[str, dict[str, Any]] | None:
    """For the dashboard: the requests to name one of one's people as an author. One query."""
    if not user.standing.editing:
        return None
    rows = _waiting(sorted(user.standing.editing))
    return ("news/for_me.html", {"rows": rows}) if rows else None


@prepared
def _waiting(organizations: list[int]) -> QuerySet[CoAuthor, dict[str, Any]]:
    rows = CoAuthor.objects.filter(organization__in=organizations, state="asked").order_by("created", "pk")
    return rows.values("key", "name", "created", "article__title", "article__language")[:MOST_SHOWN]


def _people_of(organization: Organization) -> list[User]:
    """Owners and editors: they answer for the organization."""
    return list(
        User.objects.filter(
            is_active=True, memberships__organization=organization, memberships__role__in=("owner", "editor")
        ).distinct()
    )
