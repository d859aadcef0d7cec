"""The small forms: a post, a topic, a report, a decision."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.engagement.comments import posting, text
from csonet.engagement.comments.models import LONGEST, Category, Comment
from csonet.richtext import Plain
from discussions.models import TakenUp, Topic, WhoPosts

LANGUAGES = [("", _("As it reads")), *settings.LANGUAGES]
MOST_QUESTIONS = 20


class FilesInput(forms.ClearableFileInput):
    """Several files in one control."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files of a post; each is looked at when it is kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were sent, none if there were none."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [one for one in sent if one]


class PostForm(forms.Form):
    """Words in a topic."""

    use_required_attribute = False

    body = forms.CharField(
        label=_("Your post"),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        help_text=_("Plain text. An empty line begins a paragraph, “- ” a list; links become links by themselves."),
    )
    quote = forms.CharField(
        label=_("What you quote"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text=_("Shorten it to what you answer."),
    )
    part = forms.TypedChoiceField(
        label=_("Which question do you answer?"), required=False, coerce=int, empty_value=None
    )
    language = forms.ChoiceField(label=_("Language of your post"), choices=LANGUAGES, required=False)
    files = FilesField(
        label=_("Files"), required=False, help_text=_("At most three, up to 10 MB each: documents and pictures.")
    )

    def __init__(self, *args: Any, topic: Topic | None = None, reply_to: Comment | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reply_to = reply_to
        body: Any = self.fields["body"]
        body.max_length = None
        if reply_to is None or "quote" not in (kwargs.get("initial") or {}) and not self.data.get("quote"):
            del self.fields["quote"]
        questions = list(topic.questions.all()) if topic is not None and topic.is_consultation else []
        if questions:
            part: Any = self.fields["part"]
            general = ("", _("None of them, or the whole"))
            part.choices = [general, *((one.number, f"{one.number}. {one.text}") for one in questions)]
        else:
            del self.fields["part"]

    def clean_body(self) -> str:
        """Raises ValidationError for a text that is empty after cleaning, or too long; what was typed stays."""
        return posting.checked(self.cleaned_data["body"])

    def draft(self, key: uuid.UUID | None) -> posting.Draft:
        """What is to be posted."""
        given = self.cleaned_data
        return posting.Draft(
            body=given["body"],
            language=given.get("language", ""),
            reply_to=self.reply_to,
            quote=given.get("quote", ""),
            part=given.get("part"),
            key=key,
        )


class TopicForm(PostForm):
    """A subject and its first post."""

    field_order = ["title", "body", "language", "files"]
    title = forms.CharField(
        label=_("Subject"), max_length=200, help_text=_("One line that says what it is about, or what you ask.")
    )

    def clean_title(self) -> str:
        """Raises ValidationError for a subject without a letter or a digit."""
        title = " ".join(text.cleaned(self.cleaned_data["title"]).split())
        if not any(sign.isalnum() for sign in title):
            raise ValidationError(_("Give it a title in words."))
        return title


class DateTimeInput(forms.DateTimeInput):
    """A date and time as the browser's own control wants it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


#: Years in which consultations open and close; others are slips, and the furthest can't be told in every time zone.
YEARS = (1990, 2100)


def in_our_days(moment: datetime) -> None:
    """Raises ValidationError for a day that nobody means."""
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValidationError(_("Choose a day between 1990 and 2100."))


class ConsultationForm(TopicForm):
    """A topic that is asked in a time, by questions."""

    field_order = ["title", "body", "questions", "opens_at", "closes_at", "who_posts", "language", "files"]

    questions = forms.CharField(
        label=_("Guiding questions"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("One question a line; people answer them one by one."),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=DateTimeInput(), help_text=_("In your time zone."), validators=[in_our_days]
    )
    closes_at = forms.DateTimeField(label=_("Closes"), widget=DateTimeInput(), validators=[in_our_days])
    who_posts = forms.ChoiceField(
        label=_("Who may answer"), choices=WhoPosts.choices, widget=forms.RadioSelect, initial=WhoPosts.ALL
    )

    def clean_questions(self) -> tuple[str, ...]:
        """Raises ValidationError for too many questions, or one that is too long."""
        lines = [" ".join(line.split()) for line in text.cleaned(self.cleaned_data["questions"]).split("\n")]
        questions = tuple(line for line in lines if line)
        if len(questions) > MOST_QUESTIONS:
            raise ValidationError(_("Ask at most %(limit)d questions.") % {"limit": MOST_QUESTIONS})
        if any(len(question) > 500 for question in questions):
            raise ValidationError(_("A question has at most 500 characters."))
        return questions

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It closes before it opens."))
        elif closes and closes <= timezone.now():
            self.add_error("closes_at", _("Choose a time in the future."))
        return cleaned

    @property
    def times(self) -> tuple[datetime, datetime]:
        return self.cleaned_data["opens_at"], self.cleaned_data["closes_at"]


class EditPostForm(forms.Form):
    """Other words for one's own post."""

    use_required_attribute = False
    body = forms.CharField(label=_("Your post"), widget=forms.Textarea(attrs={"rows": 8}), strip=False)
    language = forms.ChoiceField(label=_("Language of your post"), choices=LANGUAGES, required=False)

    clean_body = PostForm.clean_body


class ReportForm(Plain):
    """What is wrong with a post."""

    category = forms.ChoiceField(label=_("What is wrong?"), choices=Category.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your own words"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000
    )


class ReasonForm(Plain):
    """Why a moderator does something; the person concerned reads it."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class BanForm(ReasonForm):
    """Why, and until when. It stands beside a form for other acts, so its ids are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="ban_%s", **kwargs)

    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(7, _("A week")), (30, _("A month")), (90, _("Three months")), (365, _("A year")), (0, _("For ever"))],
    )


class ExtendForm(forms.Form):
    """Until when a consultation takes answers."""

    use_required_attribute = False
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=DateTimeInput(), help_text=_("In your time zone."), validators=[in_our_days]
    )


class SummaryForm(Plain):
    """What came of a consultation."""

    summary = forms.CharField(
        label=_("Closing summary"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST,
        help_text=_("It stands on top of the topic. Plain text, as in a post."),
    )


class TakenUpForm(Plain, forms.ModelForm):
    """A point that was made, and what became of it."""

    class Meta:
        model = TakenUp
        fields = ("point", "outcome", "why")
        widgets = {"point": forms.Textarea(attrs={"rows": 2}), "why": forms.Textarea(attrs={"rows": 2})}


TakenUpFormSet = forms.modelformset_factory(TakenUp, form=TakenUpForm, extra=3, can_delete=True, max_num=60)


class JoinForm(Plain):
    """What somebody says who asks to be let in."""

    text = forms.CharField(
        label=_("Why you would like to join"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
        help_text=_("The moderators of the group read it."),
    )
