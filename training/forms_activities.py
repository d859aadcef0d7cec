"""The form of an activity: what every kind has, and below it what its own kind needs."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from csonet.content.meetings import meetings_of
from csonet.content.models import Item
from csonet.richtext import RichTextField
from training.forms_authoring import WordingForm
from training.marking.rubrics import read_rubric, written_rubric
from training.models import Activity, ActivityKind, Bank, Exercise, Quiz

#: What each kind needs beside its title, its task and its minutes; the form shows what belongs to the kind as saved.
OWN: dict[str, tuple[str, ...]] = {
    ActivityKind.VIDEO: ("transcript",),
    ActivityKind.AUDIO: ("transcript",),
    ActivityKind.PICTURE: ("alt",),
    ActivityKind.LINK: ("address",),
    ActivityKind.LIVE: ("event_page", "meeting"),
    ActivityKind.ASSIGNMENT: ("takes_text", "takes_file", "rubric"),
}
_EVENT = re.compile(r"(?:^|/)events/([^/?#]+)/?")


class ActivityForm(WordingForm):
    """What is to be done in a lesson."""

    SHARED: ClassVar[tuple[str, ...]] = ("kind", "title", "task", "minutes", "required")

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    task = RichTextField(label=_("What to do"), required=False)
    transcript = RichTextField(
        label=_("Transcript"),
        required=False,
        max_length=60_000,
        help_text=_("All that is said, and what is to be seen: somebody can take the course with this text alone."),
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For who can't see it: what it tells, in one or two sentences."),
    )
    address = forms.URLField(
        label=_("Web address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("For a web page: where it is, beginning with https://."),
    )
    event_page = forms.CharField(
        label=_("Page of the event on this portal"),
        required=False,
        max_length=500,
        help_text=_("Copy its address. Who is let in at its door has done this part."),
    )
    meeting = forms.ChoiceField(label=_("Which meeting counts"), required=False)
    takes_text = forms.BooleanField(label=_("A text is handed in"), required=False)
    takes_file = forms.BooleanField(label=_("A file is handed in"), required=False)
    rubric = forms.CharField(
        label=_("What is looked at"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A line each, with its points first. For example: “4: Says who took part”. Learners see it."),
    )

    class Meta:
        model = Activity
        fields = ("kind", "minutes", "required", "address")

    def __init__(self, *args: Any, **kwargs: Any):
        activity: Activity = kwargs["instance"]
        #: The kind as it was when the page was made.
        self.kind = activity.kind
        own = OWN.get(self.kind, ())
        # Before the texts are looked up, for they are those of the form.
        self.TEXTS = ("title", "task", *(name for name in ("transcript", "alt") if name in own))  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in (*self.SHARED, *own)]:
            del self.fields[name]
        self.fields["kind"].choices = ActivityKind.choices
        self.fields["minutes"].min_value = 1
        self.exercise = Exercise.objects.filter(activity=activity).first() if "rubric" in own else None
        self._begin_own()
        self.order_fields(["kind", "title", "task", *own, "minutes", "required"])

    def _begin_own(self) -> None:
        """What the fields of the kind hold at first."""
        activity = self.instance
        if "event_page" in self.fields:
            self.fields["event_page"].initial = activity.event.noun.get_absolute_url() if activity.event else ""
            meetings = meetings_of([activity.event_id]) if activity.event_id else []
            self.fields["meeting"].choices = [("", _("any of its meetings"))] + [
                (str(one.key), date_format(localtime(one.starts), "DATETIME_FORMAT")) for one in meetings
            ]
            self.fields["meeting"].initial = str(activity.meeting or "")
        if "rubric" in self.fields:
            known = self.exercise or Exercise(activity=activity)
            self.fields["takes_text"].initial, self.fields["takes_file"].initial = known.takes_text, known.takes_file
            self.fields["rubric"].initial = written_rubric(known.rubric, self.language)

    def clean_event_page(self) -> Item | None:
        """The event at the address. Raises ValidationError for none that the author may see."""
        typed = self.cleaned_data["event_page"].strip()
        if not typed:
            return None
        match = _EVENT.search(unquote(urlsplit(typed).path))
        slug = match[1] if match else typed
        found = Item.objects.of_kind("event").published().visible_to(self.user).filter(slug=slug).first()
        if found is None:
            raise ValidationError(_("There is no published event at this address."))
        return found

    def clean_rubric(self) -> list[dict[str, Any]]:
        """Raises ValidationError with the line that is wrong."""
        before = self.exercise.rubric if self.exercise else None
        return read_rubric(self.cleaned_data["rubric"], self.language, before)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for what the kind can't do without."""
        cleaned = super().clean() or self.cleaned_data
        if "address" in self.fields and "address" not in self.errors and not cleaned.get("address"):
            self.add_error("address", _("Say where the web page is."))
        if "rubric" in self.fields and not (cleaned.get("takes_text") or cleaned.get("takes_file")):
            self.add_error("takes_text", _("Say what is handed in: a text, a file, or both."))
        return cleaned

    def save(self, commit: bool = True) -> Activity:
        """As WordingForm's, with what belongs to the kind; a quiz gets its rules, with a bank to write questions in."""
        cleaned, activity = self.cleaned_data, self.instance
        if "event_page" in self.fields:
            event = cleaned["event_page"]
            same = event is not None and event.pk == activity.event_id
            activity.event, activity.meeting = event, (cleaned["meeting"] or None) if same else None
        activity = super().save(commit)
        if activity.kind == ActivityKind.ASSIGNMENT:
            given = {name: cleaned[name] for name in OWN[ActivityKind.ASSIGNMENT] if name in cleaned}
            Exercise.objects.update_or_create(activity=activity, defaults=given)
        if activity.kind == ActivityKind.QUIZ and not Quiz.objects.filter(activity=activity).exists():
            quiz = Quiz.objects.create(activity=activity)
            course = activity.lesson.module.edition.course
            bank = Bank.objects.create(course=course, name=self.cleaned_data["title"] or str(activity.lesson))
            quiz.draws.create(bank=bank)
        return activity

    @property
    def goes_on(self) -> bool:
        """Is there more to say of it on the same page: files, or what another kind needs?"""
        return self.instance.kind != self.kind or "event_page" in self.fields and "event_page" in self.changed_data
