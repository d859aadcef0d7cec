"""The form that a learner answers, and the form in which authors write a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from csonet.richtext import Plain, without_controls
from csonet.ui.components.text import text as shown
from training.models import SurveyQuestion
from training.surveys.results import answers_of
from training.surveys.writing import was_answered
from training.wording import said

MOST_ANSWERS = 12


class AnswerForm(Plain):
    """A survey's questions. None has to be answered."""

    def __init__(self, *args: Any, questions: list[SurveyQuestion], wanted: tuple[str, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            words = said(question.wording, "text", wanted)
            self.fields[self._name(question)] = self._field(question, shown(words.text, words.language), wanted)

    def _name(self, question: SurveyQuestion) -> str:
        return f"q{question.pk}"

    def _field(self, question: SurveyQuestion, label: Any, wanted: tuple[str, ...]) -> forms.Field:
        if question.kind == SurveyQuestion.Kind.TEXT:
            return forms.CharField(
                label=label,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Name nobody, and not yourself: the course's authors read it word by word."),
            )
        choices = [(value, shown(words.text, words.language)) for value, words in answers_of(question, wanted)]
        return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)

    def given(self) -> dict[int, str]:
        """{question: what was answered}."""
        return {question.pk: self.cleaned_data.get(self._name(question), "") for question in self.questions}


class SurveyQuestionForm(Plain):
    """A question in one language."""

    kind = forms.ChoiceField(label=_("Kind of question"), choices=SurveyQuestion.Kind.choices)
    text = forms.CharField(label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    low = forms.CharField(label=_("What 1 means"), max_length=60, required=False, help_text=_("Of a scale."))
    high = forms.CharField(label=_("What 5 means"), max_length=60, required=False, help_text=_("Of a scale."))
    answers = forms.CharField(
        label=_("Answers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Of a choice, one a line; at least two and at most twelve."),
    )

    def __init__(self, *args: Any, language: str, question: SurveyQuestion | None = None, **kwargs: Any):
        self.language, self.question = language, question
        if question is not None:
            own = question.wording.get(language, {})
            labels = [option["wording"].get(language, {}).get("label", "") for option in question.options]
            lines = "\n".join(labels) if any(labels) else ""
            texts = {name: own.get(name, "") for name in ("text", "low", "high")}
            kwargs["initial"] = {"kind": question.kind, "answers": lines, **texts}
        super().__init__(*args, **kwargs)

    def clean_answers(self) -> list[str]:
        """The lines."""
        lines = without_controls(self.cleaned_data["answers"]).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a choice without answers, and for other words of what was answered already."""
        cleaned = super().clean() or self.cleaned_data
        is_choice = cleaned.get("kind") == SurveyQuestion.Kind.CHOICE
        labels = cleaned.get("answers", [])
        if is_choice and not 2 <= len(set(labels)) == len(labels) <= MOST_ANSWERS:
            self.add_error("answers", _("Give at least two different answers, and at most twelve."))
        if self.question is not None and was_answered(self.question):
            is_other = cleaned.get("kind") != self.question.kind or self.language in self.question.wording
            if is_other or (is_choice and len(labels) != len(self.question.options)):
                raise ValidationError(
                    _("This question was answered already and stays as it was asked. Write a new one in its place.")
                )
        return cleaned
