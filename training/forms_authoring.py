"""The forms in which authors write a course: a row at a time, one language at a time."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from csonet.richtext import Plain, RichTextField, write_in
from training.building import add_question, change_question
from training.models import Bank, Lesson, Module, Question, QuestionVersion, Quiz
from training.quizzes.grading import Kind
from training.writing import read_lines, written_lines


class WordingForm(Plain, forms.ModelForm):
    """A row with its texts in one language; the texts in the others stay as they are."""

    TEXTS: ClassVar[tuple[str, ...]] = ("title",)

    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, language: str, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language, self.user = language, user
        texts = self.instance.wording.get(language, {})
        for name in self.TEXTS:
            self.fields[name].initial = texts.get(name, "")
        write_in(self, language)

    def save(self, commit: bool = True) -> Any:
        """The row with the texts of this language; an empty one is taken out, what the form doesn't show is kept."""
        before = self.instance.wording.get(self.language, {})
        kept = {name: text for name, text in before.items() if name not in self.TEXTS}
        texts = kept | {name: self.cleaned_data[name] for name in self.TEXTS if self.cleaned_data.get(name)}
        wording = {code: said for code, said in self.instance.wording.items() if code != self.language}
        self.instance.wording = wording | ({self.language: texts} if texts else {})
        return super().save(commit)


class ModuleForm(WordingForm):
    """A part of a course."""

    TEXTS = ("title", "summary")

    summary = forms.CharField(label=_("In one or two sentences"), required=False, widget=forms.Textarea({"rows": 3}))

    class Meta:
        model = Module
        fields = ("opens_after",)
        labels = {"opens_after": _("Opens when this module is done")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        earlier = Module.objects.filter(edition=self.instance.edition, position__lt=self.instance.position)
        self.fields["opens_after"].queryset = earlier
        self.fields["opens_after"].empty_label = _("open from the beginning")


class LessonForm(WordingForm):
    """A page of a module."""

    TEXTS = ("title", "body")

    body = RichTextField(label=_("Text"), required=False, max_length=60_000)

    class Meta:
        model = Lesson
        fields = ()


class QuizForm(forms.ModelForm):
    """The rules of a quiz; a learner reads all of them before beginning."""

    use_required_attribute = False

    class Meta:
        model = Quiz
        fields = (
            "pass_percent",
            "attempts",
            "delay_minutes",
            "limit_minutes",
            "grace_seconds",
            "shuffles",
            "per_page",
            "review",
        )
        help_texts = {
            "attempts": _("Leave it empty for as many as they like."),
            "limit_minutes": _("Leave it empty for no limit; it keeps people with slow lines from trying."),
        }


class QuestionForm(Plain):
    """A question in one language: its stem, its answers one a line, and why."""

    kind = forms.ChoiceField(label=_("Kind of question"), choices=Kind.choices)
    marks = forms.IntegerField(label=_("Marks"), min_value=1, max_value=20, initial=1)
    stem = forms.CharField(label=_("Question"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    answers = forms.CharField(
        label=_("Answers"),
        required=False,
        max_length=10_000,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "One a line. Choices: * before a right one, - before a wrong one, # before what its chooser is told. "
            "Order: the lines as they belong. Pairs: left = right. Number: 19, or 0.3 ± 0.05. Gaps: [[1]] in the "
            "question, and 1: answer | other answer. Text that a person marks: 4: what is looked at."
        ),
    )
    explanation = forms.CharField(label=_("Why"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, language: str, version: QuestionVersion | None = None, **kwargs: Any):
        self.language, self.version = language, version
        if version is not None:
            texts = version.wording.get(language, {})
            kwargs["initial"] = {
                "kind": version.kind,
                "marks": version.marks,
                "stem": texts.get("stem", ""),
                "answers": written_lines(version, language),
                "explanation": texts.get("explanation", ""),
            }
        super().__init__(*args, **kwargs)
        self.parts: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError, at the answers, for what can't be asked or marked."""
        cleaned = super().clean() or self.cleaned_data
        if "kind" in cleaned and "answers" in cleaned:
            try:
                self.parts = read_lines(cleaned["kind"], cleaned["answers"], self.language)
            except ValidationError as error:
                self.add_error("answers", error)
        return cleaned

    def save(self, bank: Bank, question: Question | None) -> QuestionVersion:
        """The question's next version, or a new question. Raises ValidationError for what can't be asked or marked."""
        cleaned = self.cleaned_data
        texts = {"stem": cleaned["stem"]} | ({"explanation": cleaned["explanation"]} if cleaned["explanation"] else {})
        wording = {**(self.version.wording if self.version else {}), self.language: texts}
        data = {"kind": cleaned["kind"], "marks": cleaned["marks"], "wording": wording, **self._merged()}
        if question is None:
            return add_question(bank, data, bank.questions.count())
        return change_question(question, data)

    def _merged(self) -> dict[str, Any]:
        """The lines with what they say in the other languages, where there are as many of them."""
        parts = self.parts
        for name in ("options", "targets", "rubric"):
            old = getattr(self.version, name, []) if self.version else []
            new = parts.get(name, [])
            if len(old) == len(new):
                for before, after in zip(old, new, strict=True):
                    after["wording"] = {**before["wording"], **after["wording"]}
        return parts
