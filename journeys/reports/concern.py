"""What an event meant to every live journey: whether it concerned it, and why not."""

from datetime import UTC, tzinfo
from typing import Any

from events.models import Event
from journeys.core.commands import Fate
from journeys.core.compiled import CompiledProgram
from journeys.core.run import Event as Happened
from journeys.core.simulation import Judged, tell_entry
from journeys.declared import catalog
from journeys.models import Status, Version
from journeys.reports import sentences
from journeys.reports.inbox import event_rows
from journeys.reports.programs import program_of
from journeys.reports.reading import ask, moment, parsed
from journeys.reports.recorded import events_of
from journeys.reports.replay import reads_of
from journeys.reports.telling import Telling

Json = dict[str, Any]
_JUDGED = """
    select version_id, at, code, detail from trail
    where event_id = %(event)s and version_id is not null and instance_id is null order by id
"""
_BY_ENTRY = (Fate.CONDITION_FALSE, Fate.ERROR)


def concern(event_id: int, zone: tzinfo | None = None) -> Json | None:
    """One event with a verdict of every live journey; None where there is no such event.

    ``concerned`` is whether the journey had to decide about it; if not, ``sentence`` says why
    it did not. Where its entry's condition decided, ``entry`` tells how.
    """
    event = Event.objects.select_related("type", "source").filter(pk=event_id).first()
    if event is None:
        return None
    (row,) = event_rows([event], zone)
    return {"event": row, "journeys": _Concern(event, row, zone).journeys()}


class _Concern:
    def __init__(self, event: Event, row: Json, zone: tzinfo | None) -> None:
        self.zone = zone
        self.event = event
        self.row = row
        self.key = event.type.key if event.type else ""
        self.catalog = catalog()
        self.happened: Happened | None = events_of([event.pk]).get(event.pk)
        self.judged = {
            found[0]: (moment(found[1]), found[2], parsed(found[3]) or {})
            for found in ask(_JUDGED, {"event": event.pk})
        }

    def journeys(self) -> list[Json]:
        live = Version.objects.filter(status=Status.LIVE).select_related("journey")
        found = [self._of(version) for version in live.order_by("journey__name", "pk")]
        return sorted(found, key=lambda told: not told["concerned"])

    def _of(self, version: Version) -> Json:
        program = program_of(version.pk)
        fates = [fate for fate in self.row["fates"] if fate["journey"] == str(version.journey_id)]
        return {
            "journey": str(version.journey_id),
            "journey_name": version.journey.name,
            "version": version.number,
            "concerned": bool(fates),
            "fates": fates,
            "sentence": fates[0]["sentence"] if fates else self._unconcerned(version, program),
            "entry": self._entry(version, program),
        }

    def _unconcerned(self, version: Version, program: CompiledProgram) -> sentences.Both:
        if self.key != program.entry_event and self.key not in program.listens:
            told = self.catalog.events.get(program.entry_event) or {}
            return sentences.both("not_taken", entry=told.get("name") or program.entry_event)
        if version.published_at > self.event.received_at:
            when = sentences.clock(version.published_at, self.zone or program.rules.zone or UTC)
            return sentences.both("not_live_then", moment=when)
        if self.row["summary"] == "waiting":
            return sentences.both("not_yet")
        unseen = f"event_{self.row['summary']}"
        if self.row["summary"] in ("condition_false", "late") and sentences.knows(unseen):
            return sentences.both(unseen)
        is_listening = self.key in program.listens and self.key != program.entry_event
        return sentences.both("only_inside" if is_listening else "not_seen")

    def _entry(self, version: Version, program: CompiledProgram) -> Json | None:
        """The entry's condition as it was judged then, where it was what decided."""
        found = self.judged.get(version.pk)
        if found is None or found[1] not in _BY_ENTRY or self.happened is None:
            return None
        at, code, detail = found
        if at is None or self.key != program.entry_event:
            return None
        judged: Judged = tell_entry(program, self.happened, at, reads_of(detail))
        told = Telling(program, self.catalog).entry(judged, self.happened.received_at, at)
        return None if told is None else told | {"replayed": judged.fate == code}
