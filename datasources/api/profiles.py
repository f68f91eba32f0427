"""A person's attributes: read, replaced, merged, forgotten."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock, database, json
from config.problems import Fault, Problem
from datasources import profiles
from datasources.api import attributes as sent
from events import aliases
from remote import bodies

MAX_PERSON = 300
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_RETRY_AFTER = {"Retry-After": "1"}


class ProfileView(APIView):
    """The attributes of one person, an object."""

    rights = {
        "GET": "people.read",
        "PUT": "people.write",
        "PATCH": "people.write",
        "DELETE": "people.write",
    }
    parser_classes = [bodies.StrictParser]

    @extend_schema(operation_id="profile_read", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, namespace: str, key: str) -> Response:
        """What is known about this person; 404 where nothing ever was."""
        person = person_of(namespace, key)
        with _transaction(person) as (connection, person):
            found = profiles.load(connection, [person]).get(person)
        if found is None:
            raise Problem(404, "not_found", _("Nothing is known about this person."))
        return Response(found[0])

    @extend_schema(
        operation_id="profile_replace",
        request=OpenApiTypes.OBJECT,
        responses={200: OpenApiTypes.OBJECT},
    )
    def put(self, request: Request, namespace: str, key: str) -> Response:
        """These attributes and no others. Answers them."""
        person, attributes = person_of(namespace, key), sent.read(request)
        with _transaction(person) as (connection, person):
            profiles.locked(connection, [person], clock.now())
            profiles.write(connection, {person: attributes}, clock.now())
        return Response(attributes)

    @extend_schema(
        operation_id="profile_merge",
        request=OpenApiTypes.OBJECT,
        responses={200: OpenApiTypes.OBJECT},
    )
    def patch(self, request: Request, namespace: str, key: str) -> Response:
        """Merged into what is known (RFC 7396: null removes). Answers all attributes."""
        person, patch = person_of(namespace, key), sent.read(request)
        with _transaction(person) as (connection, person):
            merged = profiles.update(connection, [(person, patch)], clock.now())[person]
            _refuse_growth(merged)
        return Response(merged)

    @extend_schema(operation_id="profile_forget", responses={204: None})
    def delete(self, request: Request, namespace: str, key: str) -> Response:
        """Forget all attributes; 404 where nothing was known."""
        person = person_of(namespace, key)
        with _transaction(person) as (connection, person):
            if not profiles.erase(connection, person):
                raise Problem(404, "not_found", _("Nothing is known about this person."))
        return Response(status=204)


def person_of(namespace: str, key: str) -> str:
    """The text by which everything names this person.

    Raises:
        Problem: 422 where no event could name them so.
    """
    if not _NAMESPACE.fullmatch(namespace):
        raise Problem(
            422, "invalid", errors=[Fault("/namespace", "key", _("This is not a namespace."))]
        )
    if not key or len(key) > MAX_PERSON or "\0" in key:
        raise Problem(422, "invalid", errors=[Fault("/key", "key", _("This is not a key."))])
    return f"{namespace}/{key}"


def _refuse_growth(attributes: dict[str, Any]) -> None:
    if len(json.dumps(attributes)) > bodies.MAX_BYTES:
        limit = {"limit": bodies.MAX_BYTES}
        raise Problem(422, "too_large", _("The profile would grow too large."), params=limit)


@dataclass(slots=True)
class _Named:
    """A person as ``events.aliases`` takes and changes it."""

    person: str


@contextmanager
def _transaction(person: str) -> Iterator[tuple[database.Connection, str]]:
    """The hot path's connection in a transaction, and whom this name means.

    Intake looks through aliases, so a profile is that of the person whom the name stands for.
    A database that cannot be reached is a 503.
    """
    named = _Named(person)
    try:
        with database.connection().transaction() as connection:
            aliases.resolve(connection, [named])  # type: ignore[list-item]
            yield connection, named.person
    except database.Unavailable as error:
        words = _("The database cannot be reached. Try again in a moment.")
        raise Problem(503, "unavailable", words, headers=_RETRY_AFTER) from error
