"""Addresses of saved searches."""

from django.urls import path

from csonet.portal.saved_searches.views import SavedSearchChangeView, SavedSearchesView, SavedSearchNewView

urlpatterns = [
    path("searches/", SavedSearchesView.as_view(), name="saved_searches"),
    path("searches/new/", SavedSearchNewView.as_view(), name="saved_search_new"),
    path("searches/<int:pk>/", SavedSearchChangeView.as_view(), name="saved_search_change"),
]
