"""The forms of handing in and marking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from csonet.content.files.kinds import ACCEPT
from csonet.richtext import Plain
from training.marking.giving import Mark
from training.marking.rubrics import Rubric
from training.models import Exercise, Marking
from training.wording import said

#: The name of the points for the whole, where there is no rubric.
WHOLE = "whole"


class HandInForm(forms.Form):
    """What a learner hands in: a text, a file, as the exercise takes them."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your work"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV or a picture; at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not exercise.takes_text:
            del self.fields["text"]
        if not exercise.takes_file:
            del self.fields["file"]


class MarkForm(Plain):
    """Points for each line of a rubric, and a comment. Without a rubric points for the whole, where there are any."""

    def __init__(
        self, *args: Any, rubric: Rubric, whole: int, wanted: tuple[str, ...], gives: bool = True, **kwargs: Any
    ):
        """whole: the most points where there is no rubric; 0 asks for none. gives: must all points be there?"""
        self.marking: Marking | None = kwargs.pop("marking", None)
        super().__init__(*args, **kwargs)
        given = self.marking.points if self.marking else {}
        lines = [
            (criterion["id"], criterion["marks"], said(criterion["wording"], "label", wanted).text)
            for criterion in rubric
        ] or ([(WHOLE, whole, _("Points"))] if whole else [])
        for own, most, label in lines:
            self.fields[f"points-{own}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=most,
                initial=given.get(own),
                required=gives,
                help_text=_("0 to %(most)d") % {"most": most},
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )
        self.criteria = [own for own, _most, _label in lines]
        self.fields["comment"] = forms.CharField(
            label=_("What you tell the learner"),
            max_length=5000,
            required=False,
            initial=self.marking.comment if self.marking else "",
            widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        )

    @property
    def mark(self) -> Mark:
        """What was written; call it after is_valid()."""
        points = {own: self.cleaned_data[f"points-{own}"] for own in self.criteria}
        return Mark(
            {own: value for own, value in points.items() if value is not None}, self.cleaned_data["comment"].strip()
        )
