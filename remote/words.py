"""Why a call was refused or could not be made ready, in words that say what to do."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outbound.addresses import may_be_named, read_address
from outbound.outcome import RenderError
from outbound.policy import NOT_ALLOWED, PORT_NOT_ALLOWED

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRENDERED: dict[str, Any] = {
    "missing_parameter": _("A parameter has no value."),
    "parameter_value": _("A parameter's value cannot be used."),
    "header_value": _("A header cannot carry this value."),
    "address": _("This is not one e-mail address."),
    "missing": _("A name in the template has no value."),
    "template": _("The template failed."),
    "result_size": _("The result is too large."),
    "unknown_source": _("This look-up is gone."),
    "unknown_action": _("This action is gone."),
}


def refusal(reason: str, url: str) -> str:
    """A reason of ``outbound`` in the reader's language, and how an operator opens this door."""
    words = gettext(reason)
    door = door_of(url) if reason in (NOT_ALLOWED, PORT_NOT_ALLOWED) else ""
    if not door:
        return words
    hint = gettext("The operator can open it: EGRESS_ALLOW=%(door)s") % {"door": door}
    return f"{words} {hint}"


def unrendered(error: RenderError) -> str:
    """A sentence in the reader's language, and the detail as the log has it."""
    sentence = _UNRENDERED.get(error.code)
    return f"{sentence} ({error.message})" if sentence else error.message


def door_of(url: str) -> str:
    """``host:port`` as ``EGRESS_ALLOW`` takes it; empty where nobody should open it.

    Clouds keep credentials behind link-local addresses: nobody is told how to get there.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    if not host or not port:
        return ""
    try:
        address = read_address(host)
    except ValueError:
        return f"{host}:{port}" if _is_plain_name(host) else ""
    if not may_be_named(address):
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _is_plain_name(host: str) -> bool:
    labels = host.split(".")
    return (
        host.isascii()
        and not labels[-1].isdigit()
        and all(label.replace("-", "").isalnum() for label in labels)
    )
