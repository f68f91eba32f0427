"""Journeys as the list and the canvas show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from journeys.models import Draft, Journey, Version
from journeys.models.journey import OPEN, UNFINISHED
from journeys.reports.inside import entered, inside

Json = dict[str, Any]
_LIGHT = Version.objects.order_by("-number").defer("graph", "layout")


def rows() -> list[Json]:
    """Every journey, the last changed first: three queries, however many there are."""
    drafts = (
        Draft.objects.select_related("journey", "updated_by")
        .prefetch_related(Prefetch("journey__versions", _LIGHT, to_attr="newest_first"))
        .defer("graph", "layout")
        .order_by("-updated_at", "-pk")
    )
    found = list(drafts)
    people, entries = inside(), entered()
    return [_row(draft, people, entries) for draft in found]


def _row(draft: Draft, people: dict[int, int], entries: dict[int, int]) -> Json:
    versions = draft.journey.newest_first
    current = live(versions)
    return {
        "id": str(draft.pk),
        "name": draft.journey.name,
        "status": derived(versions),
        "live_version": current.number if current else None,
        "entry_event": (current.entry_event if current else draft.entry_event) or None,
        "inside": sum(people.get(version.pk, 0) for version in versions),
        "entered": sum(entries.get(version.pk, 0) for version in versions),
        "problems": draft.problems,
        "updated_at": draft.updated_at,
        "updated_by": author(draft.updated_by),
    }


def detail(journey: Journey) -> Json:
    """One journey with its versions, the newest first."""
    versions = list(_LIGHT.filter(journey=journey).select_related("published_by"))
    people = inside([version.pk for version in versions])
    current = live(versions)
    return {
        "id": str(journey.pk),
        "name": journey.name,
        "description": journey.description,
        "status": derived(versions),
        "live_version": current.number if current else None,
        "inside": sum(people.values()),
        "versions": [_version_row(version, people.get(version.pk, 0)) for version in versions],
        "draft": {"revision": journey.draft.revision, "differs": _differs(journey)},
    }


def _version_row(version: Version, people: int) -> Json:
    return {
        "number": version.number,
        "status": version.status,
        "published_at": version.published_at,
        "published_by": author(version.published_by),
        "note": version.note,
        "inside": people,
    }


def version_detail(version: Version) -> Json:
    """A version with what was drawn."""
    row = _version_row(version, inside([version.pk]).get(version.pk, 0))
    drawn = {"graph": version.graph, "layout": version.layout, "entry_event": version.entry_event}
    return row | drawn


def _differs(journey: Journey) -> bool:
    """Whether the draft's graph (not where its steps stand) is another than the newest version's."""
    newest = journey.versions.order_by("-number").values_list("graph", flat=True).first()
    return newest is None or newest != journey.draft.graph


def live(versions: Iterable[Version]) -> Version | None:
    """The one version that new people enter, or would were it not paused."""
    return next((version for version in versions if version.status in OPEN), None)


def derived(versions: list[Version]) -> str:
    """The status of a journey: of its newest version that may hold people, else of its newest."""
    for version in versions:
        if version.status in UNFINISHED:
            return version.status
    return versions[0].status if versions else "draft"


def status_of(journey: Journey) -> str:
    return derived(list(_LIGHT.filter(journey=journey)))


def author(user: Any) -> str | None:
    """The name of who did it, as people know them."""
    return (user.get_full_name() or user.get_username()) if user else None
