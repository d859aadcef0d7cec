"""Certificates: issued once for what was shown, corrected by a new one, revoked with a reason; never changed."""

from __future__ import annotations

import logging
import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.richtext import without_controls
from csonet.ui import languages
from training.certificates.badges import credential_of
from training.certificates.codes import new_code
from training.certificates.files import FileLost, file_of
from training.learning import standing
from training.models import Award, Certificate, Enrolment
from training.models.course import Course

log = logging.getLogger("csonet.certificates")

LONGEST_NAME = 200
#: Signs that turn what is printed around: a name with them could be read as another one.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: After these no other is issued for the same learning; whoever asked for it to be taken back may have one again.
FINAL = (Certificate.Reason.ERROR, Certificate.Reason.CONDUCT)
#: Why a certificate is taken back; the other reasons belong to one that replaces it.
REVOKING = (Certificate.Reason.ERROR, Certificate.Reason.CONDUCT, Certificate.Reason.REQUEST)


class CertificateError(Exception):
    """What was asked can't be done; the text says why."""


def due(enrolment: Enrolment) -> str:
    """The kind of certificate that a learner has earned; "" for none yet.

    Both need everything that counts to be done; quizzes count as done only once they are passed.
    """
    if enrolment.completed_at is None or enrolment.course.award == Award.NONE:
        return ""
    return enrolment.course.award


def issue(enrolment: Enrolment, holder: str) -> Certificate:
    """The valid certificate of an enrolment, made now if there is none.

    Raises CertificateError if none is due, and after one was revoked for good.
    """
    kind = due(enrolment)
    if not kind:
        raise CertificateError(_("The certificate comes when everything that counts is done."))
    valid = enrolment.certificates.filter(state=Certificate.State.VALID, kind=kind).first()
    if valid is not None:
        return valid
    if enrolment.certificates.filter(state=Certificate.State.REVOKED, reason__in=FINAL).exists():
        raise CertificateError(_("This certificate was revoked"))
    try:
        with transaction.atomic():
            made = Certificate.objects.create(enrolment=enrolment, **_snapshot(enrolment, kind, _name(holder)))
    except IntegrityError:  # the other tab was faster
        return enrolment.certificates.get(state=Certificate.State.VALID, kind=kind)
    complete(made)
    return made


def shown_to_learner(enrolment: Enrolment) -> list[Certificate]:
    """The certificates that the course's page leads to: what is valid, and what was revoked for good. One query."""
    lasting = Q(state=Certificate.State.VALID) | Q(state=Certificate.State.REVOKED, reason__in=FINAL)
    return list(enrolment.certificates.filter(lasting))


def complete(certificate: Certificate) -> None:
    """Make the file and the credential. The certificate stands without: what fails is made when it is asked for."""
    try:
        file_of(certificate)
        credential_of(certificate)
    except (OSError, FileLost, ImproperlyConfigured):
        log.exception("certificate %s has no file or no credential yet", certificate.pk)


def correct_name(certificate: Certificate, holder: str, by: Any) -> Certificate:
    """A new certificate with another name; the old code says that it was replaced. Raises CertificateError."""
    name = _name(holder)
    with transaction.atomic():
        old = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if old.state != Certificate.State.VALID or old.enrolment is None:
            raise CertificateError(_("Only a valid certificate can be corrected."))
        if old.holder == name:
            return old
        new = _replace(old, Certificate.Reason.NAME, by, holder=name)
    complete(new)
    return new


def renew(certificate: Certificate, by: Any) -> Certificate:
    """A new certificate from today on, for one that ends on a day. Raises CertificateError for any other."""
    with transaction.atomic():
        old = Certificate.objects.select_for_update(of=("self",)).select_related("course").get(pk=certificate.pk)
        if old.state != Certificate.State.VALID or old.enrolment is None:
            raise CertificateError(_("It is not valid any more."))
        if old.valid_until is None:
            raise CertificateError(_("It is valid without an end."))
        today = timezone.localdate()
        until = _last_day(old.course, today)
        new = _replace(old, Certificate.Reason.RENEWED, by, issued_on=today, valid_until=until)
    complete(new)
    return new


#: What a certificate that replaces another one says as that one did.
_COPIED = (
    "course",
    "kind",
    "holder",
    "title",
    "title_language",
    "language",
    "edition_number",
    "issuer",
    "minutes",
    "pass_percent",
    "issued_on",
    "valid_until",
    "shows_name",
)


def _replace(old: Certificate, reason: str, by: Any, **changes: Any) -> Certificate:
    """A new certificate with the changes; the old one says so."""
    copied = {field: getattr(old, field) for field in _COPIED}
    # The old one gives its place up first: one certificate of a kind is valid at a time.
    new = Certificate.objects.create(code=new_code(), **copied | changes)
    _end(old, Certificate.State.SUPERSEDED, reason, by, superseded_by=new)
    new.enrolment = old.enrolment
    new.save(update_fields=["enrolment", "updated"])
    return new


def _last_day(course: Course | None, first: date) -> date | None:
    """Until when a certificate of this day is valid, by the course's rule; None for without an end."""
    months = course.valid_months if course else None
    if not months:
        return None
    year, month = divmod(first.month - 1 + months, 12)
    length = monthrange(first.year + year, month + 1)[1]
    return date(first.year + year, month + 1, min(first.day, length))


def revoke(certificate: Certificate, reason: str, by: Any) -> Certificate:
    """Take a certificate back; as it is then. Raises CertificateError for one that has ended, or an unknown reason."""
    if reason not in REVOKING:
        raise CertificateError(_("Choose a reason."))
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if locked.state != Certificate.State.VALID:
            raise CertificateError(_("It is not valid any more."))
        _end(locked, Certificate.State.REVOKED, reason, by)
    return locked


def _end(certificate: Certificate, state: str, reason: str, by: Any, **more: Any) -> None:
    changes = {"state": state, "reason": reason, "ended_at": timezone.now(), "ended_by": by, **more}
    for name, value in changes.items():
        setattr(certificate, name, value)
    certificate.save(update_fields=[*changes, "updated"])


def _name(typed: str) -> str:
    """Raises CertificateError for a name without a letter, or a longer one than a page holds."""
    name = " ".join(_HIDDEN.sub("", without_controls(typed)).split())
    if not any(sign.isalpha() for sign in name) or len(name) > LONGEST_NAME:
        raise CertificateError(_("Write your name as it should stand on the certificate."))
    return name


def _snapshot(enrolment: Enrolment, kind: str, holder: str) -> dict[str, Any]:
    course: Course = enrolment.course
    today = timezone.localdate()
    outline, _progress = standing(enrolment)
    marks = [activity.quiz.pass_percent for activity in outline.activities.values() if hasattr(activity, "quiz")]
    return {
        "code": new_code(),
        "kind": kind,
        "holder": holder,
        "course": course,
        "title": course.title,
        "title_language": course.language,
        "language": languages.current(),
        "edition_number": enrolment.edition.number,
        "issuer": course.organization.name,
        "minutes": outline.minutes,
        "pass_percent": min(marks, default=None) if kind == Award.ACHIEVEMENT else None,
        "issued_on": today,
        "valid_until": _last_day(course, today),
    }
