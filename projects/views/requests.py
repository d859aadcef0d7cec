"""The pages of a request: reading, writing with suggestions, questions, its life, its outcome."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.people.parking import SignInRequired
from csonet.content.rights import is_author_side
from csonet.content.views.common import item_or_404, own_item_or_404
from csonet.content.views.compose import ItemCreateView, ItemUpdateView
from csonet.content.views.details import ItemDetailView
from csonet.reference import vocabulary
from csonet.workflow import NotAllowed, WorkflowError
from projects import asking, life, outcomes, wishes
from projects.fitting import fitting
from projects.forms.requests import QuestionForm, TextForm
from projects.models import Offer, Question, SolutionRequest
from projects.models.choices import Life


class RequestDetailView(ItemDetailView):
    """The page of a request, with what fits it and why."""

    model = SolutionRequest

    def further_context(self, item: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Suggestions while it is open; offers, acts and forms for those concerned."""
        user = self.request.user
        known = vocabulary.fields()
        further = {
            "suggestions": fitting(wishes.of_page(item, context), user) if item.is_open else None,
            "field_names": [known[code].name for code in context["activity_fields"] if code in known],
        }
        if user.is_authenticated:
            further |= _for_person(item, user)
        return further


def _for_person(item: Any, user: Any) -> dict[str, Any]:
    others = user.standing.organizations - {item.organization_id}
    mine = item.organization_id in user.standing.organizations
    offers = (
        Offer.objects.visible_to(user).filter(request=item).exclude(state="accepted").select_related("organization")
    )
    side = outcomes.own_side(item, user) if item.life == Life.SOLVED else None
    return {
        "can_offer": bool(others) and item.is_open,
        "question_form": QuestionForm(user=user) if others and item.is_open and not mine else None,
        "offers": list(offers) if user.standing.is_member else [],
        "steps": _steps(item) if is_author_side(user, item) and item.status == "published" else [],
        "can_tell_outcome": side is not None,
        "decides": is_author_side(user, item),
    }


def _steps(item: Any) -> list[tuple[str, str]]:
    words = {
        "start": _("Say that it is in progress"),
        "solve": _("It is solved"),
        "close": _("Close it without a solution"),
        "reopen": _("Open it again"),
    }
    return [(name, words[name]) for name, (sources, _target) in life.STEPS.items() if item.life in sources]


class RequestCreateView(ItemCreateView):
    """Ask for a solution. What fits is shown as soon as something is written."""

    model = SolutionRequest

    def page(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        """The form, with what fits what stands in it."""
        return super().page(form, status=status, suggestions=_while_writing(form, self.request.user), **context)


class RequestUpdateView(ItemUpdateView):
    """Go on writing, with suggestions."""

    model = SolutionRequest

    def page(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        """The form, with what fits what stands in it."""
        return super().page(form, status=status, suggestions=_while_writing(form, self.request.user), **context)


def _while_writing(form: Any, user: Any) -> Any:
    is_empty = not form.is_bound and not form.instance.pk
    return None if is_empty else fitting(wishes.of_form(form), user)


class QuestionAskView(SignInRequired, View):
    """Ask in public."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form on a page of its own, for what was typed before signing in."""
        item = self._item(slug)
        return self._page(item, QuestionForm(self.parked_data(), user=request.user))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask, and go back to the request."""
        item = self._item(slug)
        form = QuestionForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(item, form)
        given = form.cleaned_data
        try:
            asking.ask(item, user=request.user, organization_id=given["organization"].pk, text=given["text"])
        except WorkflowError as error:
            return self._page(item, form, conflict=str(error), status=409)
        messages.success(request, _("Your question stands on the page. You get a mail when it is answered."))
        return redirect(item.get_absolute_url() + "#questions")

    def _item(self, slug: str) -> Any:
        item = item_or_404(SolutionRequest, self.request.user, slug)
        if not self.request.user.standing.is_member:  # type: ignore[union-attr]
            raise PermissionDenied
        return item

    def _page(self, item: Any, form: Any, conflict: str = "", status: int = 200) -> HttpResponse:
        context = {"item": item, "form": form, "title": _("Ask a question"), "send": _("Ask in public")}
        return render(self.request, "projects/text.html", {**context, "conflict": conflict}, status=status)


class QuestionAnswerView(SignInRequired, View):
    """Answer a question in public."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The form with the answer that stands, if there is one."""
        item, question = self._found(slug, pk)
        return self._page(item, question, self._form(self.parked_data() or None, question))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Answer, and go back to the request."""
        item, question = self._found(slug, pk)
        form = self._form(request.POST, question)
        if not form.is_valid():
            return self._page(item, question, form)
        asking.answer(question, user=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Your answer stands on the page."))
        return redirect(item.get_absolute_url() + "#questions")

    def _found(self, slug: str, pk: int) -> tuple[Any, Question]:
        item = own_item_or_404(SolutionRequest, self.request.user, slug)
        return item, get_object_or_404(Question, request=item, pk=pk, is_hidden=False)

    def _form(self, data: Any, question: Question) -> TextForm:
        initial = {"text": question.answer}
        return TextForm(
            data, label=_("Your answer"), help_text=_("Everybody can read it."), longest=4000, initial=initial
        )

    def _page(self, item: Any, question: Question, form: Any) -> HttpResponse:
        context = {"item": item, "form": form, "title": _("Answer a question"), "send": _("Answer in public")}
        return render(self.request, "projects/text.html", {**context, "about": question.text})


class RequestStepView(SignInRequired, View):
    """In progress, solved, closed, open again: by its own side."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the request, with a message where it could not be done."""
        item = own_item_or_404(SolutionRequest, request.user, slug)
        try:
            life.step(item, request.POST.get("step", ""), user=request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The state is now: %(state)s.") % {"state": item.get_life_display()})
        return redirect(item)


class OutcomeView(SignInRequired, View):
    """What came of it, in the words of one's side."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form with what was said before; 403 for whom it does not concern."""
        item, before = self._found(slug)
        return self._page(item, self._form(self.parked_data() or None, before))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Say it, and go back to the request."""
        item, before = self._found(slug)
        form = self._form(request.POST, before)
        if not form.is_valid():
            return self._page(item, form)
        try:
            outcomes.say(item, user=request.user, text=form.cleaned_data["text"])
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. It stands on the page."))
        return redirect(item.get_absolute_url() + "#outcome")

    def _found(self, slug: str) -> tuple[Any, str]:
        item = item_or_404(SolutionRequest, self.request.user, slug)
        side = outcomes.own_side(item, self.request.user)
        if side is None:
            raise PermissionDenied
        before = item.outcomes.filter(organization=side).first()
        return item, before.text if before else ""

    def _form(self, data: Any, before: str) -> TextForm:
        help_text = _("What was done, and what is different now. Good or bad: others learn from both.")
        return TextForm(data, label=_("What came of it"), help_text=help_text, longest=5000, initial={"text": before})

    def _page(self, item: Any, form: Any) -> HttpResponse:
        context = {"item": item, "form": form, "title": _("What came of it"), "send": _("Publish it on the page")}
        return render(self.request, "projects/text.html", context)


class RequestPracticeView(SignInRequired, View):
    """One click: a solved request becomes the draft of a best practice."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """On to the draft; 403 for whom it does not concern."""
        item = item_or_404(SolutionRequest, request.user, slug)
        try:
            draft = outcomes.to_practice(item, user=request.user)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(item)
        messages.success(request, _("Here is the draft, filled from the request. Complete it and submit it."))
        return redirect(f"{draft.kind}_edit", slug=draft.slug)


@method_decorator(never_cache, name="dispatch")
class StillNeededView(View):
    """The page behind the mail's link: GET shows, POST acts, nobody has to sign in."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The question; 404 for a link that is forged, old or no longer the person's."""
        return self._page(token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Act, and say what was done; pressed twice it is done once."""
        try:
            found = life.answer_by_link(token, request.POST.get("answer", ""))
        except WorkflowError as error:
            return self._page(token, conflict=str(error))
        return self._page(token, done=found.get_life_display() if not found.is_open else _("Still needed"))

    def _page(self, token: str, **said: Any) -> HttpResponse:
        try:
            asked = life.read_link(token)
        except WorkflowError as error:
            context, status = {"gone": str(error)}, 404
        else:
            context, status = {"item": asked.request, "is_open": asked.is_open, **said}, 200
        answer = render(self.request, "projects/still_needed.html", context, status=status)
        # Told to nobody else; with "no-referrer" browsers send Origin: null, and the form here would be refused.
        answer["Referrer-Policy"] = "same-origin"
        return answer
