"""Whatever can be saved, and whatever can happen: drafts with circles, half-typed texts, lost
answers, late timers."""

from hypothesis import strategies as st

from tests.unit.journeys_core import drawing

_INTEGERS = st.integers(-(2**63), 2**63 - 1)  # what intake and answers let through
EXPRESSIONS = st.sampled_from(
    [
        "", " ", "true", "null", "1 + 1", "@{", "'x'", "@{Order.total} > 10", "@{Paid.amount} > 1",
        "@{Order.list.first().a}", "toInteger(@{Order.city}) > 1", "@node{n1.total} == 1",
        "@action{n2.ref}", "#{Weather.alert.level} > 2", "#{Coupons.best.code} is not null",
        "#{Weather.city.sky, params: {city: @{Order.city}}}", "#{Profile.person.vip}",
        "inSegment('gold')", "${lastErrorCode} == '500'", "${previousNodeId} == 'n1'",
        "nowWithDelta(1, 'hours')", "now() + toDuration('P1D')", "@{Order.clock}", "@{Order.day}",
        "toDateTime(@{Order.city})", "random() > 0.5", "@{Order._meta.id} == 'evt-1'",
        "toDateTimeOnly('9999-12-31T23:59:59')", "1 / 0 > 1",
    ]
)  # fmt: skip
EVENTS = st.sampled_from(["", "Order", "Paid", "Cancelled", "Unheard"])
DURATIONS = st.sampled_from(["", "PT0S", "PT1H", "P1D", "-PT1H", "P1M", "P999999W", "soon"])
MOMENTS = st.sampled_from(
    ["", "2026-03-02T10:00", "2026-03-29T02:30", "2020-01-01", "2026-03-05T00:00Z", "9999-12-31T23:59", "x"]
)  # fmt: skip
TIMES = st.sampled_from(["", "09:00", "22:00", "02:00", "25:00", "noon"])
WEEKDAYS = st.lists(st.sampled_from(["mon", "tue", "sun"]), max_size=2, unique=True)
ZONES = st.sampled_from(["UTC", "Europe/Paris", "Pacific/Apia", "America/Santiago", "Mars"])
KEYS = ("a", "b", "c")


def _paths(kinds):
    rows = st.lists(kinds, max_size=3)
    return rows.map(
        lambda found: [one | {"key": key} for one, key in zip(found, KEYS, strict=False)]
    )


_RULES = st.one_of(
    st.builds(drawing.rule, st.just("a"), EXPRESSIONS),
    st.builds(lambda *a: drawing.clock("a", *a[:2], *a[2]), TIMES, TIMES, WEEKDAYS),
    st.builds(drawing.dates, st.just("a"), MOMENTS, MOMENTS),
)
_ALTERNATIVES = st.one_of(
    st.builds(
        lambda event, text, since: drawing.on(event, text, "a", since_entry=since),
        EVENTS, EXPRESSIONS, st.booleans(),
    ),
    st.builds(drawing.after, DURATIONS, EXPRESSIONS),
    st.builds(drawing.until, MOMENTS, EXPRESSIONS),
    st.builds(drawing.computed, EXPRESSIONS, EXPRESSIONS),
)  # fmt: skip
_POLICIES = st.sampled_from(["stop", "path", "else"])
STEPS = st.one_of(
    st.builds(lambda paths, policy: drawing.condition(*paths, on_error=policy), _paths(_RULES), _POLICIES),
    st.builds(lambda rows: drawing.wait(*rows), _paths(_ALTERNATIVES)),
    st.builds(
        lambda text, other, policy: drawing.action(text=text, other=other, on_error=policy),
        EXPRESSIONS, EXPRESSIONS, st.sampled_from(["stop", "path"]),
    ),
    st.builds(lambda a, b: drawing.split(a=a, b=b), st.integers(0, 100), st.integers(0, 100)),
    st.builds(drawing.end),
)  # fmt: skip
_PORTS = ["next", "else", "error", *(f"{of}:{key}" for of in ("path", "alt") for key in KEYS)]


@st.composite
def graphs(draw):
    """An entry and up to six steps, connected anyhow."""
    nodes = {f"n{at}": step for at, step in enumerate(draw(st.lists(STEPS, max_size=6)), 1)}
    nodes["in"] = drawing.entry(draw(EVENTS.filter(bool)), draw(EXPRESSIONS))
    names = sorted(nodes)
    edge = st.builds(
        lambda source, port, target: {"from": source, "port": port, "to": target},
        st.sampled_from(names), st.sampled_from(_PORTS), st.sampled_from(names),
    )  # fmt: skip
    first = {"from": "in", "port": "next", "to": draw(st.sampled_from(names))}
    stay = draw(st.sampled_from(["P91D", "PT1H", "", "x"]))
    graph = drawing.draw(
        nodes, timezone=draw(ZONES), person_timezone=draw(st.booleans()), longest_stay=stay
    )
    return graph | {"edges": [first, *draw(st.lists(edge, max_size=14))]}


PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        "total": st.one_of(st.none(), _INTEGERS, st.just("many"), st.just(1.5)),
        "amount": st.integers(0, 9),
        "city": st.one_of(st.text(max_size=5), st.just("2026-03-05T10:00:00Z")),
        "clock": st.sampled_from(["2026-03-05T10:00:00", "9999-12-31T23:59:59", "x", None]),
        "day": st.sampled_from(["2026-03-05", "0001-01-01", 7]),
        "list": st.lists(st.dictionaries(st.sampled_from("ab"), _INTEGERS, max_size=2), max_size=3),
    },
)  # fmt: skip
ANSWERS = st.one_of(
    st.none(),
    _INTEGERS,
    st.lists(_INTEGERS, max_size=3),
    st.fixed_dictionaries({}, optional={"level": st.integers(0, 5), "ref": st.text(max_size=3)}),
)
HAPPENINGS = st.lists(
    st.one_of(
        st.tuples(st.just("event"), EVENTS, PAYLOADS, st.integers(0, 300)),
        st.tuples(st.just("asleep"), st.integers(0, 5_000)),
        st.just(("wakes",)),
        st.tuples(st.just("took"), ANSWERS, st.sampled_from([200, 204, None])),
        st.tuples(st.just("fails"), st.sampled_from(["http", "timeout", "capped", "blocked", None])),
        st.just(("is_retried",)),
        st.tuples(st.just("is_ended"), st.sampled_from(["stopped", "erased"])),
    ),
    max_size=10,
)  # fmt: skip
AT_HAND = st.fixed_dictionaries(
    {},
    optional={
        "Weather.alert": st.fixed_dictionaries({"level": st.integers(0, 5)}),
        "Profile.person": st.fixed_dictionaries({"vip": st.booleans()}),
        "Profile.segments": st.just({"segments": ["gold"]}),
        "Coupons.best": st.none(),
    },
)
