"""The forms of brief news and of articles, of a co-author's name, and of a pin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.names import name_key
from accounts.organizations.matching import near_matches
from csonet.content.forms import ItemForm
from csonet.richtext import RichTextField
from csonet.ui.forms import DateInput
from news.models import Article, CoAuthor, NewsItem

MOST_AUTHORS = 15
LONGEST_NAME = 150
#: Longer a pin is no news.
LONGEST_PIN = timedelta(days=366)


class NewsForm(ItemForm):
    """What happened, where and when, and where more of it stands."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "audience"]),
        (_("The news"), ["body", "event_date", "place", "source_url"]),
        (_("Picture"), ["image", "image_alt"]),
        (_("How others find it"), ["goals", "topics", "countries", "tags"]),
    ]
    body = RichTextField(
        label=_("Text"),
        help_text=_("What happened, who took part, what follows from it. A few paragraphs are enough."),
    )
    source_url = forms.URLField(
        label=_("Source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("A page that tells more, beginning with https://."),
    )

    class Meta(ItemForm.Meta):
        model = NewsItem
        fields = (*ItemForm.Meta.fields, "body", "event_date", "place", "source_url")
        widgets = {**ItemForm.Meta.widgets, "event_date": DateInput}
        help_texts = {
            **ItemForm.Meta.help_texts,
            "title": _("One line that tells the news. For example: “Forum of civil society leaders closes in Lomé”."),
            "event_date": _("If it is about an event: the day on which it took place or will."),
            "place": _("Town and country. For example: “Lomé, Togo”."),
        }

    def clean_event_date(self) -> date | None:
        """Raises ValidationError for a day that can't be meant."""
        day = self.cleaned_data["event_date"]
        if day is not None and not 1945 <= day.year <= timezone.now().year + 10:
            raise ValidationError(_("Give a date from 1945 on, and not more than ten years ahead."))
        return day


class ArticleForm(ItemForm):
    """A longer text with its authors, notes and licence."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "byline", "audience"]),
        (_("The text"), ["body", "notes", "licence"]),
        (_("Picture"), ["image", "image_alt"]),
        (_("How others find it"), ["goals", "topics", "countries", "tags"]),
    ]
    body = RichTextField(
        label=_("Text"),
        max_length=80_000,
        help_text=_(
            "Use headings: the table of contents is made from them. Write [1] where the first note belongs, [2] for "
            "the second."
        ),
    )

    class Meta(ItemForm.Meta):
        model = Article
        fields = (*ItemForm.Meta.fields, "byline", "body", "notes", "licence")
        labels = {"summary": _("Standfirst")}
        widgets = {
            **ItemForm.Meta.widgets,
            "byline": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "title": _("One line. For example: “A seat at the table: how small organizations are heard”."),
            "summary": _("Two or three sentences that say what the article argues; they stand above the text."),
            "byline": _(
                "Authors of your own organization, one a line. Authors of other organizations are asked on the "
                "article's page once the draft is saved."
            ),
            "notes": _("One a line, in the order of their numbers in the text. Web addresses become links."),
            "licence": _("What others may do with this text."),
        }

    def clean_byline(self) -> str:
        """One name a line. Raises ValidationError for too many, or for a line that is too long to be a name."""
        names = [" ".join(line.split()) for line in self.cleaned_data["byline"].splitlines() if line.strip()]
        if len(names) > MOST_AUTHORS:
            raise ValidationError(_("Name at most %(limit)d authors.") % {"limit": MOST_AUTHORS})
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("A name has at most %(limit)d characters.") % {"limit": LONGEST_NAME})
        return "\n".join(names)


class CoAuthorForm(forms.Form):
    """Who of which other organization is to be named as an author."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name of the co-author"), max_length=LONGEST_NAME, help_text=_("As it is to stand above the article.")
    )
    organization = forms.CharField(
        label=_("Organization"),
        max_length=300,
        help_text=_("Its name as it stands in the directory. Its owners and editors are asked to confirm."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.article = article

    def clean_name(self) -> str:
        """Raises ValidationError for what is no name."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(sign.isalpha() for sign in name) or not name.isprintable():
            raise ValidationError(_("Give a name in letters."))
        return name

    def clean_organization(self) -> Organization:
        """The organization of that name. Raises ValidationError with the nearest names where there is none."""
        typed = self.cleaned_data["organization"]
        approved = Organization.objects.approved()
        found = approved.filter(name_key=name_key(typed)).first() or approved.filter(acronym=typed).first()
        if found is None:
            near = [match.organization.name for match in near_matches(typed) if match.organization.is_approved][:3]
            if near:
                raise ValidationError(
                    _("No organization has this name. Do you mean: %(names)s?") % {"names": "; ".join(near)}
                )
            raise ValidationError(_("No approved organization has this name."))
        if found.pk == self.article.organization_id:
            raise ValidationError(_("Name the authors of your own organization in the article's form."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.article.coauthors.count() >= MOST_AUTHORS:
            raise ValidationError(_("Name at most %(limit)d authors.") % {"limit": MOST_AUTHORS})
        same = CoAuthor.objects.filter(
            article=self.article, organization=cleaned.get("organization"), name=cleaned.get("name", "")
        )
        if cleaned.get("organization") and same.exists():
            raise ValidationError(_("This person was asked already."))
        return cleaned


class PinForm(forms.Form):
    """Through which day it stands on the home page."""

    until = forms.DateField(label=_("On the home page until"), widget=DateInput)

    def clean_until(self) -> date:
        """Raises ValidationError for a day that is past, or more than a year ahead."""
        until, today = self.cleaned_data["until"], timezone.now().date()
        if not today <= until <= today + LONGEST_PIN:
            raise ValidationError(_("Choose a day from today on, at most a year ahead."))
        return until
