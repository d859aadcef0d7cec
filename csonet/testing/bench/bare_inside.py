"""The second measure: the portal's settings, middleware and database policy, and one view that returns bytes."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGES = {file.name: file.read_bytes() for file in Path(os.environ["BENCH_PAGES"]).iterdir()}


def page(_request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(PAGES[name])


urlpatterns = [path("<str:name>", page)]
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
