"""Whether an event type may be saved: its fields, its expressions, and what its users rely on."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

import expressions
from events.paths import MAX_FIELDS, is_path


def check_type(kind: Any) -> None:
    """Raises ValidationError: the name, the fields or an expression cannot be used."""
    faults: dict[str, list[ValidationError]] = {}
    for field, fault in _faults(kind):
        faults.setdefault(field, []).append(fault)
    if faults:
        raise ValidationError(faults)


def _faults(kind: Any) -> Iterator[tuple[str, ValidationError]]:
    if not kind.name.isprintable():
        yield "name", ValidationError(_("The name holds characters that cannot be seen."), "chars")
    fields = list(field_faults(kind.fields))
    for fault in fields:
        yield "fields", fault
    if fields:
        return
    scope = expressions.Scope(events={kind.key: kind.field_types or None})
    texts: list[tuple[str, str, Any]] = [
        ("key_expression", kind.key_expression, None),
        ("condition", kind.condition, expressions.BOOLEAN),
    ]
    if not isinstance(kind.updates_profile, dict):
        yield "updates_profile", ValidationError(_("An object is needed."), "type")
    else:
        texts += [("updates_profile", text, None) for text in kind.updates_profile.values()]
    for field, text, expected in texts:
        for problem in expression_faults(text, scope, expected):
            yield field, problem


def field_faults(fields: Any) -> Iterator[ValidationError]:
    """What is wrong with a list of fields."""
    if not isinstance(fields, list):
        yield ValidationError(_("A list of fields is needed."), "type")
        return
    if len(fields) > MAX_FIELDS:
        yield ValidationError(_("At most %(limit)s fields."), "fields", {"limit": MAX_FIELDS})
        return
    seen: set[str] = set()
    for field in fields:
        fault = _field_fault(field)
        if fault is None and field["path"] in seen:
            fault = ValidationError(_("%(path)s is there twice."), "twice", {"path": field["path"]})
        if fault is not None:
            yield fault
        else:
            seen.add(field["path"])


def _field_fault(field: Any) -> ValidationError | None:
    if not isinstance(field, Mapping) or not isinstance(field.get("path"), str):
        return ValidationError(_("A field needs a path and a type."), "path")
    path = field["path"]
    if not is_path(path):
        return ValidationError(_("%(path)s is not a path."), "path", {"path": path[:100]})
    try:
        expressions.Type.parse(str(field.get("type", "")))
    except ValueError:
        params = {"path": path, "type": str(field.get("type"))[:50]}
        return ValidationError(_("%(path)s: there is no type %(type)s."), "field_type", params)
    if not str(field.get("name", "")).isprintable():
        return ValidationError(_("The name of %(path)s cannot be shown."), "chars", {"path": path})
    return None


def expression_faults(text: Any, scope: Any, expected: Any) -> Iterator[ValidationError]:
    """What is wrong with an expression over one event; nothing, for an empty one."""
    if not isinstance(text, str):
        yield ValidationError(_("An expression is a text."), "type")
        return
    if not text.strip():
        return
    for problem in expressions.check(text, scope, expected).problems:
        if problem.severity == "error":
            yield ValidationError(problem.message, problem.code)
            return
    for reference in expressions.compile(text, scope).references:
        if reference.kind not in ("event", "current"):
            yield ValidationError(_("Only the event's own data can be read here."), "scope")
            return


def check_add_only(before: Any, after: Any) -> None:
    """While journeys use a type, fields may be added and names changed.

    Raises:
        ValidationError: code ``in_use``; the field names what may not change.
    """
    for name in ("key", "namespace"):
        if getattr(before, name) != getattr(after, name):
            raise ValidationError({name: ValidationError(_("In use by a journey."), "in_use")})
    types = after.field_types
    for path, type_ in before.field_types.items():
        if types.get(path) != type_:
            words = _("%(path)s is in use by a journey: it can be neither removed nor retyped.")
            raise ValidationError({"fields": ValidationError(words, "in_use", {"path": path})})
