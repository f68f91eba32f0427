"""Django's permissions answered by the roles, so that the admin obeys the same table as the API."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from access.roles import rights_of

# Which right stands behind an app's models in the admin: (to look, to change).
_CONFIGURATION = ("config.read", "config.write")
_ADMIN = ("admin", "admin")
_BEHIND: dict[str, tuple[str, str]] = {
    "events": _CONFIGURATION,
    "datasources": _CONFIGURATION,
    "actions": _CONFIGURATION,
    "journeys": ("journeys.read", "admin"),
    "auth": _ADMIN,
    "access": _ADMIN,
}


class RolesBackend(ModelBackend):
    """Signs in by password; permissions come from ``access.roles`` alone."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, codename = perm.partition(".")
        look, change = _BEHIND.get(app, _ADMIN)
        return (look if codename.startswith("view_") else change) in rights_of(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return _BEHIND.get(app_label, _ADMIN)[0] in rights_of(user_obj)
