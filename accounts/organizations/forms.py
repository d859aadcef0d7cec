"""What an organization says about itself: the form of registration, of the profile and of the first step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.names import name_key
from accounts.organizations.fields import VocabularyField, VocabularyListField, WebAddressField
from accounts.organizations.matching import near_matches
from accounts.organizations.plain import plain
from csonet.images import process_image
from csonet.reference import vocabulary
from csonet.ui.forms import ChoiceGroups

LOGO_SIDE = 400
MOST_FORMER_NAMES = 10


def _has_a_letter(name: str) -> bool:
    return any(sign.isalnum() for sign in name)


class NameForm(forms.Form):
    """The first step: the name and the country, to look for what is there already."""

    name = forms.CharField(
        label=_("Legal name of the organization"),
        max_length=300,
        help_text=_("As it is registered, in full. Example: Association pour l’eau potable de Tillabéri."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = VocabularyField(
        vocabulary.countries,
        lambda: vocabulary.choices("countries"),
        label=_("Country of the headquarters"),
        required=False,
    )

    def clean_name(self) -> str:
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not _has_a_letter(name):
            raise ValidationError(_("A name needs at least one letter."))
        return name


class OrganizationForm(forms.ModelForm):
    """All that an organization says about itself; few answers are required."""

    fieldsets = [
        (_("The organization"), ["name", "acronym", "former_names", "type", "is_un_entity", "parent_name", "logo"]),
        (_("Where it is and works"), ["country", "address", "scope", "countries", "languages", "other_languages"]),
        (_("What it does"), ["mission", "fields", "goals"]),
        (
            _("Registration and web site"),
            ["established", "registration_number", "registration_authority", "registration_year", "website"],
        ),
        (_("Contact"), ["contact_name", "contact_email", "contact_phone", "contact_is_public"]),
    ]

    country = VocabularyField(
        vocabulary.countries, lambda: vocabulary.choices("countries"), label=_("Country of the headquarters")
    )
    countries = VocabularyListField(
        vocabulary.countries,
        lambda: vocabulary.grouped_choices("countries"),
        label=_("Countries of activity"),
        required=False,
        widget=ChoiceGroups,
    )
    fields_of_activity = VocabularyListField(
        vocabulary.fields,
        lambda: vocabulary.grouped_choices("fields"),
        label=_("Fields of activity"),
        required=False,
        widget=ChoiceGroups,
        most=40,
        help_text=_("Others find you by these. Choose those in which you really work, 40 at most."),
    )
    goals = VocabularyListField(
        vocabulary.goals,
        lambda: vocabulary.choices("goals"),
        key=int,
        label=_("Sustainable Development Goals"),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    website = WebAddressField(
        label=_("Web site"),
        max_length=300,
        required=False,
        help_text=_("Example: https://www.example.org. Leave it empty if there is none."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, up to 10 MB."),
    )
    former_names = forms.CharField(
        label=_("Former names"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )
    parent_name = forms.CharField(
        label=_("Country office or branch of"),
        required=False,
        max_length=300,
        help_text=_("The name of the parent organization as it stands in the directory."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organization
        fields = [
            "name",
            "acronym",
            "type",
            "is_un_entity",
            "country",
            "address",
            "countries",
            "scope",
            "languages",
            "other_languages",
            "goals",
            "mission",
            "established",
            "registration_number",
            "registration_authority",
            "registration_year",
            "website",
            "logo",
            "contact_name",
            "contact_email",
            "contact_phone",
            "contact_is_public",
        ]
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
            "mission": forms.Textarea(attrs={"rows": 6}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "contact_phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }
        help_texts = {
            "mission": _("What the organization is for, in a few sentences."),
            "is_un_entity": _("Only for agencies, funds and programmes of the United Nations system."),
            "contact_is_public": _("Without this mark the contact is seen by the NGO Branch and your own people only."),
            "established": _("Four digits. Example: 1998."),
            "other_languages": _("Example: Hausa, Yoruba."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # A model field called "fields" can't be a form attribute of that name: the form's own.
        self.fields["fields"] = self.fields.pop("fields_of_activity")
        self.fields["type"].required = True
        organization = self.instance
        self.initial.setdefault("version", organization.version)
        if organization.pk:
            self.initial["fields"] = list(organization.fields.all())
            self.initial["former_names"] = "\n".join(former.name for former in organization.former_names.all())
            self.initial["parent_name"] = organization.parent.name if organization.parent else ""
        if organization.verification == "verified":
            self._settle("name", _("To change the legal name of an approved organization, write to the NGO Branch."))
            self._settle("is_un_entity", _("Set by the NGO Branch."))

    def _settle(self, name: str, why: Any) -> None:
        """The Branch has approved this answer: it is shown, and what a form sends for it is not read."""
        self.fields[name].disabled = True
        self.fields[name].help_text = why

    def clean_name(self) -> str:
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not _has_a_letter(name):
            raise ValidationError(_("A name needs at least one letter."))
        return name

    def clean_former_names(self) -> list[str]:
        lines = [" ".join(line.split()) for line in plain(self.cleaned_data["former_names"]).splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > MOST_FORMER_NAMES:
            raise ValidationError(_("Write at most %(most)s former names.") % {"most": MOST_FORMER_NAMES})
        if any(len(name) > 300 for name in names):
            raise ValidationError(_("A name has at most 300 characters."))
        return names

    def clean_parent_name(self) -> str:
        """Sets the parent; raises ValidationError with the nearest names if there is none of that name."""
        name = plain(self.cleaned_data["parent_name"])
        self.parent = None
        if not name:
            return ""
        near = near_matches(name, limit=3, leaving_out=self.instance.pk)
        if near and near[0].is_same:
            self.parent = near[0].organization
            if self.parent.parent_id == self.instance.pk and self.instance.pk:
                raise ValidationError(_("That organization is itself an office of yours."))
            return name
        if near:
            names = " · ".join(match.organization.name for match in near)
            raise ValidationError(
                _("No organization has exactly this name. Do you mean: %(names)s?") % {"names": names}
            )
        raise ValidationError(_("The directory knows no organization of this name."))

    def clean_logo(self) -> Any:
        upload = self.cleaned_data["logo"]
        if upload and "logo" in self.files:
            return process_image(upload, LOGO_SIDE)
        return upload

    def clean_established(self) -> int | None:
        return self._past_year("established")

    def clean_registration_year(self) -> int | None:
        return self._past_year("registration_year")

    def _past_year(self, name: str) -> int | None:
        year = self.cleaned_data[name]
        if year and year > timezone.now().year:
            raise ValidationError(_("This year is in the future."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = plain(value)
        established, registered = cleaned.get("established"), cleaned.get("registration_year")
        if established and registered and registered < established:
            self.add_error("registration_year", gettext("It can’t be registered before it was established."))
        return cleaned

    def changed_names(self) -> list[str]:
        """The names of the fields whose answers changed, for the record."""
        return [name for name in self.changed_data if name != "version"]

    def former_name_keys(self) -> list[tuple[str, str]]:
        """(name, key) of each former name."""
        return [(name, name_key(name)) for name in self.cleaned_data["former_names"]]

    def _save_m2m(self) -> None:
        super()._save_m2m()
        self.instance.fields.set(self.cleaned_data["fields"])
