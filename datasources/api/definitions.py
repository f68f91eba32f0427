"""Configuration of data sources and of the profile, for those who may see or change it."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.problems import Problem
from datasources import declared, tries
from datasources.documents import PROFILE_GROUPS, SOURCES
from remote import bodies
from remote.api import DefinitionsView, DefinitionView, described, found, only_member
from remote.documents import faults_of
from remote.fields import from_sample
from remote.tries import allowance


@described("data_sources", SOURCES)
class SourcesView(DefinitionsView):
    """Data sources with their field groups."""

    documents = SOURCES


@described("data_sources", SOURCES)
class SourceView(DefinitionView):
    """One data source with its field groups."""

    documents = SOURCES


@described("profile_groups", PROFILE_GROUPS)
class ProfileGroupsView(DefinitionsView):
    """Groups of the built-in source."""

    documents = PROFILE_GROUPS


@described("profile_groups", PROFILE_GROUPS)
class ProfileGroupView(DefinitionView):
    """One group of the built-in source."""

    documents = PROFILE_GROUPS


class ProfileSchemaView(APIView):
    """The attributes that are declared, and whether others are refused."""

    rights: ClassVar = {"GET": "config.read", "PUT": "config.write"}
    parser_classes = [bodies.StrictParser]

    @extend_schema(operation_id="profile_schema_read", responses=dict)
    def get(self, request: Request) -> Response:
        """``{"strict", "attributes": [{"path", "type", "name", "pii"}]}``."""
        strict, attributes = declared.schema()
        return Response({"strict": strict, "attributes": attributes})

    @extend_schema(operation_id="profile_schema_replace", request=dict, responses=dict)
    def put(self, request: Request) -> Response:
        """Exactly these attributes. What profiles hold already stays as it is."""
        document = bodies.read(request)
        attributes = document.pop("attributes", [])
        strict = only_member(document, "strict", bool)
        try:
            declared.declare(strict, attributes)
        except ValidationError as error:
            raise bodies.invalid(list(faults_of(ValidationError({"attributes": error})))) from error
        return self.get(request)


class TryView(APIView):
    """A look-up made now."""

    rights: ClassVar = {"POST": "config.write"}
    parser_classes = [bodies.StrictParser]

    @extend_schema(operation_id="data_sources_try", request=dict, responses=dict)
    def post(self, request: Request, key: str, group: str) -> Response:
        """Look up with ``{"params": {...}}`` and answer what came back, without secrets."""
        source = found(SOURCES, key)
        one = next((each for each in source.groups.all() if each.key == group), None)
        if one is None:
            raise Problem(404, "not_found", _("There is no such definition."))
        params = only_member(bodies.read(request), "params", dict)
        allowance.take(request.user.pk)
        return Response(tries.look_up(one, params).to_json())


class SampleView(APIView):
    """Fields from a pasted answer."""

    rights: ClassVar = {"POST": "config.read"}
    parser_classes = [bodies.StrictParser]

    @extend_schema(operation_id="fields_from_sample", request=dict, responses=dict)
    def post(self, request: Request) -> Response:
        """``{"sample": "<JSON text>"}``: its fields, with the types that its values show."""
        sample = only_member(bodies.read(request), "sample", str)
        try:
            return Response({"fields": from_sample(sample)})
        except ValidationError as error:
            raise bodies.invalid(list(faults_of(ValidationError({"sample": error})))) from error
