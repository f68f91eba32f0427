"""The four roles and what each may do (``docs/access.md`` shows the same table).

A role is a Django group of the same name; a right is a word that views name. A user may have
several roles; the rights add up. A superuser has all rights.
"""

from typing import Any

VIEWER, BUSINESS, TECHNICAL, ADMINISTRATOR = "viewer", "business", "technical", "administrator"
ROLES = (VIEWER, BUSINESS, TECHNICAL, ADMINISTRATOR)

_READ = {"journeys.read", "events.read", "me"}
_BUSINESS = _READ | {"journeys.edit", "journeys.publish", "config.read", "people.read"}
_TECHNICAL = _READ | {"config.read", "config.write", "keys.write", "people.read", "people.write"}
_ADMINISTRATOR = _BUSINESS | _TECHNICAL | {"people.erase", "admin"}

RIGHTS_OF: dict[str, frozenset[str]] = {
    VIEWER: frozenset(_READ),
    BUSINESS: frozenset(_BUSINESS),
    TECHNICAL: frozenset(_TECHNICAL),
    ADMINISTRATOR: frozenset(_ADMINISTRATOR),
}
ALL_RIGHTS = RIGHTS_OF[ADMINISTRATOR]


def roles_of(user: Any) -> list[str]:
    """The roles of a signed-in user, in the order of the table."""
    if user.is_superuser:
        return [ADMINISTRATOR]
    names = set(user.groups.values_list("name", flat=True))
    return [role for role in ROLES if role in names]


def rights_of(user: Any) -> frozenset[str]:
    """What this user may do; read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return ALL_RIGHTS
    known = getattr(user, "_gilmok_rights", None)
    if known is None:
        known = frozenset().union(*(RIGHTS_OF[role] for role in roles_of(user)))
        user._gilmok_rights = known
    return known
