"""The built front end in a page.

``{% sheets "src/styles/shell.css" %}`` and ``{% designer "src/main-designer.tsx" %}``; and the
order of the admin's tabs.
"""

import json
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def designer(entry: str) -> SafeString:
    """The script and style tags of one entry; a plain sentence where nothing was built."""
    manifest = _manifest()
    if entry not in manifest:
        return format_html(
            '<p class="notice">{}</p>', _("The front end is not built. `make run` builds it.")
        )
    return format_html(
        '{}<script type="module" src="{}"></script>',
        _links(_styles(manifest, entry, set())),
        _address(manifest[entry]["file"]),
    )


@register.simple_tag
def sheets(entry: str) -> SafeString:
    """The style sheet of an entry that is one; nothing where nothing was built."""
    manifest = _manifest()
    return _links([_address(manifest[entry]["file"])] if entry in manifest else [])


@register.filter
def in_order(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lists of one part of the admin, what one comes for first, without those of the pages."""
    last = len(ORDER)
    places = {name: place for place, name in enumerate(ORDER)}
    shown = [model for model in models if model["object_name"] not in ON_PAGES]
    return sorted(shown, key=lambda model: places.get(model["object_name"], last))


ORDER = ("EventType", "Source", "Event", "Rejection", "DataSource", "FieldGroup", "ProfileGroup",
         "ProfileField", "ProfileSchema", "ActionDefinition", "Message", "Journey", "Version",
         "User", "Group")  # fmt: skip
ON_PAGES = ("Event", "Rejection", "Alias")  # /events/ and /people/ show them better


def _manifest() -> dict[str, Any]:
    """What the last build made; empty before the first one."""
    path = settings.FRONTEND_DIST / ".vite" / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=1)
def _read(path: Any, _changed: float) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text())
    return read


def _styles(manifest: dict[str, Any], name: str, seen: set[str]) -> list[str]:
    """The style sheets of a chunk and of what it imports."""
    if name in seen:
        return []
    seen.add(name)
    chunk = manifest[name]
    inherited = [s for other in chunk.get("imports", []) for s in _styles(manifest, other, seen)]
    return inherited + [_address(sheet) for sheet in chunk.get("css", [])]


def _address(file: str) -> str:
    return static(f"designer/{file}")


def _links(addresses: list[str]) -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((one,) for one in addresses))
