"""Certificates: issued once for what was shown, corrected by a new one, revoked with a reason; never changed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training.certificates.codes import new_code
from training.learning import standing
from training.models import Award, Certificate, Enrolment
from training.models.course import Course

LONGEST_NAME = 200


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
    """The valid certificate of an enrolment, made now if there is none. Raises CertificateError if none is due."""
    kind = due(enrolment)
    if not kind:
        raise CertificateError(_("The certificate comes when everything that counts is done."))
    valid = enrolment.certificates.filter(state=Certificate.State.VALID, kind=kind).first()
    if valid is not None:
        return valid
    try:
        with transaction.atomic():
            return Certificate.objects.create(enrolment=enrolment, **_snapshot(enrolment, kind, _name(holder)))
    except IntegrityError:  # the other tab was faster
        return enrolment.certificates.get(state=Certificate.State.VALID, kind=kind)


def correct_name(certificate: Certificate, holder: str, by: Any) -> Certificate:
    """A new certificate with another name; the old code says that it was replaced. Raises CertificateError."""
    name = _name(holder)
    with transaction.atomic():
        old = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if old.state != Certificate.State.VALID or old.enrolment is None:
            raise CertificateError(_("Only a valid certificate can be corrected."))
        if old.holder == name:
            return old
        copied = {
            field: getattr(old, field)
            for field in (
                "kind",
                "title",
                "language",
                "edition_number",
                "issuer",
                "minutes",
                "pass_percent",
                "issued_on",
                "valid_until",
                "shows_name",
            )
        }
        # The old one gives its place up first: one certificate of a kind is valid at a time.
        new = Certificate(code=new_code(), holder=name, **copied)
        new.save()
        _end(old, Certificate.State.SUPERSEDED, Certificate.Reason.NAME, by, superseded_by=new)
        new.enrolment = old.enrolment
        new.save(update_fields=["enrolment", "updated"])
    return new


def revoke(certificate: Certificate, reason: str, by: Any) -> None:
    """Take a certificate back. Raises CertificateError for one that holds no more, or an unknown reason."""
    if reason not in Certificate.Reason.values:
        raise CertificateError(_("Choose a reason."))
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if locked.state != Certificate.State.VALID:
            raise CertificateError(_("It is not valid any more."))
        _end(locked, Certificate.State.REVOKED, reason, by)


def _end(certificate: Certificate, state: str, reason: str, by: Any, **more: Any) -> None:
    changes = {"state": state, "reason": reason, "ended_at": timezone.now(), "ended_by": by, **more}
    for name, value in changes.items():
        setattr(certificate, name, value)
    certificate.save(update_fields=[*changes, "updated"])


def _name(typed: str) -> str:
    """Raises CertificateError for a name without a letter, or a longer one than a page holds."""
    name = " ".join(typed.split())
    if not any(sign.isalpha() for sign in name) or len(name) > LONGEST_NAME:
        raise CertificateError(_("Write your name as it should stand on the certificate."))
    return name


def _snapshot(enrolment: Enrolment, kind: str, holder: str) -> dict[str, Any]:
    course: Course = enrolment.course
    outline, _progress = standing(enrolment)
    marks = [activity.quiz.pass_percent for activity in outline.activities.values() if hasattr(activity, "quiz")]
    return {
        "code": new_code(),
        "kind": kind,
        "holder": holder,
        "title": course.title,
        "language": course.language,
        "edition_number": enrolment.edition.number,
        "issuer": course.organization.name,
        "minutes": outline.minutes,
        "pass_percent": min(marks, default=None) if kind == Award.ACHIEVEMENT else None,
        "issued_on": timezone.localdate(),
    }
