"""Organizations, and the one door through which their verification changes."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.verification import VERIFICATION
from csonet.abstract import AppendOnly, Timestamped


class OrganizationType(models.TextChoices):
    """The 15 types of iCSO."""

    ACADEMICS = "academics", _("Academics")
    ASSOCIATION = "association", _("Association")
    COOPERATIVE = "cooperative", _("Cooperative")
    DISABILITY = "disability", _("Disability, Development and Rights Organizations")
    FOUNDATION = "foundation", _("Foundation")
    INDIGENOUS = "indigenous", _("Indigenous Peoples Organizations")
    INSTITUTION = "institution", _("Institution")
    IGO = "igo", _("Inter-Governmental Organization")
    LOCAL_GOVERNMENT = "local-government", _("Local Government")
    MEDIA = "media", _("Media")
    NGO = "ngo", _("Non-Governmental Organization")
    AGEING = "ageing", _("Open-Ended Working Group on Ageing")
    OTHERS = "others", _("Others")
    PRIVATE = "private", _("Private Sector")
    TRADE_UNION = "trade-union", _("Trade Union")


class GeographicScope(models.TextChoices):
    INTERNATIONAL = "international", _("International")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    LOCAL = "local", _("Local")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def approved(self) -> OrganizationQuerySet:
        """Those whose members may publish."""
        return self.filter(verification="verified")

    def public(self) -> OrganizationQuerySet:
        """What the directory shows to everybody: approved ones, and those that the register knows."""
        return self.filter(verification__in=["verified", "listed"])

    def with_appearance(self) -> OrganizationQuerySet:
        """With `appeared`: when the directory came to show each; for a profile, when it was approved."""
        return self.annotate(appeared=Coalesce("verified_at", "created"))

    def visible_to(self, user) -> OrganizationQuerySet:
        """Public ones; one's own whatever its state; all of them for the Branch. The only definition there is."""
        if not user.is_authenticated:
            return self.public()
        if user.is_branch:
            return self.all()
        own = user.standing.organizations | user.standing.waiting
        if not own:
            return self.public()
        return self.filter(models.Q(verification__in=["verified", "listed"]) | models.Q(pk__in=own))

    def editable_by(self, user) -> OrganizationQuerySet:
        """Those whose profile this person may edit: owner or editor, and neither refused, suspended nor merged."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            verification__in=["registered", "returned", "verified"],
            memberships__user=user,
            memberships__role__in=["owner", "editor"],
        )

    def with_status(self) -> OrganizationQuerySet:
        """Each with its current consultative status in `current_statuses`: a list of one or none. One more query."""
        statuses = apps.get_model("accounts", "ConsultativeStatus").objects.filter(is_current=True)
        return self.prefetch_related(models.Prefetch("statuses", queryset=statuses, to_attr="current_statuses"))

    def for_cards(self) -> OrganizationQuerySet:
        """The columns that a row of the directory prints, with the status."""
        return self.with_status().only(
            "name",
            "acronym",
            "slug",
            "type",
            "country_id",
            "is_un_entity",
            "is_demo",
            "verification",
            "logo",
        )


class Organization(Timestamped):
    """An organization. Those that the register alone knows are "listed": a name and decisions, nothing invented."""

    name = models.CharField(_("legal name"), max_length=300)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    #: accounts.names.name_key(name): what two spellings of one name have in common.
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    type = models.CharField(_("type"), max_length=20, choices=OrganizationType.choices, blank=True)
    is_un_entity = models.BooleanField(_("UN agency, fund or programme"), default=False)
    mission = models.TextField(_("mission"), max_length=5000, blank=True)
    country = models.ForeignKey(
        "reference.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="headquartered",
        verbose_name=_("country of the headquarters"),
    )
    address = models.TextField(_("address of the headquarters"), max_length=500, blank=True)
    countries = models.ManyToManyField(
        "reference.Country", blank=True, related_name="organizations", verbose_name=_("countries of activity")
    )
    scope = models.CharField(_("geographic scope"), max_length=15, choices=GeographicScope.choices, blank=True)
    #: Django language codes of the six official languages; others stand as words in other_languages.
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    other_languages = models.CharField(_("other languages"), max_length=200, blank=True)
    fields = models.ManyToManyField(
        "reference.ActivityField", blank=True, related_name="organizations", verbose_name=_("fields of activity")
    )
    goals = models.ManyToManyField(
        "reference.Goal",
        blank=True,
        related_name="organizations",
        verbose_name=_("Sustainable Development Goals"),
    )
    established = models.PositiveSmallIntegerField(
        _("year established"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
    )
    registration_number = models.CharField(_("registration number"), max_length=100, blank=True)
    registration_authority = models.CharField(_("registered with"), max_length=200, blank=True)
    registration_year = models.PositiveSmallIntegerField(
        _("year of registration"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
    )
    website = models.URLField(_("web site"), max_length=300, blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)
    contact_is_public = models.BooleanField(_("show the contact to everybody"), default=False)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("country office of"),
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)
    verification = models.CharField(
        _("verification"), max_length=10, choices=VERIFICATION.choices, default="registered", editable=False
    )
    verified_at = models.DateTimeField(_("verified on"), null=True, editable=False)
    #: Who registered it; the notices about the registration go to this person too.
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="registered_organizations",
        verbose_name=_("applicant"),
    )
    #: When it was last sent to the Branch for approval; the queue is sorted by it.
    submitted_at = models.DateTimeField(_("sent on"), null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged_from")
    #: Counts every change of profile or state; decisions and edits carry the one they were made on.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        permissions = [("act_as_branch", "Can act as an officer of the NGO Branch")]
        indexes = [
            models.Index(fields=["verification", "submitted_at"], name="organization_queue"),
            models.Index(fields=["updated"], name="organization_changed"),
            models.Index(
                fields=["verification", "-verified_at", "-id"],
                condition=models.Q(verified_at__isnull=False),
                name="organization_newest",
            ),
            # Few have a parent: without the condition SQLite takes the index for useless.
            models.Index(
                fields=["parent", "name_key"], condition=models.Q(parent__isnull=False), name="organization_offices"
            ),
        ]
        constraints = [
            # Two clicks on "send" make one registration.
            models.UniqueConstraint(
                fields=["applicant", "name_key"],
                condition=models.Q(verification__in=["registered", "returned"]),
                name="organization_one_registration",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(verification="merged"),
                name="organization_merged_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization_detail", args=[self.slug])

    @property
    def is_approved(self) -> bool:
        return self.verification == "verified"


class FormerName(models.Model):
    """A name that the organization had, or that the register printed."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="former_names", verbose_name=_("organization")
    )
    name = models.CharField(_("former name"), max_length=300)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    until = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-until", "name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="former_name_once")]

    def __str__(self) -> str:
        return self.name


class VerificationDecision(AppendOnly):
    """One step in the record of an organization: who, when, from, to, why. Edits of the profile are steps too.

    It stays with the record it was made on, also when that is merged into another: `target` names the other one.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="verification_decisions", verbose_name=_("organization")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("action"), max_length=20)
    from_state = models.CharField(_("former state"), max_length=10)
    to_state = models.CharField(_("new state"), max_length=10)
    reason_code = models.CharField(_("reason"), max_length=30, blank=True)
    text = models.TextField(_("words to the applicant"), blank=True)
    #: For an edit: the names of the changed fields.
    changed = models.JSONField(default=list)
    target = models.ForeignKey(Organization, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("verification decision")
        verbose_name_plural = _("verification decisions")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.organization}: {self.action}"

    @property
    def label(self) -> str:
        """What was done, in the staff's words."""
        if self.action in ACTION_LABELS:
            return ACTION_LABELS[self.action]
        return VERIFICATION.transition(self.action).label


#: Steps that are no transition of the table.
ACTION_LABELS = {
    "register": _("Registered"),
    "edit": _("Profile edited"),
    "absorb": _("Another record merged into this one"),
}
