"""The people behind a number on a card, the newest first, page by page.

A page costs a bounded read, however many people there ever were: those inside and those failed
by an index; those who passed or left by looking at the newest runs, at most ``WINDOW`` a page.
``next`` is where the following page begins, None where there is none.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from journeys.core.run import Status
from journeys.models import Version
from journeys.reports import sentences
from journeys.reports.drawn import Drawn, drawn
from journeys.reports.reading import Row, ask, moment, parsed

Json = dict[str, Any]
MOST = 200
WINDOW = 2_000
WHAT = ("inside", "failed", "passed", "left")
_COLUMNS = "id, person, status, entered_at, ended_at, wake_at"
_HERE = "version_id = %(version)s and node = %(node)s and id < %(before)s"
_STANDING = {
    "inside": f"""select {_COLUMNS} from instance where {_HERE} and ended_at is null
                  order by id desc limit %(limit)s""",  # noqa: S608
    "failed": f"""select {_COLUMNS} from instance where {_HERE} and status = 5
                  order by id desc limit %(limit)s""",  # noqa: S608
}
_RUNS = f"""
    select {_COLUMNS}, node from instance where version_id = %(version)s and id < %(before)s
    order by id desc limit %(window)s
"""  # noqa: S608
# The last row that led somewhere tells since when, the last of all what went wrong.
_LAST = """
    select instance_id, at, detail, id from trail where id in (
        select max(id) from trail where instance_id in %(runs)s group by instance_id
        union
        select max(id) from trail where instance_id in %(runs)s
          and path is not null and path <> %(nothing)s group by instance_id)
    order by id
"""
_PATHS = """
    select instance_id, at, path from trail where instance_id in %(runs)s
      and path is not null and path <> %(nothing)s order by id
"""


def people(
    version: Version,
    node: str,
    what: str,
    *,
    port: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Json:
    """Runs behind ``what`` at a step of a version: {"people": [...], "next": id}.

    ``port`` keeps those who passed by this way alone.
    """
    told = drawn(version.pk)
    number = told.keys.index(node)
    params: Json = {
        "version": version.pk,
        "node": number,
        "before": before or 2**63 - 1,
        "limit": min(limit, MOST),
        "window": WINDOW,
    }
    if what in _STANDING:
        return _standing(what, params)
    runs = ask(_RUNS, params)
    is_last = len(runs) < WINDOW
    if what == "left":
        found = [row for row in runs if row[6] == number and row[2] in _ENDED]
        rows = [_row(row) for row in found]
    else:
        rows = _passed(runs, told, number, port)
    return _page(rows, params["limit"], None if is_last else runs[-1][0])


_ENDED = (Status.FINISHED, Status.STOPPED)


def _page(rows: list[Json], limit: int, following: int | None) -> Json:
    """So many of the rows; the page after begins behind the last of them, or of the window."""
    if len(rows) > limit:
        rows = rows[:limit]
        following = int(rows[-1]["run"])
    return {"people": rows, "next": str(following) if following is not None else None}


def _standing(what: str, params: Json) -> Json:
    found = ask(_STANDING[what], params)
    last = _last(row[0] for row in found)
    rows = [_row(row) | last.get(row[0], {}) for row in found]
    following = found[-1][0] if len(found) == params["limit"] else None
    return _page(rows, params["limit"], following)


def _row(row: Sequence[Any]) -> Json:
    run, person, status, entered, ended, wake = row[:6]
    return {
        "run": str(run),
        "person": person,
        "status": Status(status).name.lower(),
        "entered_at": moment(entered),
        "ended_at": moment(ended),
        "until": moment(wake),
        "since": moment(ended),
        "port": None,
        "error": None,
    }


def _nothing() -> str:
    """An empty path as it is stored."""
    return "[]" if connection.vendor == "sqlite" else "{}"


def _last(runs: Iterable[int]) -> dict[int, Json]:
    """Run -> since when it stands where it stands, and the error that it met last."""
    wanted = list(runs)
    if not wanted:
        return {}
    found: dict[int, Json] = {}
    for run, at, detail, _id in ask(_LAST, {"runs": wanted, "nothing": _nothing()}):
        told = found.setdefault(run, {"since": moment(at), "error": None})
        told["error"] = _error((parsed(detail) or {}).get("error"))
    return found


def _error(error: Json | None) -> Json | None:
    """What went wrong, with its words in each language."""
    return {**error, "words": sentences.fault(error)} if error else None


def _passed(runs: list[Row], told: Drawn, node: int, port: str | None) -> list[Json]:
    if not runs:
        return []
    ports = told.ports[node]
    wanted = ports.index(port) if port in ports else None
    passes: dict[int, Json] = {}
    params = {"runs": [row[0] for row in runs], "nothing": _nothing()}
    for run, at, path in ask(_PATHS, params):
        flat = parsed(path) or []
        for left, way in zip(flat[::2], flat[1::2], strict=False):
            if left == node and wanted in (None, way):
                taken = ports[way] if 0 <= way < len(ports) else None
                passes[run] = {"since": moment(at), "port": taken}
    return [_row(row) | passes[row[0]] for row in runs if row[0] in passes]
