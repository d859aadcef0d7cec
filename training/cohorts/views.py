"""The pages of cohorts: what one is and who is in it, joining and going, arranging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.capacity import seats
from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.content.views.common import item_or_404
from csonet.workflow import WorkflowError
from training.cohorts import arranging, taking_part
from training.cohorts.forms import CohortForm
from training.models import Cohort, Course, Enrolment, Participant
from training.organizations.following_up import progress_in_words

PER_PAGE = 50


def cohort_or_404(user: Any, slug: str, pk: int) -> Cohort:
    """A cohort of a course that this person may see."""
    course = item_or_404(Course, user, slug)
    rows = Cohort.objects.select_related("facilitator", "seats", "group")
    cohort = get_object_or_404(rows, pk=pk, course=course)
    cohort.course = course
    return cohort


def own_place(user: Any, cohort: Cohort) -> Participant | None:
    """This person's part in it; None for who is not in it."""
    if not user.is_authenticated:
        return None
    rows = Participant.objects.live().select_related("place", "user").filter(cohort=cohort, user=user)
    found = rows.first()
    if found is not None:
        found.cohort = cohort
    return found


class CohortView(View):
    """One cohort; who looks after it sees its people too."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """404 where the course may not be known."""
        cohort = cohort_or_404(request.user, slug, pk)
        own = own_place(request.user, cohort)
        group = None
        if cohort.group_id and own is not None and own.state == "held":
            group = Item.objects.visible_to(request.user).filter(pk=cohort.group_id).first()
        context: dict[str, Any] = {
            "item": cohort.course,
            "cohort": cohort,
            "own": own,
            "number": seats.position(own.place) if own is not None else 0,
            "group": group,
            "is_open": cohort.is_open(timezone.localdate()) and cohort.course.status == "published",
            "is_author": is_author_side(request.user, cohort.course) if request.user.is_authenticated else False,
            "looks_after": arranging.looks_after(request.user, cohort),
        }
        if context["looks_after"]:
            context |= self._people(cohort)
        return render(request, "training/cohort.html", context)

    def _people(self, cohort: Cohort) -> dict[str, Any]:
        """Who has a seat, with progress in words; and how many wait."""
        live = Participant.objects.live().filter(cohort=cohort).select_related("user", "place")
        page = Paginator(live.order_by("user__name", "pk"), PER_PAGE).get_page(self.request.GET.get("page"))
        people = list(page.object_list)
        rows = Enrolment.objects.filter(course=cohort.course_id, user__in=[one.user_id for one in people])
        enrolments = {one.user_id: one for one in rows.select_related("edition")}
        progress = progress_in_words(list(enrolments.values()))
        for one in people:
            enrolment = enrolments.get(one.user_id)
            one.words = progress[enrolment.pk].sentence if enrolment else ""  # type: ignore[attr-defined]
        return {"people": people, "page_obj": page}


class TakePartView(SignInRequired, View):
    """Join, take the offered seat, or go: what the button said."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Back to the cohort, with what became of it."""
        cohort = cohort_or_404(request.user, slug, pk)
        try:
            words = self._act(cohort, request.POST.get("do", ""))
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, words)
        return redirect(cohort)

    def _act(self, cohort: Cohort, act: str) -> str:
        if act == "join":
            made = taking_part.join(cohort, self.request.user)
            waits = _("All seats are taken. You are on the waiting list, and hear of it when one becomes free.")
            return _("You have a seat.") if made.state == "held" else waits
        own = own_place(self.request.user, cohort)
        if own is None:
            raise WorkflowError(_("You are not in it."))
        if act == "accept":
            taking_part.accept(own)
            return _("You have a seat.")
        taking_part.leave(own)
        return _("You left it. The course stays open to you.")


class ArrangeView(SignInRequired, View):
    """A new cohort, or another date, number of seats, facilitator or group."""

    def get(self, request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
        """The form; 404 for everybody but the course's own people."""
        cohort = self._own(slug, pk)
        return self._page(cohort, self._form(cohort, self.parked_data()))

    def post(self, request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
        """Save; on a fault everything typed stays."""
        cohort = self._own(slug, pk)
        if cohort.pk and request.POST.get("do") == "cancel":
            return self._cancel(cohort)
        form = self._form(cohort, request.POST)
        if not form.is_valid():
            return self._page(cohort, form)
        save = arranging.change if cohort.pk else arranging.arrange
        save(form.instance, form.cleaned_data["cap"])
        messages.success(request, _("Saved."))
        return redirect(form.instance)

    def _cancel(self, cohort: Cohort) -> HttpResponse:
        try:
            arranging.cancel(cohort)
        except WorkflowError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("It is cancelled, and its people were told."))
        return redirect(cohort)

    def _own(self, slug: str, pk: int) -> Cohort:
        course = item_or_404(Course, self.request.user, slug)
        if not is_author_side(self.request.user, course):
            raise Http404
        return cohort_or_404(self.request.user, slug, pk) if pk else Cohort(course=course)

    def _form(self, cohort: Cohort, data: Any) -> CohortForm:
        return CohortForm(data, instance=cohort, course=cohort.course, user=self.request.user)

    def _page(self, cohort: Cohort, form: CohortForm) -> HttpResponse:
        return render(
            self.request, "training/cohort_form.html", {"item": cohort.course, "cohort": cohort, "form": form}
        )
