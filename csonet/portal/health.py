"""What machines ask: is the process up, and can it serve?"""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views import View

from csonet.notifications.models import JobRun

#: A worker that ran no job for this long is late.
HEARTBEAT = timedelta(minutes=10)


class HealthView(View):
    """The process answers. No database is asked: a restart would not mend that one."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return _plain(JsonResponse({"status": "ok"}))


class ReadinessView(View):
    """Can this process serve pages? 503 while the database is away or not migrated.

    A worker that is late is said, and changes nothing: pages are served without it.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = {"database": "ok", "migrations": "ok", "worker": "ok"}
        try:
            if _is_behind():
                checks["migrations"] = "missing"
            elif _worker_is_late():
                checks["worker"] = "late"
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


def _worker_is_late() -> bool:
    latest = (
        JobRun.objects.order_by("-started_at").exclude(started_at=None).values_list("started_at", flat=True).first()
    )
    return latest is None or latest < timezone.now() - HEARTBEAT
