"""The dashboard: a person's own work, what waits for them, and what they were told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from accounts.verification import VERIFICATION
from csonet.content.models import Item
from csonet.content.models.circle import circles_of
from csonet.notifications.reading import standing_of
from csonet.portal.dashboard import work
from discussions.unread import SHOWN as MOST_GROUPS
from discussions.unread import by_group as groups_of
from news import coauthors
from projects import for_me
from training import learning
from training.organizations import for_me as asked_courses

#: What the nouns add: (user) → (template, context), or None.
SECTIONS = (for_me.section, coauthors.section, asked_courses.section, learning.section)


class DashboardView(LoginRequiredMixin, TemplateView):
    """My work."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        has_news = standing_of(self.request).unread  # the header asked already
        notices, unread = work.notices_of(user) if has_news else ([], 0)
        memberships, groups = work.memberships_of(user), groups_of(user)
        return super().get_context_data(
            work=work.work_of(user),
            notices=notices,
            unread=unread,
            memberships=memberships,
            waiting=work.waiting_for(user),
            groups=groups[:MOST_GROUPS],
            more_groups=len(groups) - MOST_GROUPS,
            moderates=any(circles_of(user).values()),
            sections=[found for section in SECTIONS if (found := section(user)) is not None],
            searches=work.searches_of(user.pk),  # type: ignore[arg-type]
            state_labels={state.name: state.author_label for state in VERIFICATION.states},
            nouns=[
                (noun.KIND, capfirst(str(noun._meta.verbose_name)), f"{noun.KIND}_new")
                for noun in Item.nouns().values()
            ],
            may_publish=bool(user.standing.is_member),  # type: ignore[union-attr]
            **kwargs,
        )


class NoticesReadView(LoginRequiredMixin, View):
    """Mark notices as read: the ones named, or all."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        named = [key for key in request.POST.getlist("notice") if key.isascii() and key.isdigit() and len(key) < 18]
        keys = None if "all" in request.POST else [int(key) for key in named]
        number = work.mark_read(request.user, keys)
        if number:
            messages.success(
                request,
                ngettext("%(number)d notice marked as read.", "%(number)d notices marked as read.", number)
                % {"number": number},
            )
        else:
            messages.info(request, _("There was nothing to mark."))
        return HttpResponseRedirect(reverse("dashboard"))
