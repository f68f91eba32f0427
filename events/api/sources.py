"""Sources and their keys by the API. A secret is shown once, when it is made."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from events import declaring
from events.api import bodies
from events.api.bodies import Member
from events.api.types import not_found
from events.models import Source, SourceKey
from events.words import fault

CHANGEABLE: Mapping[str, Member] = {
    "name": Member("string"),
    "kind": Member("string", "secret or public"),
    "allowed_origins": Member("array", "Where a public key may be used."),
    "event_types": Member("array", "Keys of the types that it may post; empty: every type."),
    "signing_secret": Member("string", "Written and never shown; null removes it.", nullable=True),
    "is_open_inlet": Member("boolean", "Take POST /collection/<key> without a key."),
    "active": Member("boolean"),
}
MEMBERS = {"key": Member("string", "Never changes."), **CHANGEABLE}
NEW_KEY = {"expires_at": Member("string", "A moment, or null.", nullable=True)}


class SourcesView(APIView):
    """The systems that post events."""

    rights: ClassVar = {"GET": "config.read", "POST": "config.write"}
    parser_classes: ClassVar = [bodies.StrictParser]

    @extend_schema(operation_id="sources_list", responses=dict)
    def get(self, request: Any) -> Response:
        """Every source, by key."""
        found = Source.objects.prefetch_related("event_types", "keys")
        return Response({"sources": [as_json(source) for source in found]})

    @extend_schema(
        operation_id="source_create",
        request=bodies.openapi(MEMBERS, "key", "name"),
        responses={201: dict},
    )
    def post(self, request: Any) -> Response:
        """A new source; give it a key next."""
        values = _values(bodies.read(request.data, MEMBERS, "key", "name"))
        try:
            source = declaring.create(Source(), values)
        except ValidationError as error:
            raise bodies.refusal(error) from error
        return Response(as_json(source), status=201)


class SourceView(APIView):
    """One source."""

    rights: ClassVar = {"GET": "config.read", "PATCH": "config.write", "DELETE": "config.write"}
    parser_classes: ClassVar = [bodies.StrictParser]

    @extend_schema(operation_id="source_read", responses=dict)
    def get(self, request: Any, key: str) -> Response:
        """With its keys, but not their secrets."""
        source = Source.objects.filter(key=key).first()
        if source is None:
            raise not_found()
        return Response(as_json(source))

    @extend_schema(operation_id="source_change", request=bodies.openapi(CHANGEABLE), responses=dict)
    def patch(self, request: Any, key: str) -> Response:
        """Change what is given."""
        values = _values(bodies.read(request.data, CHANGEABLE))
        try:
            return Response(as_json(declaring.change(Source, key, values)))
        except Source.DoesNotExist as error:
            raise not_found() from error
        except ValidationError as error:
            raise bodies.refusal(error) from error

    @extend_schema(operation_id="source_delete", responses={204: None})
    def delete(self, request: Any, key: str) -> Response:
        """Delete it and its keys; its events stay."""
        try:
            declaring.delete(Source, key)
        except Source.DoesNotExist as error:
            raise not_found() from error
        return Response(status=204)


class SourceKeysView(APIView):
    """The keys of a source."""

    rights: ClassVar = {"POST": "keys.write"}
    parser_classes: ClassVar = [bodies.StrictParser]

    @extend_schema(
        operation_id="source_key_issue", request=bodies.openapi(NEW_KEY), responses={201: dict}
    )
    def post(self, request: Any, key: str) -> Response:
        """A new key. ``secret`` is in this answer and nowhere else."""
        expires_at = bodies.read(request.data, NEW_KEY).get("expires_at")
        moment = bodies.moment_of(expires_at, "/expires_at")
        try:
            made, secret = declaring.issue_key(key, clock.now(), moment)
        except Source.DoesNotExist as error:
            raise not_found() from error
        except ValidationError as error:
            raise bodies.refusal(error) from error
        answer = Response(key_as_json(made) | {"secret": secret}, status=201)
        answer["Cache-Control"] = "no-store"
        return answer


class SourceKeyView(APIView):
    """One key of a source."""

    rights: ClassVar = {"DELETE": "keys.write"}

    @extend_schema(operation_id="source_key_revoke", responses={204: None})
    def delete(self, request: Any, key: str, key_id: int) -> Response:
        """Revoke it: it opens nothing any more."""
        try:
            declaring.revoke_key(key, key_id, clock.now())
        except SourceKey.DoesNotExist as error:
            raise not_found() from error
        return Response(status=204)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    if given.get("signing_secret", "") is None:
        given["signing_secret"] = ""
    for name in ("event_types", "allowed_origins"):
        texts = given.get(name, [])
        if not all(type(text) is str for text in texts):
            raise bodies.invalid([fault("type", f"/{name}", expected="string")])
    return given


def as_json(source: Source) -> dict[str, Any]:
    """A source and its keys; of secrets, that they are set."""
    shown = {name: getattr(source, name) for name in MEMBERS if name != "signing_secret"}
    return shown | {
        "event_types": [kind.key for kind in source.event_types.all()],
        "signing_secret_set": bool(source.signing_secret),
        "keys": [key_as_json(key) for key in source.keys.all()],
    }


def key_as_json(key: SourceKey) -> dict[str, Any]:
    return {
        "id": str(key.pk),
        "prefix": key.prefix,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }
