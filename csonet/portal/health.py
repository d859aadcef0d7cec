"""What machines ask: is the process up, and can it serve?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View

from csonet.notifications import outbox
from csonet.notifications.jobs import worker_is_silent


class HealthView(View):
    """The process answers. No database is asked: a restart would not mend that one."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return _plain(JsonResponse({"status": "ok"}))


class ReadinessView(View):
    """Can this process serve pages? 503 while the database is away or not migrated.

    A worker that is silent, and mails that have waited too long, are said and change nothing: pages are served without.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = {"database": "ok", "migrations": "ok", "worker": "ok", "outbox": "ok"}
        try:
            if _is_behind():
                checks["migrations"] = "missing"
            else:
                checks["worker"] = "silent" if worker_is_silent() else "ok"
                checks["outbox"] = "late" if outbox.health().is_late else "ok"
        except DatabaseError:
            checks["database"] = "away"
        ready = checks["database"] == checks["migrations"] == "ok"
        response = JsonResponse(checks, status=200 if ready else 503)
        if not ready:
            response.headers["Retry-After"] = "10"
        return _plain(response)


def _plain(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
