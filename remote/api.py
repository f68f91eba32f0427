"""Configuration over HTTP: the list, one of it, and trying it. Subclasses say of what."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.problems import Fault, Problem

from . import bodies
from .documents import Documents

V = TypeVar("V", bound=type[APIView])


class DefinitionsView(APIView):
    """All definitions of one sort, and a new one."""

    documents: ClassVar[Documents[Any]]
    rights: ClassVar = {"GET": "config.read", "POST": "config.write"}
    parser_classes = [bodies.StrictParser]

    def get(self, request: Request) -> Response:
        """All of them, by key. Secrets are masked."""
        rows = map(self.documents.show, self.documents.rows())
        return Response({self.documents.plural: list(rows)})

    def post(self, request: Request) -> Response:
        """A new one; 422 ``taken`` where its key is."""
        made = self.documents.create(bodies.read(request))
        where = {"Location": f"{request.path}/{made.key}"}
        return Response(self.documents.show(made), status=201, headers=where)


class DefinitionView(APIView):
    """One definition."""

    documents: ClassVar[Documents[Any]]
    rights: ClassVar = {
        "GET": "config.read",
        "PUT": "config.write",
        "PATCH": "config.write",
        "DELETE": "config.write",
    }
    parser_classes = [bodies.StrictParser]

    def get(self, request: Request, key: str) -> Response:
        """Its document. Secrets are masked."""
        return Response(self.documents.show(found(self.documents, key)))

    def put(self, request: Request, key: str) -> Response:
        """Exactly this document, new or not. A secret that is absent or masked stays."""
        row, is_new = self.documents.replace(key, bodies.read(request))
        return Response(self.documents.show(row), status=201 if is_new else 200)

    def patch(self, request: Request, key: str) -> Response:
        """These members anew, the others as they are."""
        row = self.documents.change(found(self.documents, key), bodies.read(request))
        return Response(self.documents.show(row))

    def delete(self, request: Request, key: str) -> Response:
        """Gone; 409 ``in_use`` while a journey uses it."""
        self.documents.delete(found(self.documents, key))
        return Response(status=204)


def found(documents: Documents[Any], key: str) -> Any:
    """The row of this key. Raises Problem: 404."""
    row = documents.find(key)
    if row is None:
        raise Problem(404, "not_found", _("There is no such definition."))
    return row


@cache
def _serializer_of(documents: Documents[Any]) -> Any:
    """One class a document: the description knows its parts by their classes."""
    return documents.serializer()


def described(name: str, documents: Documents[Any]) -> Callable[[V], V]:
    """The views' part of the API's description: operations are named after ``name``."""
    one = _serializer_of(documents)

    def describe(view: V) -> V:
        if issubclass(view, DefinitionsView):
            return extend_schema_view(
                get=extend_schema(operation_id=f"{name}_list", responses=dict),
                post=extend_schema(
                    operation_id=f"{name}_create", request=one, responses={201: one}
                ),
            )(view)
        return extend_schema_view(
            get=extend_schema(operation_id=f"{name}_read", responses=one),
            put=extend_schema(operation_id=f"{name}_replace", request=one, responses=one),
            patch=extend_schema(operation_id=f"{name}_change", request=one, responses=one),
            delete=extend_schema(operation_id=f"{name}_delete", responses={204: None}),
        )(view)

    return describe


def only_member(document: dict[str, Any], member: str, kind: type) -> Any:
    """The one member that a small body may have; an empty one where it is absent.

    Raises:
        Problem: 422 for another member, and for a value that is no ``kind``.
    """
    for other in document.keys() - {member}:
        raise bodies.invalid([Fault(f"/{other}", "unknown_field", _("There is no such field."))])
    value = document.get(member, kind())
    if not isinstance(value, kind):
        raise bodies.invalid([Fault(f"/{member}", "type", _("The value has the wrong type."))])
    return value
