"""The dashboard: a person's own work."""

from django.views.generic import TemplateView


class DashboardView(TemplateView):
    template_name = "portal/dashboard.html"


class NoticesReadView(TemplateView):
    template_name = "portal/dashboard.html"
