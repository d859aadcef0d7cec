"""What holders are told of their certificates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.models import Notice
from training.models import Certificate


def add_kinds() -> None:
    """The kinds of notices about certificates."""
    mine = ("certificate_revoked", "certificate_renewed")
    kinds.add("account", _("the holder of the certificate"), *mine, context=words_of)


def words_of(notice: Notice, language: str) -> dict[str, Any]:
    """The reason in the reader's language."""
    return {"reason": dict(Certificate.Reason.choices).get(notice.context.get("reason_key"), "")}


def tell(certificate: Certificate, kind: str) -> None:
    """The holder what became of it; nobody where the holder's account is gone."""
    enrolment = certificate.enrolment
    if enrolment is None:
        return
    notify(
        [enrolment.user],
        kind,
        # No item: a certificate is told of though its course can't be seen any more.
        page="certificate",
        page_args=[certificate.code],
        title=certificate.title,
        code=certificate.written_code,
        reason_key=certificate.reason or Certificate.Reason.RENEWED,
    )
