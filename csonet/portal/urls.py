"""Addresses of the shell: home, search, dashboard, the pages of the Branch, the contact desk."""

from django.urls import include, path

from csonet.portal.contact.views import ContactStateView, ContactView
from csonet.portal.dashboard.views import DashboardView, NoticesReadView
from csonet.portal.opendata.views import DataView
from csonet.portal.search_help import SuggestView
from csonet.portal.views import HomeView, PageView, SearchView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("search/", SearchView.as_view(), name="search"),
    path("search/suggest/", SuggestView.as_view(), name="search_suggest"),
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("dashboard/notices/read/", NoticesReadView.as_view(), name="notices_read"),
    path("about/", PageView.as_view(slug="about"), name="page_about"),
    path("terms/", PageView.as_view(slug="terms"), name="page_terms"),
    path("privacy/", PageView.as_view(slug="privacy"), name="page_privacy"),
    path("accessibility/", PageView.as_view(slug="accessibility"), name="page_accessibility"),
    path("data/", DataView.as_view(), name="data"),
    path("", include("csonet.portal.themes.urls")),
    path("", include("csonet.portal.saved_searches.urls")),
    path("contact/", ContactView.as_view(), name="contact"),
    path("contact/<str:token>/", ContactStateView.as_view(), name="contact_state"),
]
