"""What is declared, made ready for intake: checkers, compiled expressions, keys by their hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import expressions
from events import catalog
from events.fields import Check, checker

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Declared:
    """One event type, ready."""

    pk: int
    key: str
    namespace: str
    check: Check
    person: expressions.Compiled | None
    condition: expressions.Compiled | None
    updates: tuple[tuple[str, expressions.Compiled], ...]
    max_age: timedelta | None
    xdm_schema: str


@dataclass(frozen=True, slots=True)
class Poster:
    """One source, ready. ``types`` are the ids that it may post; None: all."""

    pk: int
    key: str
    public: bool
    origins: frozenset[str]
    types: frozenset[int] | None
    signing_secret: Any
    open_inlet: bool


@dataclass(frozen=True, slots=True)
class Everything:
    """One consistent reading of the declarations."""

    types: Mapping[str, Declared]
    types_by_event_id: Mapping[str, Declared]
    types_by_schema: Mapping[str, list[Declared]]
    sources: Mapping[int, Poster]
    inlets: Mapping[str, Poster]
    keys: Mapping[str, tuple[Poster, datetime]]
    origins: frozenset[str]


# What an inlet itself reads of an entity may be there, though the type takes no other fields.
_FRAME: tuple[dict[str, str], ...] = tuple(
    {"path": path, "type": "any"}
    for path in (
        "_id",
        "timestamp",
        "identityMap",
        "_experience.campaign.orchestration.eventID",
    )
)


def _ready(kind: Any) -> Declared:
    has_frame = kind.strict and kind.fields and (kind.xdm_event_id or kind.xdm_schema)
    scope = expressions.Scope(events={kind.key: kind.field_types or None})
    return Declared(
        pk=kind.pk,
        key=kind.key,
        namespace=kind.namespace,
        check=checker([*_FRAME, *kind.fields] if has_frame else kind.fields, strict=kind.strict),
        person=_compiled(kind.key_expression, scope),
        condition=_compiled(kind.condition, scope),
        updates=tuple(
            (path, compiled)
            for path, text in kind.updates_profile.items()
            if (compiled := _compiled(text, scope)) is not None
        ),
        max_age=timedelta(days=kind.max_age_days) if kind.max_age_days else None,
        xdm_schema=kind.xdm_schema,
    )


def _compiled(text: str, scope: expressions.Scope) -> expressions.Compiled | None:
    return expressions.compile(text, scope) if text.strip() else None


def _poster(source: Any) -> Poster:
    types = frozenset(kind.pk for kind in source.event_types.all())
    return Poster(
        pk=source.pk,
        key=source.key,
        public=source.kind == source.Kind.PUBLIC,
        origins=frozenset(source.allowed_origins),
        types=types or None,
        signing_secret=source.signing_secret,
        open_inlet=source.is_open_inlet,
    )


def _load() -> Everything:
    from events.models import Source, SourceKey

    kinds = catalog.types.get(0)
    types = {kind.key: _ready(kind) for kind in kinds}
    active = Source.objects.filter(active=True).prefetch_related("event_types")
    sources = {source.pk: _poster(source) for source in active}
    keys = SourceKey.objects.filter(revoked_at=None, source__active=True)
    by_schema: dict[str, list[Declared]] = {}
    for kind in kinds:
        ready = types[kind.key]
        # A type that has an eventID is known by that alone: another's event of the same schema
        # must not enter by it.
        if ready.xdm_schema and not kind.xdm_event_id:
            by_schema.setdefault(ready.xdm_schema, []).append(ready)
    return Everything(
        types=types,
        types_by_event_id={k.xdm_event_id: types[k.key] for k in kinds if k.xdm_event_id},
        types_by_schema=by_schema,
        sources=sources,
        inlets={poster.key: poster for poster in sources.values()},
        keys={
            key.sha256: (sources[key.source_id], key.expires_at or NEVER)
            for key in keys
            if key.source_id in sources
        },
        origins=frozenset().union(*(p.origins for p in sources.values() if p.public)),
    )


declared: catalog.Cached[Everything] = catalog.Cached(_load)


class EventFacts:
    """What an expression over one event may ask: its data, and nothing else."""

    __slots__ = ("_data", "_key", "now", "seed", "zone")

    def __init__(self, key: str, data: Mapping[str, object], now: datetime, seed: str) -> None:
        self._key = key
        self._data = data
        self.now = now
        self.zone: tzinfo = UTC
        self.seed = seed

    def event(self, key: str) -> Mapping[str, object] | None:
        return self._data if key == self._key else None

    def node(self, key: str) -> Mapping[str, object] | None:
        return None

    def source(self, source: str, group: str, params: Mapping[str, object] | None) -> object:
        return None

    def action(self, key: str) -> object | None:
        return None

    def journey(self, name: str) -> object:
        return None

    def in_segment(self, name: str) -> bool:
        return False
