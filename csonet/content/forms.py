"""The form that every noun's form is made from: the shared fields, cleaned, with what a draft may still lack.

A draft needs a title, a language and an organization; what else is required is asked for when it is submitted.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField
from taggit.utils import edit_string_for_tags

from accounts.models import Organization
from csonet import images, richtext
from csonet.content.models import Audience, Item
from csonet.content.states import EDITABLE
from csonet.reference import vocabulary
from csonet.ui.forms import ChoiceGroups

#: What can't be shown, or makes a text read as another: controls, overrides of direction, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]")
#: Commas of other scripts, and what people take for one.
_COMMAS = re.compile("[،，、；;]")
#: Vocabularies so long that they stand under headings.
GROUPED = frozenset({"countries", "fields", "targets"})
MOST_TAGS = 12
LONGEST_TAG = 50


class TermsField(forms.TypedMultipleChoiceField):
    """Terms of a vocabulary as boxes, in the reader's alphabet, long ones under headings, without a query."""

    def __init__(self, kind: str, **kwargs: Any):
        key = int if kind == "goals" else str
        choices = vocabulary.grouped_choices if kind in GROUPED else vocabulary.choices
        kwargs.setdefault("widget", ChoiceGroups if kind in GROUPED else forms.CheckboxSelectMultiple)
        super().__init__(choices=lambda: choices(kind), coerce=key, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Keys, where the item's own terms come as objects."""
        if isinstance(value, (list, tuple)):
            return [getattr(entry, "pk", entry) for entry in value]
        return value


class TagsField(TagField):
    """Free words, parted by commas."""

    def clean(self, value: Any) -> list[str]:
        """The tags without doubles. Raises ValidationError for too many, or one that is too long or none."""
        tags: dict[str, str] = {}
        for tag in super().clean(_COMMAS.sub(",", value or "")):
            word = " ".join(unicodedata.normalize("NFC", tag).split())
            if _FORBIDDEN.search(word) or not any(sign.isalnum() for sign in word):
                raise forms.ValidationError(_("A tag is a word or two, of letters and digits."))
            if len(word) > LONGEST_TAG:
                raise forms.ValidationError(_("A tag has at most %(limit)d characters.") % {"limit": LONGEST_TAG})
            tags.setdefault(word.casefold(), word)
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_("Use at most %(limit)d tags.") % {"limit": MOST_TAGS})
        return list(tags.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return sorted(tag.name for tag in initial or []) != sorted(self.clean(data))
        except forms.ValidationError:
            return True


class ItemForm(forms.ModelForm):
    """The shared fields. A noun's form adds its own to Meta.fields and to `fieldsets`.

    user: who writes; None when kept data is put to use, where the organization stays what it is.
    draft: only what a draft needs is asked for.
    """

    use_required_attribute = False
    #: Asked for even of a draft.
    DRAFT_NEEDS: ClassVar[frozenset[str]] = frozenset({"title", "language", "organization"})
    #: (legend, names) in the order of the page.
    fieldsets: ClassVar[list[tuple[str | Promise, list[str]]]] = []

    topics = TermsField("topics", label=_("Topics"), help_text=_("Choose one to three."))
    goals = TermsField(
        "goals",
        label=_("Sustainable Development Goals"),
        help_text=_("Those to which it contributed most."),
    )
    countries = TermsField(
        "countries",
        label=_("Countries and areas"),
        help_text=_("Those that it is about."),
    )
    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_(
            "Words by which others would look for it, parted by commas. For example: rain water, tanks, schools"
        ),
    )
    image = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, GIF or WebP, up to 10 MB. The place where it was taken is removed from the file."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
    )

    class Meta:
        model = Item
        fields = (
            "title",
            "summary",
            "language",
            "organization",
            "audience",
            "topics",
            "goals",
            "countries",
            "tags",
            "image",
            "image_alt",
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("One line that says what it is. For example: “Rain water kept in village tanks”."),
            "summary": _(
                "Two or three sentences for lists and search results. For example: “Twelve villages store rain in "
                "tanks that they build themselves. Nobody walks for water any more.”"
            ),
            "language": _("The language that you write in here."),
            "organization": _("The organization for which you write, and to which the text belongs."),
            "audience": _("Who may read it once it is published."),
            "image_alt": _(
                "What the picture shows, for those who cannot see it. For example: “Two women close the lid of a tank.”"
            ),
        }

    def __init__(self, *args: Any, user: Any = None, draft: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user, self.draft = user, draft
        self.fields["summary"].required = True
        audience: Any = self.fields.get("audience")
        if audience is not None:
            audience.choices = [choice for choice in Audience.choices if choice[0] != Audience.CIRCLE]
            audience.initial = Audience.PUBLIC
            if self.instance.circle_id:
                del self.fields["audience"]
        self._limit_organizations()
        if not self.instance.pk:
            self.fields["language"].initial = get_language()
        richtext.write_in(self, self._language())

    def _limit_organizations(self) -> None:
        """Those the person may write for; once it was submitted, the item stays with its organization."""
        field: Any = self.fields["organization"]
        settled = self.instance.pk and (self.user is None or self.instance.status not in EDITABLE)
        own = {self.instance.organization_id} if settled else self.user.standing.organizations if self.user else set()
        field.queryset = Organization.objects.filter(pk__in=own).order_by("name")
        field.disabled = bool(settled)
        field.empty_label = None
        if not self.instance.pk:
            field.initial = min(own, default=None)

    def _language(self) -> str:
        codes = dict(settings.LANGUAGES)
        typed = self.data.get("language", "") if self.is_bound else ""
        wanted = typed or self.instance.language or get_language() or "en"
        return wanted if wanted in codes else "en"

    def full_clean(self) -> None:
        """As Django's; a draft is asked for what it needs alone."""
        spared = [field for name, field in self.fields.items() if field.required and name not in self.DRAFT_NEEDS]
        for field in spared if self.draft else ():
            field.required = False
        super().full_clean()
        for field in spared:
            field.required = True

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's stubs leave it out
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and not isinstance(self.fields[name], richtext.RichTextField | forms.ChoiceField):
                self._tidy(name, value)

    def _tidy(self, name: str, value: str) -> None:
        """Composed characters, plain line ends, one line where one is asked for; nothing that can't be shown."""
        text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\ufeff", "")
        text = re.sub("[\r\x0b\x0c]", "\n", text)
        if _FORBIDDEN.search(text):
            self.add_error(
                name, _("This contains control characters, which can't be shown. Type it anew, or paste plain text.")
            )
            return
        one_line = not isinstance(self.fields[name].widget, forms.Textarea)
        self.cleaned_data[name] = " ".join(text.split()) if one_line else text.strip()

    def clean_title(self) -> str:
        """Raises ValidationError for a title without a letter or a digit."""
        title = self.cleaned_data["title"]
        if not any(sign.isalnum() for sign in title):
            raise forms.ValidationError(_("Give it a title in words."))
        return title

    def clean_image(self) -> Any:
        """The picture drawn anew, the one that was there, or False if it goes."""
        upload = self.cleaned_data.get("image")
        return images.process_image(upload) if isinstance(upload, UploadedFile) else upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("image") and not cleaned.get("image_alt") and not self.draft:
            self.add_error("image_alt", _("Say in words what the picture shows."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Write the form's own columns and no others, so that what else changed in the row meanwhile stays."""
        if not commit or self.instance._state.adding:
            return super().save(commit)
        if self.errors:
            raise ValueError("The form is not valid.")
        own = {field.name for field in self.instance._meta.concrete_fields}
        names = [name for name in self.cleaned_data if name in own and not self.fields[name].disabled]
        self.instance.save(update_fields=[*names, "updated"])
        self._save_m2m()  # type: ignore[attr-defined]  # Django's stubs leave it out
        return self.instance

    @classmethod
    def data_of(cls, instance: Item) -> dict[str, list[str]]:
        """What the form would hold for this item, as a browser would send it; files excepted."""
        form = cls(instance=instance, user=None)
        data = {}
        for name, field in form.fields.items():
            if not isinstance(field, forms.FileField):
                value = form.get_initial_for_field(field, name)
                data[name] = _as_sent(edit_string_for_tags(value) if name == "tags" else field.prepare_value(value))
        return data


def _as_sent(value: Any) -> list[str]:
    if value is None:
        return [""]
    return [str(entry) for entry in value] if isinstance(value, (list, tuple, set)) else [str(value)]
