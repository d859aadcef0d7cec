"""The data page, and the nightly files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from csonet.opendata.answering import MEDIA_TYPES, OpenView, answer, refusal
from csonet.opendata.datasets import Dataset, datasets
from csonet.portal.opendata import dumps
from csonet.ui.json_ld import written

_MEDIA_TYPES = {
    "csv": "application/gzip",
    "jsonl": "application/gzip",
    "description": "application/json",
    "checksums": "text/plain; charset=utf-8",
}


class DataView(TemplateView):
    """What there is as open data, what its fields mean, under what licence, how new it is."""

    http_method_names = ["get", "head", "options"]
    template_name = "opendata/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = dumps.latest()
        files = run.get("files", [])
        shown = [_shown(dataset, files) for dataset in datasets().values()]
        return super().get_context_data(
            groups=[
                (_("The register"), [one for one in shown if one["dataset"].group == "register"]),
                (_("What organizations published"), [one for one in shown if one["dataset"].group == "published"]),
            ],
            made=datetime.fromisoformat(run["made"]) if run else None,
            others=[file for file in files if not file["dataset"]],
            licence=settings.OPEN_DATA_LICENCE,
            json_ld=written(_catalogue()),
            api_url=settings.SITE_URL + "/api/v1/",
            **kwargs,
        )


def _catalogue() -> dict[str, Any]:
    """The page in schema.org's words, by which data sets are found in search engines."""
    page = settings.SITE_URL + reverse("data")
    return {
        "@type": "DataCatalog",
        "name": "CSO Net",
        "url": page,
        "license": settings.OPEN_DATA_LICENCE,
        "dataset": [
            {
                "@type": "Dataset",
                "name": str(dataset.title),
                "description": str(dataset.about),
                "url": f"{page}#{dataset.name}",
                "license": settings.OPEN_DATA_LICENCE,
                "isAccessibleForFree": True,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": MEDIA_TYPES[format].partition(";")[0],
                        "contentUrl": settings.SITE_URL + dataset.address(format),
                    }
                    for format in MEDIA_TYPES
                ],
            }
            for dataset in datasets().values()
        ],
    }


def _shown(dataset: Dataset, files: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "page": reverse(dataset.page),
        "lists": [(format.upper(), dataset.address(format)) for format in MEDIA_TYPES],
        "files": [file for file in files if file["dataset"] == dataset.name],
    }


class DatasetExportView(OpenView):
    """A data set whole, as a file: for those that have no list of their own."""

    def get(self, request: HttpRequest, name: str, format: str) -> HttpResponseBase:
        """CSV or JSON; 404 for a data set that there is not, 429 for who asks too often."""
        dataset = datasets().get(name)
        if dataset is None:
            raise Http404
        return refusal(request) or answer(request, dataset, dataset.everything(request.user), format)


class DumpView(OpenView):
    """A file of the newest run. Everybody may read it, also scripts on other sites' pages."""

    is_same_for_all = True

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """404 for a name that the newest run has not; 304 for who has the file."""
        found = dumps.path_of(name)
        if found is None:
            raise Http404
        path, told = found
        etag, made = f'"{told["sha256"]}"', datetime.fromisoformat(told["made"])
        # Asked here and not by the middleware: it would drop an opened file without closing it.
        response = get_conditional_response(request, etag, int(made.timestamp()))
        if response is None:
            response = _content(path, told)
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(made.timestamp())
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Link"] = f'<{settings.OPEN_DATA_LICENCE}>; rel="license"'
        return response


def _content(path: Path, told: dict[str, Any]) -> Any:
    media, prefix = Path(settings.MEDIA_ROOT), settings.ACCEL_REDIRECT_PREFIX
    response: HttpResponse | FileResponse
    if prefix and path.is_relative_to(media):
        response = HttpResponse()
        response.headers["X-Accel-Redirect"] = prefix + path.relative_to(media).as_posix()
    else:
        try:
            response = FileResponse(path.open("rb"))
        except FileNotFoundError:
            raise Http404 from None  # a run that was tidied away in this very moment
    response.headers["Content-Type"] = _MEDIA_TYPES[told["format"]]
    response.headers["Content-Disposition"] = f'attachment; filename="{told["name"]}"'
    return response
