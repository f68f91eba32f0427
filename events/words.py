"""The sentences of the intake, by code. Clients act on the code; people read the sentence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.problems import Fault

SENTENCES: dict[str, Any] = {
    "bad_json": _("This is not JSON: %(at)s"),
    "bad_encoding": _("JSON is written in UTF-8."),
    "not_object": _("An event is a JSON object."),
    "unknown_field": _("There is no such field beside type, id, person, occurred_at and data."),
    "missing": _("This is needed."),
    "type": _("The value has the wrong type; needed: %(expected)s."),
    "length": _("Too long or empty; the limit is %(limit)s."),
    "chars": _("It holds characters that cannot be seen."),
    "unknown_event": _("There is no event type %(type)s."),
    "unknown_xdm_event": _("No event type knows this event by its eventID or its schema."),
    "event_not_allowed": _("This source may not post events of type %(type)s."),
    "key": _("The key expression finds no person in the data."),
    "date": _("Not a moment as RFC 3339 writes it, such as 2026-03-01T10:00:00Z."),
    "date_offset": _("A moment needs its offset, such as Z or +01:00."),
    "date_range": _("The moment lies outside the years 1900 to 9999."),
    "date_future": _("The moment lies in the future."),
    "undeclared": _("The event type declares no such field, and takes no others."),
    "depth": _("Nested too deeply; the limit is %(limit)s."),
    "keys": _("Too many keys; the limit is %(limit)s."),
    "key_length": _("A key is too long; the limit is %(limit)s characters."),
    "nul": _("The character U+0000 cannot be stored."),
    "number_range": _("The number lies outside the range of 64-bit integers and doubles."),
    "duplicate_key": _("A key is there twice."),
    "empty": _("There is no event in it."),
    "too_many": _("At most %(limit)s events at once."),
    "too_large": _("Too large; the limit is %(limit)s bytes."),
    "fields": _("At most %(limit)s fields."),
    "no_fields": _("No fields can be read from this."),
    "not_object_schema": _("An event's data is an object; this schema describes something else."),
    "schema": _("This is not a JSON Schema."),
    "schema_keyword": _("The keyword %(keyword)s is not supported: fields cannot say it."),
    "schema_elsewhere": _(
        "It refers to a schema elsewhere, which is not fetched. Paste one that holds all its parts"
        " (of Adobe's registry: the form xed-full)."
    ),
    "schema_loop": _("It refers to itself and describes nothing."),
    "schema_ref": _("There is nothing at %(ref)s."),
    "schema_size": _("The schema is too large when its parts are put together."),
    "conflict": _("An event with this id was accepted before, with another body."),
    "length_required": _("The request needs a Content-Length."),
    "bad_header": _("The header %(name)s cannot be used."),
    "cut_off": _("The body ended early."),
    "media_type": _("The body is to be application/json in UTF-8, not compressed."),
    "not_found": _("There is no such thing."),
    "one_of": _("Exactly one of these is needed: %(names)s."),
    "unknown_inlet": _("This key does not open the inlet %(inlet)s."),
    "unauthenticated": _("The key is missing or not valid."),
    "signature_missing": _("This source signs its requests; the signature is missing."),
    "signature": _("The signature is not valid."),
    "timestamp": _("The signature's time is more than five minutes off."),
    "origin": _("This key may not be used from this page."),
    "too_many_requests": _("Too many requests. Try again later."),
    "backlog": _("More events wait than may. Try again later."),
    "unavailable": _("The event could not be stored. Try again later."),
}


def fault(code: str, pointer: str, **params: Any) -> Fault:
    """One thing that is wrong, with its sentence in the language of the request."""
    sentence = SENTENCES.get(code, "")
    return Fault(pointer, code, str(sentence % params) if params else str(sentence), params)
