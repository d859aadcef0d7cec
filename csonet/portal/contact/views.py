"""The contact desk on the site: the form, and the page on which its sender sees what became of a message."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.generic import FormView, TemplateView

from csonet.portal.contact import desk
from csonet.portal.contact.forms import ContactForm
from csonet.portal.errors import too_many_requests

#: From one network address: messages an hour, and tries with errors in them too.
RATES = {"contact": "6/h/ip", "contact_tried": "40/h/ip"}


class ContactView(FormView):
    """Write to the NGO Branch."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/contact.html"
    form_class = ContactForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _may(request, "contact_tried"):
            return too_many_requests(request, wait=3600)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ContactForm) -> HttpResponse:
        if not _may(self.request, "contact"):
            return too_many_requests(self.request, wait=3600)
        _message, token = desk.receive(form.message_of())
        return HttpResponseRedirect(reverse("contact_state", args=[token]))


class ContactStateView(TemplateView):
    """What became of a message, for whoever holds its secret link. Neither kept nor passed on by the browser."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/contact_state.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = desk.find_by_token(kwargs["token"])
        if message is None:
            raise Http404
        return super().get_context_data(message=message, replies=message.replies.all(), **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _may(request: HttpRequest, action: str) -> bool:
    return bool(ratelimit.consume(request, app="csonet", action=action, config=RATES))
