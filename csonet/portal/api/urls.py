"""The addresses of the API, as django-ninja makes them of its operations."""

from csonet.portal.api.operations import api

urlpatterns = api.urls[0]
