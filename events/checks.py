"""Whether an event type or a source may be saved, and what the users of a type rely on."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import expressions
from events.paths import MAX_FIELDS, is_path

MAX_FIELD_NAME = 200
MAX_CHANGES = 100
MAX_ORIGINS = 50
MAX_DESCRIPTION = 4_000
MIN_SECRET = 16
MAX_AGE_DAYS = 36_500
FIELD_KEYS = {"path", "type", "name", "required", "pii"}
_NO_SPACES = ("xdm_event_id", "xdm_schema")
Faults = Iterator[tuple[str, ValidationError]]


def check_type(kind: Any) -> None:
    """Raises ValidationError: the name, the fields or an expression cannot be used."""
    _raise(_type_faults(kind))


def check_source(source: Any) -> None:
    """Raises ValidationError: its name, its origins or its signing secret cannot be used."""
    _raise(_source_faults(source))


def _raise(found: Faults) -> None:
    faults: dict[str, list[ValidationError]] = {}
    for field, fault in found:
        faults.setdefault(field, []).append(fault)
    if faults:
        raise ValidationError(faults)


def _type_faults(kind: Any) -> Faults:
    yield from _name_faults(kind)
    if "\0" in kind.description:
        yield "description", _unseen()
    if len(kind.description) > MAX_DESCRIPTION:  # models leave the length of texts to forms
        words, limit = _("At most %(limit)s characters."), {"limit": MAX_DESCRIPTION}
        yield "description", ValidationError(words, "length", limit)
    for name in _NO_SPACES:
        text = getattr(kind, name)
        if not text.isprintable() or " " in text:
            yield name, _unseen()
    if kind.max_age_days is not None and not 1 <= kind.max_age_days <= MAX_AGE_DAYS:
        words, limit = _("A number of days from 1 to %(limit)s."), {"limit": MAX_AGE_DAYS}
        yield "max_age_days", ValidationError(words, "range", limit)
    fields = list(field_faults(kind.fields))
    for fault in fields:
        yield "fields", fault
    if not fields:
        yield from _expressions_of(kind)


def _name_faults(row: Any) -> Faults:
    if not row.name.isprintable():
        yield "name", ValidationError(_("The name holds characters that cannot be seen."), "chars")


def _unseen() -> ValidationError:
    return ValidationError(_("It holds characters that cannot be seen."), "chars")


def _expressions_of(kind: Any) -> Faults:
    scope = expressions.Scope(events={kind.key: kind.field_types or None})
    texts: list[tuple[str, Any, Any]] = [
        ("key_expression", kind.key_expression, None),
        ("condition", kind.condition, expressions.BOOLEAN),
    ]
    changes = kind.updates_profile
    if not isinstance(changes, dict):
        yield "updates_profile", ValidationError(_("An object is needed."), "type")
    elif len(changes) > MAX_CHANGES:
        limit = {"limit": MAX_CHANGES}
        yield "updates_profile", ValidationError(_("At most %(limit)s."), "fields", limit)
    else:
        for path in changes:
            if not is_path(path) or "[]" in path:
                params = {"path": path[:100]}
                yield (
                    "updates_profile",
                    ValidationError(_("%(path)s is not a path."), "path", params),
                )
        texts += [("updates_profile", text, None) for text in changes.values()]
    for field, text, expected in texts:
        for fault in expression_faults(text, scope, expected):
            yield field, fault


def field_faults(fields: Any) -> Iterator[ValidationError]:
    """What is wrong with a list of fields; ``params["at"]`` is the place in it."""
    if not isinstance(fields, list):
        yield ValidationError(_("A list of fields is needed."), "type")
        return
    if len(fields) > MAX_FIELDS:
        yield ValidationError(_("At most %(limit)s fields."), "fields", {"limit": MAX_FIELDS})
        return
    seen: set[str] = set()
    for at, field in enumerate(fields):
        fault = _field_fault(field)
        if fault is None and field["path"] in seen:
            fault = ValidationError(_("%(path)s is there twice."), "twice", {"path": field["path"]})
        if fault is None:
            seen.add(field["path"])
            continue
        fault.params = {**(fault.params or {}), "at": at}
        yield fault


def _field_fault(field: Any) -> ValidationError | None:
    if not isinstance(field, Mapping) or not isinstance(field.get("path"), str):
        return ValidationError(_("A field needs a path and a type."), "path")
    path = field["path"]
    if not is_path(path):
        return ValidationError(_("%(path)s is not a path."), "path", {"path": path[:100]})
    params = {"path": path}
    if not field.keys() <= FIELD_KEYS:
        words = _("%(path)s: a field has a path, a type, a name, required and pii, nothing more.")
        return ValidationError(words, "unknown_field", params)
    try:
        expressions.Type.parse(str(field.get("type", "")))
    except ValueError:
        params = {"path": path, "type": str(field.get("type"))[:50]}
        return ValidationError(_("%(path)s: there is no type %(type)s."), "field_type", params)
    if not all(type(field.get(name, False)) is bool for name in ("required", "pii")):
        return ValidationError(_("%(path)s: required and pii are true or false."), "type", params)
    name = field.get("name", "")
    if type(name) is not str or not name.isprintable() or len(name) > MAX_FIELD_NAME:
        return ValidationError(_("The name of %(path)s cannot be shown."), "chars", params)
    return None


def expression_faults(text: Any, scope: Any, expected: Any) -> Iterator[ValidationError]:
    """What is wrong with an expression over one event; nothing, for an empty one."""
    if not isinstance(text, str):
        yield ValidationError(_("An expression is a text."), "type")
        return
    if not text.strip():
        return
    if "\0" in text:
        yield _unseen()
        return
    for problem in expressions.check(text, scope, expected).problems:
        if problem.severity == "error":
            words = problem.to_json((get_language() or "en")[:2])["message"]
            yield ValidationError(words, problem.code)
            return
    for reference in expressions.compile(text, scope).references:
        if reference.kind not in ("event", "current"):
            yield ValidationError(_("Only the event's own data can be read here."), "scope")
            return


# --- What journeys rely on --------------------------------------------------------------------


_FIXED = ("key", "namespace", "key_expression", "condition")


def check_add_only(before: Any, after: Any) -> None:
    """While journeys use a type, fields may be added, and words and limits changed.

    Whom an event is about and whether it counts stay: people inside were found by these.

    Raises:
        ValidationError: code ``in_use``; the field names what may not change.
    """
    for name in _FIXED:
        if getattr(before, name) != getattr(after, name):
            raise ValidationError({name: ValidationError(_("In use by a journey."), "in_use")})
    types = after.field_types
    for path, type_ in before.field_types.items():
        if types.get(path) != type_:
            words = _("%(path)s is in use by a journey: it can be neither removed nor retyped.")
            raise ValidationError({"fields": ValidationError(words, "in_use", {"path": path})})


# --- Sources ----------------------------------------------------------------------------------


def _source_faults(source: Any) -> Faults:
    yield from _name_faults(source)
    yield from _origin_faults(source)
    secret = source.signing_secret.reveal() if source.signing_secret else ""
    if secret and (len(secret) < MIN_SECRET or not secret.isascii() or not secret.isprintable()):
        words = _("At least %(limit)s ASCII characters; best whsec_ and 32 random bytes in Base64.")
        yield "signing_secret", ValidationError(words, "length", {"limit": MIN_SECRET})


def _origin_faults(source: Any) -> Faults:
    origins = source.allowed_origins
    if not isinstance(origins, list):
        yield "allowed_origins", ValidationError(_("A list is needed."), "type")
        return
    if len(origins) > MAX_ORIGINS:
        limit = {"limit": MAX_ORIGINS}
        yield "allowed_origins", ValidationError(_("At most %(limit)s."), "too_many", limit)
        return
    for origin in origins:
        if not is_origin(origin):
            words = _("%(origin)s is not an origin such as https://shop.example.")
            params = {"origin": str(origin)[:100]}
            yield "allowed_origins", ValidationError(words, "origin_form", params)
    if source.kind == source.Kind.PUBLIC and not origins:
        words = _("A public key works only in pages of the origins that are listed here.")
        yield "allowed_origins", ValidationError(words, "missing")


def is_origin(text: Any) -> bool:
    """Whether it is an origin as browsers send it: scheme, name, and a port if it is another."""
    if type(text) is not str or not text.isascii() or text != text.lower():
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = host if port is None else f"{host}:{port}"
    return port != usual and text == f"{parts.scheme}://{shown}" and text.isprintable()
