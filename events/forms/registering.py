"""What people fill in: how they come, what they need, and the organizers' own questions."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from csonet.content.files.storing import accepted
from csonet.richtext import without_controls
from events.models import Answer, Event, Question, Registration
from events.models.choices import ATTENDANCE, AnswerKind, Gender, Mode, Stage
from events.registering import Candidate

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def one_line(value: str) -> str:
    """Plain words on one line."""
    return " ".join(without_controls(value).split())


class QuestionsForm(forms.Form):
    """The questions of a rule at the stages that concern the person; conditional ones say whom they are for."""

    use_required_attribute = False

    def __init__(self, *args: Any, questions: list[Question], answers: dict[int, Answer] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions, self.known = questions, answers or {}
        for question in questions:
            self.fields[self.name_of(question)] = field_of(question, self.known.get(question.pk), questions)

    @staticmethod
    def name_of(question: Question) -> str:
        return f"q{question.pk}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {one.pk: _plain(one, cleaned.get(self.name_of(one))) for one in self.questions}
        for question in self.questions:
            name = self.name_of(question)
            if not question.is_asked(given):
                cleaned[name] = None
                self._errors.pop(name, None)  # what does not concern the person is no fault
                continue
            self._check(question, name, cleaned.get(name))
        return cleaned

    def _check(self, question: Question, name: str, value: Any) -> None:
        has_file = question.kind == AnswerKind.FILE and question.pk in self.known
        missing = value in (None, "", False) and not has_file
        if question.is_required and missing and name not in self.errors:
            consent = question.kind == AnswerKind.CONSENT
            self.add_error(name, _("Without your consent this is not possible.") if consent else _("Please answer."))

    def answers(self) -> dict[Question, Any]:
        """{question: value to be kept}; a file that was not sent again stays as it is."""
        found: dict[Question, Any] = {}
        for question in self.questions:
            value = self.cleaned_data.get(self.name_of(question))
            if question.kind == AnswerKind.FILE:
                if value:
                    found[question] = value
            else:
                found[question] = _plain(question, value)
        return found


def _plain(question: Question, value: Any) -> str:
    if question.kind == AnswerKind.CONSENT:
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None or isinstance(value, tuple) else without_controls(str(value))


class NumberAnswerField(forms.CharField):
    """A number in any digits, with a point or a comma."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).translate(_DIGITS).replace(" ", "").replace(",", ".").replace("٫", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("This is not a number.")) from None
        if not number.is_finite() or abs(number) > Decimal(10) ** 12:
            raise ValidationError(_("This number is too large to be meant."))
        return number


class FileAnswerField(forms.FileField):
    """A file of the sorts that the portal takes: (content, name, media type)."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        _kind, content, media_type = accepted(upload)
        return content, one_line(upload.name)[-150:], media_type


def field_of(question: Question, answer: Answer | None, questions: list[Question]) -> forms.Field:
    """The field of a question, filled with what was answered before."""
    about = next((one for one in questions if one.pk == question.asked_if_id), None)
    notes = [question.help_text]
    if about is not None:
        words = _("Only if you answered “%(value)s” to “%(question)s”.")
        value = _("Yes") if about.kind == AnswerKind.CONSENT else question.asked_value
        notes.append(words % {"value": value, "question": about.text})
    if question.retention_days is not None:
        days = question.retention_days
        words = ngettext("Deleted %(count)d day after the event.", "Deleted %(count)d days after the event.", days)
        notes.append(words % {"count": days})
    common: dict[str, Any] = {"label": question.text, "required": False, "help_text": " ".join(filter(None, notes))}
    value = answer.value if answer else None
    if question.kind == AnswerKind.CHOICE:
        choices = [("", "—"), *((one, one) for one in question.choices)]
        return forms.ChoiceField(choices=choices, initial=value, **common)
    if question.kind == AnswerKind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return NumberAnswerField(max_length=40, widget=widget, initial=value, **common)
    if question.kind == AnswerKind.FILE:
        if answer is not None:
            common["help_text"] += " " + _("There is a file already; a new one takes its place.")
        return FileAnswerField(**common)
    if question.kind == AnswerKind.CONSENT:
        return forms.BooleanField(initial=value == "yes", **common)
    return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), initial=value, **common)


class PersonFields(forms.Form):
    """What somebody says of themselves."""

    use_required_attribute = False
    role = forms.CharField(label=gettext_lazy("Function in the delegation"), max_length=100, required=False)
    mode = forms.ChoiceField(label=gettext_lazy("How they take part"), choices=ATTENDANCE)
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender, if you wish to say it"),
        required=False,
        choices=[("", "—"), *Gender.choices],
        help_text=gettext_lazy("For the organizers’ figures alone; deleted after the event."),
    )
    access_needs = forms.CharField(
        label=gettext_lazy("What you need to take part"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example a ramp, captions, a seat in front. Only the organizers read it."),
    )
    is_listed = forms.BooleanField(label=gettext_lazy("Show my name on the list of participants"), required=False)

    def limit_modes(self, event: Event) -> None:
        """Only the ways in which the event takes place; none is asked where there is one."""
        modes = [pair for pair in ATTENDANCE if event.mode in (pair[0], Mode.HYBRID)]
        field: Any = self.fields["mode"]
        field.choices = modes
        if len(modes) == 1:
            field.widget, field.initial, field.required = forms.HiddenInput(), modes[0][0], False

    def clean_mode(self) -> str:
        """The one way there is, or the one that was chosen."""
        field: Any = self.fields["mode"]
        return self.cleaned_data["mode"] or field.choices[0][0]

    def clean_role(self) -> str:
        return one_line(self.cleaned_data["role"])

    def clean_access_needs(self) -> str:
        return without_controls(self.cleaned_data["access_needs"]).replace("\r\n", "\n").strip()


class SelfForm(PersonFields, QuestionsForm):
    """Somebody registers themselves."""

    def __init__(self, *args: Any, event: Event, user: Any, has_organization: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.limit_modes(event)
        self.fields["mode"].label = _("How you take part")
        if not has_organization:
            del self.fields["role"]

    def candidate(self) -> Candidate:
        """Who is to come; of a valid form."""
        given = {name: self.cleaned_data[name] for name in ("mode", "gender", "access_needs", "is_listed")}
        return Candidate(
            name=one_line(self.user.get_full_name()),
            email=self.user.email,
            user=self.user,
            language=self.user.language,
            role=self.cleaned_data.get("role", ""),
            answers=self.answers(),
            **given,
        )


class NomineeForm(forms.Form):
    """An owner names a colleague who has an account, or anybody else by name and address."""

    use_required_attribute = False
    colleague = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Colleague"), required=False)
    name = forms.CharField(label=gettext_lazy("Or somebody else: full name"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        required=False,
        help_text=gettext_lazy("They get a link and need no account."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of letters"), choices=settings.LANGUAGES)
    role = forms.CharField(label=gettext_lazy("Function in the delegation"), max_length=100, required=False)
    mode = forms.ChoiceField(label=gettext_lazy("How they take part"), choices=ATTENDANCE)

    def __init__(self, *args: Any, event: Event, organization: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        PersonFields.limit_modes(self, event)  # type: ignore[arg-type]
        there = Registration.objects.live().filter(event=event, user__isnull=False).values("user_id")
        people = User.objects.filter(memberships__organization=organization, is_active=True).exclude(pk__in=there)
        field: Any = self.fields["colleague"]
        field.queryset = people.order_by("name", "username")
        field.empty_label = "—"
        self.fields["language"].initial = get_language()

    clean_mode = PersonFields.clean_mode
    clean_role = PersonFields.clean_role

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["name"] = one_line(cleaned.get("name") or "")
        if cleaned.get("colleague"):
            return cleaned
        if not any(sign.isalpha() for sign in cleaned["name"]):
            self.add_error("colleague", _("Choose a colleague, or write a name and an address."))
        if not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Without an address nobody can be reached."))
        return cleaned

    def candidate(self) -> Candidate:
        """Who is to come; an address that belongs to an account stands for its person."""
        cleaned = self.cleaned_data
        user = cleaned["colleague"] or person_of(cleaned["email"])
        return Candidate(
            name=one_line(user.get_full_name()) if cleaned["colleague"] else cleaned["name"],
            email=user.email if user else cleaned["email"].lower(),
            user=user,
            language=user.language if user else cleaned["language"],
            role=cleaned["role"],
            mode=cleaned["mode"],
        )


def person_of(email: str) -> User | None:
    """The person whose confirmed address it is."""
    return User.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=True, is_active=True).first()


def questions_for(registration: Registration) -> list[Question]:
    """The questions that are asked of somebody in this state."""
    stages = [Stage.REGISTER, Stage.ADMITTED] if registration.is_admitted else [Stage.REGISTER]
    return [one for one in registration.rule.questions.all() if one.stage in stages]


class OwnForm(PersonFields, QuestionsForm):
    """A registered person completes or changes what they said."""

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any):
        answers = {one.question_id: one for one in registration.answers.all()}
        names = ("role", "gender", "access_needs", "is_listed")
        initial = {name: getattr(registration, name) for name in names}
        super().__init__(*args, questions=questions_for(registration), answers=answers, initial=initial, **kwargs)
        del self.fields["mode"]
        if registration.delegation_id is None:
            del self.fields["role"]

    def values(self) -> dict[str, Any]:
        """The columns to be written."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.declared_fields}
