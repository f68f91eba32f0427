"""Twelve conditions in our language and, meaning the same, in CEL; and the payloads they read.

The first two are those of the use case "lobby and restaurant" (C2), letter by letter but for the
name of the source.
"""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
_MESSAGES = [
    {"timestamp": "2026-02-26T10:00:00Z", "directMarketing": {"sends": {"value": 1}}},
    {"timestamp": "2026-02-20T10:00:00Z", "directMarketing": {"sends": {"value": 0}}},
]
EVENTS: dict[str, Any] = {
    "Order": {
        "total": 120.5,
        "quantity": 3,
        "price": 70,
        "country": "KR",
        "channel": "web",
        "email": "ann@example.com",
        "at": "2026-03-01T08:00:00Z",
        "vip": True,
        "items": [{"sku": f"s{number}", "price": number} for number in range(20)],
    }
}
SOURCES: dict[str, Any] = {
    "Profiles": {
        "MarltonExperience": {"experienceevent": _MESSAGES},
        "MarltonProfiles": {"Profile": {"_customer": {"marlton": {"loyaltyMember": True}}}},
    },
    "MarltonReservation": {"MarltonFieldGroup": {"reservation": True}},
}
# What CEL reads: one mapping of plain data, as it comes from JSON, and the moment.
VARIABLES: dict[str, Any] = {**EVENTS, **SOURCES, "now": NOW}

_SENT = """count(#{Profiles.MarltonExperience.experienceevent.all(
    currentDataPackField.directMarketing.sends.value > 0 and
    currentDataPackField.timestamp > nowWithDelta(-1, "days")).timestamp}) == 0
"""
_LOYAL = "#{Profiles.MarltonProfiles.Profile._customer.marlton.loyaltyMember}"
_SENT_CEL = """size(Profiles.MarltonExperience.experienceevent.filter(e,
    e.directMarketing.sends.value > 0 && timestamp(e.timestamp) > now - duration("24h"))) == 0
"""
_LOYAL_CEL = "Profiles.MarltonProfiles.Profile._customer.marlton.loyaltyMember"

# name: (ours, CEL, what both give)
CONDITIONS: dict[str, tuple[str, str, bool]] = {
    "C2 loyal": (f"{_SENT}and\n    {_LOYAL}", f"{_SENT_CEL}&&\n    {_LOYAL_CEL}", True),
    "C2 not loyal": (f"{_SENT}and not\n    {_LOYAL}", f"{_SENT_CEL}&& !\n    {_LOYAL_CEL}", False),
    "look-up": (
        "#{MarltonReservation.MarltonFieldGroup.reservation} == true",
        "MarltonReservation.MarltonFieldGroup.reservation == true",
        True,
    ),
    "two comparisons": (
        '@{Order.total} > 100 and @{Order.country} == "KR"',
        'Order.total > 100.0 && Order.country == "KR"',
        True,
    ),
    "one of": (
        'in(@{Order.country}, ["KR", "JP", "US"]) and not (@{Order.channel} == "store")',
        'Order.country in ["KR", "JP", "US"] && !(Order.channel == "store")',
        True,
    ),
    "texts": (
        'startWith(@{Order.email}, "ann") and contain(@{Order.email}, "@example")',
        'Order.email.startsWith("ann") && Order.email.contains("@example")',
        True,
    ),
    "pattern": (
        r'matchRegExp(@{Order.email}, "[a-z]+@example\\.com")',
        r'Order.email.matches("^[a-z]+@example\\.com$")',
        True,
    ),
    "default": (
        "@{Order.discount, defaultValue: 0} <= 10",
        "(has(Order.discount) ? Order.discount : 0) <= 10",
        True,
    ),
    "dates": (
        'toDateTime(@{Order.at}) > now() - toDuration("PT24H")',
        'timestamp(Order.at) > now - duration("24h")',
        True,
    ),
    "arithmetic": (
        "@{Order.quantity} * @{Order.price} + 5 > 200",
        "Order.quantity * Order.price + 5 > 200",
        True,
    ),
    "choice": (
        "if (@{Order.vip}) then (@{Order.total} > 10) else (@{Order.total} > 100)",
        "Order.vip ? Order.total > 10.0 : Order.total > 100.0",
        True,
    ),
    "twenty elements": (
        "count(@{Order.items.all(currentEventField.price > 5).sku}) > 3",
        "size(Order.items.filter(i, i.price > 5)) > 3",
        True,
    ),
}


class Payloads:
    """An environment over plain payloads, as lean as one can be: what the language costs."""

    now = NOW
    zone = UTC
    seed = "bench"

    def __init__(self) -> None:
        self.event = EVENTS.get
        self.node = self.action = self.journey = {}.get

    def source(self, source: str, group: str, params: Any) -> Any:
        return SOURCES[source][group]

    def in_segment(self, name: str) -> bool:
        return False
