"""Certificates: a snapshot of what was true on the day, under a code that can be looked up for ever."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.certificates.codes import written
from training.models.course import Award, Course
from training.models.learning import Enrolment


class Certificate(Timestamped):
    """What somebody has shown. Nothing in it is read from elsewhere later: names and titles change."""

    class State(models.TextChoices):
        """Expired is computed from valid_until, never stored."""

        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")
        SUPERSEDED = "superseded", _("replaced by a newer one")

    class Reason(models.TextChoices):
        """Why it no longer holds."""

        NAME = "name", _("the name was corrected")
        ERROR = "error", _("it was issued by mistake")
        CONDUCT = "conduct", _("the answers were not the holder's own")
        REQUEST = "request", _("the holder asked for it")
        RENEWED = "renewed", _("it was renewed")

    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="certificates")
    #: Whose desk it stands on; the certificate outlives the course.
    course = models.ForeignKey(Course, models.SET_NULL, null=True, related_name="certificates", editable=False)
    code = models.CharField(_("code"), max_length=14, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=[c for c in Award.choices if c[0] != "none"])
    holder = models.CharField(_("name of the holder"), max_length=200)
    title = models.CharField(_("title of the course"), max_length=200)
    title_language = models.CharField(_("language of the title"), max_length=10, choices=settings.LANGUAGES)
    #: In which the file is written.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    edition_number = models.PositiveSmallIntegerField(_("edition"))
    issuer = models.CharField(_("issued by"), max_length=300)
    minutes = models.PositiveIntegerField(_("minutes of study"))
    #: The pass mark of the quizzes that had to be passed; None for participation.
    pass_percent = models.PositiveSmallIntegerField(_("pass mark in per cent"), null=True)
    issued_on = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.VALID)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    superseded_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="supersedes")
    #: The file as it was issued, and what its bytes add up to.
    pdf = models.FileField(upload_to="certificates/", max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    #: The Open Badges credential as it was signed; None until a key is there.
    credential = models.JSONField(null=True, editable=False)
    #: The holder lets the public page print the name; else it asks for it.
    shows_name = models.BooleanField(_("the name stands on the public page"), default=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="valid", reason="") | (~Q(state="valid") & ~Q(reason="")),
                name="certificate_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(superseded_by__isnull=False),
                name="certificate_superseded_by_one",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind"], condition=Q(state="valid"), name="certificate_one_valid_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.written_code

    def get_absolute_url(self) -> str:
        return reverse("certificate", args=[self.code])

    @property
    def written_code(self) -> str:
        """The code as it is printed."""
        return written(self.code)

    @property
    def holds(self) -> bool:
        """Neither ended nor past its last day."""
        return self.state == self.State.VALID and not self.has_expired

    @property
    def has_expired(self) -> bool:
        """Past its last day, today."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()
