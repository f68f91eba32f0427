"""People on their way: lists of runs, and one run with the path that it took and why."""

from typing import Any

from journeys.core.run import Status
from journeys.reports.drawn import drawn
from journeys.reports.fates import journey_names, stands_at, word
from journeys.reports.reading import Row, ask, moment, parsed

Json = dict[str, Any]
MOST = 200
_COLUMNS = """i.id, i.journey_id, i.version_id, i.person, i.status, i.node, i.entered_at,
              i.ended_at, i.wake_at, i.supplemental"""
_ALL = (
    f"select {_COLUMNS} from instance i where i.id < %(before)s order by i.id desc limit %(limit)s"  # noqa: S608
)
# By version, for that is what the index (version_id, id) knows.
_OF_JOURNEY = f"""
    select {_COLUMNS} from instance i
    where i.id < %(before)s
      and i.version_id in (select id from journeys_version where journey_id = %(journey)s)
    order by i.id desc limit %(limit)s
"""  # noqa: S608
# The runs of a person have an index only while they hold their place. Ended ones are found by
# the events that let them in: event (person, id), trail (event_id).
_OF_PERSON = f"""
    select {_COLUMNS} from instance i
    where i.id < %(before)s and i.id in (
        select h.id from instance h where h.person = %(person)s and h.holds
        union
        select t.instance_id from trail t where t.event_id in (
            select e.id from event e where e.person = %(person)s order by e.id desc limit 1000)
          and t.instance_id is not null)
      and (cast(%(journey)s as bigint) is null or i.journey_id = %(journey)s)
    order by i.id desc limit %(limit)s
"""  # noqa: S608
_ONE = f"select {_COLUMNS} from instance i where i.id = %(run)s"  # noqa: S608
_TRAIL = """
    select id, at, event_id, code, seq, path, detail from trail
    where instance_id = %(run)s order by seq, id limit 1000
"""


def runs(
    *,
    journey: int | None = None,
    person: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Json]:
    """Runs, the newest first; ``before`` is the last id of the page before."""
    params: Json = {"before": before or 2**63 - 1, "limit": min(limit, MOST)}
    if person is not None:
        rows = ask(_OF_PERSON, params | {"person": person, "journey": journey})
    elif journey is not None:
        rows = ask(_OF_JOURNEY, params | {"journey": journey})
    else:
        rows = ask(_ALL, params)
    names = journey_names(row[1] for row in rows)
    return [_run(row, names) for row in rows]


def run(run_id: int) -> Json | None:
    """One run with its steps in order; None where there is no such run."""
    rows = ask(_ONE, {"run": run_id})
    if not rows:
        return None
    told = _run(rows[0], journey_names([rows[0][1]]))
    version_id = rows[0][2]
    told["steps"] = [_step(row, version_id) for row in ask(_TRAIL, {"run": run_id})]
    return told


def _run(row: Row, names: dict[int, str]) -> Json:
    run_id, journey_id, version_id, person, status, node, entered, ended, wake, supplemental = row
    version = drawn(version_id)
    key = version.key(node)
    return {
        "id": str(run_id),
        "journey": str(journey_id),
        "journey_name": names.get(journey_id),
        "version": version.number,
        "person": person,
        "supplemental": supplemental,
        "status": Status(status).name.lower(),
        "node": key,
        "node_name": version.name(key),
        "entered_at": moment(entered),
        "ended_at": moment(ended),
        "wake_at": moment(wake),
        "zone": version.zone,
    }


def _step(row: Row, version_id: int) -> Json:
    _id, at, event_id, code, seq, path, detail = row
    version = drawn(version_id)
    numbers, told = parsed(path), parsed(detail) or {}
    stands = stands_at(version, numbers)
    return {
        "seq": seq,
        "at": moment(at),
        "code": word(code),
        "event": str(event_id) if event_id else None,
        "path": version.path(numbers),
        "node": stands,
        "node_name": version.name(stands),
        "reads": told.get("reads", []),
        "error": told.get("error"),
        "detail": told,
    }
