"""Is the process alive, is it ready, and its figures."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

_migrated = False


def alive(_request: HttpRequest) -> JsonResponse:
    """``/healthz``: the process answers."""
    return JsonResponse({"status": "ok"})


def ready(_request: HttpRequest) -> JsonResponse:
    """``/readyz``: 200 when the database answers and is migrated, else 503 with the reason.

    The broker is not asked: without it everything still finishes, a second later.
    """
    reason = _unready()
    return JsonResponse({"status": reason or "ok"}, status=503 if reason else 200)


def _unready() -> str | None:
    global _migrated  # noqa: PLW0603 (once migrated, always migrated: the check costs 20 ms)
    try:
        connection.ensure_connection()
        if not _migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "not migrated"
            _migrated = True
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return "database unavailable"
    return None


def metrics(_request: HttpRequest) -> HttpResponse:
    """``/metrics``: Prometheus."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
