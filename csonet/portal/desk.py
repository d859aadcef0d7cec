"""The Branch's desk: Django's admin, entered through the portal's own sign-in."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.people.second_factor import lacks_second_factor
from csonet.portal.waiting import tasks

#: Nobody looks for more at once; a database refuses patterns that are much longer.
LONGEST_PARAMETER = 1_000


#: So many lists of sections are kept: a few rights in six languages.
MOST_LISTS = 200


def rights_of(user: Any) -> tuple[Any, ...]:
    """All that the desk's sections ask of a person, as long as they ask about no single object."""
    return user.is_active, user.is_staff, user.is_superuser, frozenset(user.get_all_permissions())


class Desk(AdminSite):
    """The admin site of the NGO Branch. There is one door for everybody; officers bring a second factor."""

    site_header = site_title = _("CSO Net desk")
    index_title = _("What to do next")
    index_template = "portal/desk.html"

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The first page: what waits for the Branch, then everything that can be looked after."""
        return super().index(request, {**(extra_context or {}), "tasks": tasks(self, request)})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What this officer can look after, in the page's language: made once for everybody with the same rights.

        It asks forty admins for four rights each. The list is shared by all requests: nobody changes it.
        """
        key = (get_language(), rights_of(request.user), app_label)
        if key not in self._app_lists:
            if len(self._app_lists) >= MOST_LISTS:
                self._app_lists.clear()
            self._app_lists[key] = super().get_app_list(request, app_label)
        return self._app_lists[key]

    @cached_property
    def _app_lists(self) -> dict[Any, list[Any]]:
        return {}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's; what no page of the desk sends, and no database takes, is a bad request and no fault of ours."""
        answer = super().admin_view(view, cacheable)

        @wraps(answer)
        def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if any(_is_of_no_page(name, value) for name, values in request.GET.lists() for value in values):
                raise BadRequest
            try:
                return answer(request, *args, **kwargs)
            except OverflowError as error:  # a number of a choice that no integer column can hold
                raise BadRequest from error

        return careful

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with a second factor where the portal asks for one."""
        if not super().has_permission(request):
            return False
        if not hasattr(request, "lacks_second_factor"):
            request.lacks_second_factor = lacks_second_factor(request.user)  # type: ignore[attr-defined]
        return not request.lacks_second_factor  # type: ignore[attr-defined]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the portal's sign-in, or an officer without a second factor to where it is set up."""
        onward = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(onward, resolve_url("account_login"))
        if self.has_permission(request):
            return redirect("admin:index")
        if super().has_permission(request):
            messages.warning(
                request,
                _("Officers open the desk with a second factor. Set one up here, then open the desk again."),
            )
            return redirect("mfa_index")
        raise PermissionDenied

    # Django's stubs expect a page here; these two lead elsewhere.
    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        if request.method != "POST":
            return redirect("account_logout")
        logout(request)
        return redirect("home")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_change_password")


def _is_of_no_page(name: str, value: str) -> bool:
    """Is this a parameter that no database takes? What is wrong with a search is said by the list itself."""
    return len(value) > LONGEST_PARAMETER or ("\0" in value and name != SEARCH_VAR)
