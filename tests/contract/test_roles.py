"""Who may call what. A route that is not in the table fails here.

After a change that is meant: ``python -m tests.contract.write_roles``, and read the difference.
"""

from pathlib import Path

from access.roles import VIEWER
from tests.contract.routes import may, routes, table

TABLE = Path(__file__).parent / "roles.txt"
# What only asks, though it needs a body.
ASKING = {
    "/api/v1/expressions/check",
    "/api/v1/words",
    "/api/v1/expressions/complete",
    "/api/v1/expressions/hover",
    "/api/v1/expressions/signature",
    "/api/v1/expressions/format",
    "/api/v1/expressions/words",
}
# Let in by a source's key, which is no user's.
BY_KEY = {"/api/v1/events", "/collection/<str:inlet>", "/collection/batch/<str:inlet>"}


def test_the_table_of_roles_is_what_the_views_do():
    assert table() == TABLE.read_text()


def test_a_viewer_can_cause_nothing():
    changing = [
        (method, route.path)
        for route in routes()
        for method in route.methods
        if method not in ("GET", "PAGE") and may(route, method, VIEWER)
    ]
    assert [found for found in changing if found[1] not in ASKING | BY_KEY] == []


def test_nobody_reads_the_api_without_signing_in():
    open_to_all = [
        (method, route.path)
        for route in routes()
        for method in route.methods
        if route.path.startswith("/api/") and may(route, method, None)
    ]
    assert [found for found in open_to_all if found[1] not in BY_KEY] == []
