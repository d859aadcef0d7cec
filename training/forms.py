"""The form of a course: what the catalogue says of it. Its modules and lessons are written on pages of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from csonet.content.forms import ItemForm
from csonet.richtext import RichTextField
from csonet.ui.forms import ChoiceGroups, DateInput
from csonet.ui.rows import RowsField
from training.models import Course

MOST_PREREQUISITES = 5


class CourseForm(ItemForm):
    """For whom a course is, what it teaches, and what it ends with."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "audience"]),
        (_("What it teaches"), ["objectives", "for_whom", "level", "prerequisites"]),
        (_("What it ends with"), ["award", "valid_months", "review_on", "licence"]),
        (_("How others find it"), ["goals", "topics", "countries", "tags"]),
        (_("Picture"), ["image", "image_alt"]),
    ]

    objectives = RichTextField(
        label=_("What you will be able to do"),
        help_text=_("For example: “Fill in the application and know what the Committee asks about.”"),
    )
    prerequisites = RowsField(
        queryset=Course.objects.none(),
        label=_("Take these first"),
        required=False,
        widget=ChoiceGroups,
        help_text=_("Courses that prepare for this one. Nobody is kept out by them. At most five."),
    )

    class Meta(ItemForm.Meta):
        model = Course
        fields = (
            *ItemForm.Meta.fields,
            "objectives",
            "for_whom",
            "level",
            "prerequisites",
            "award",
            "valid_months",
            "review_on",
            "licence",
        )
        widgets = {
            **ItemForm.Meta.widgets,
            "for_whom": forms.Textarea(attrs={"rows": 3}),
            "review_on": DateInput,
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "for_whom": _(
                "Who takes it, and what they should know. For example: “Anybody who writes the application.”"
            ),
            "award": _("Participation: everything was done. Achievement: all quizzes were passed as well."),
            "valid_months": _("Leave it empty for certificates without an end. What was issued before stays as it is."),
            "review_on": _("When somebody should look whether it still holds. After that day the page says so."),
            "licence": _("What others may do with this text."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = Course.objects.published().filter(audience="public").exclude(pk=self.instance.pk)
        self.fields["prerequisites"].queryset = others.order_by("title")

    def clean_prerequisites(self) -> Any:
        """Raises ValidationError for more than five."""
        chosen = self.cleaned_data["prerequisites"]
        if len(chosen) > MOST_PREREQUISITES:
            raise forms.ValidationError(_("Name at most %(limit)d courses.") % {"limit": MOST_PREREQUISITES})
        return chosen
