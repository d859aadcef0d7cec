"""The contact desk: the form, and the sender's page."""

from django.views.generic import TemplateView


class ContactView(TemplateView):
    template_name = "portal/contact.html"


class ContactStateView(TemplateView):
    template_name = "portal/contact_state.html"
