"""The built front end in a page: ``{% designer "src/main-designer.tsx" %}``."""

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


@lru_cache(maxsize=1)
def _manifest(_changed: float) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_path().read_text())
    return read


def _path() -> Any:
    return settings.FRONTEND_DIST / ".vite" / "manifest.json"


@register.simple_tag
def designer(entry: str) -> SafeString:
    """The script and style tags of one entry; a plain sentence where nothing was built."""
    try:
        manifest = _manifest(_path().stat().st_mtime)
    except FileNotFoundError:
        return format_html(
            '<p class="notice">{}</p>', _("The front end is not built. `make run` builds it.")
        )
    sheets = _styles(manifest, entry, set())
    return format_html(
        '{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="stylesheet" href="{}">', ((s,) for s in sheets)),
        static(f"designer/{manifest[entry]['file']}"),
    )


def _styles(manifest: dict[str, Any], name: str, seen: set[str]) -> list[str]:
    """The style sheets of a chunk and of what it imports."""
    if name in seen:
        return []
    seen.add(name)
    chunk = manifest[name]
    inherited = [s for other in chunk.get("imports", []) for s in _styles(manifest, other, seen)]
    return inherited + [static(f"designer/{sheet}") for sheet in chunk.get("css", [])]
