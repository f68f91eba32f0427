"""Configuration of actions, for those who may see or change it."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from actions import tries
from actions.documents import ACTIONS
from remote import bodies
from remote.api import DefinitionsView, DefinitionView, described, found, only_member
from remote.tries import allowance


@described("actions", ACTIONS)
class ActionsView(DefinitionsView):
    """All actions."""

    documents = ACTIONS


@described("actions", ACTIONS)
class ActionView(DefinitionView):
    """One action."""

    documents = ACTIONS


class TryView(APIView):
    """An action carried out once."""

    rights: ClassVar = {"POST": "config.write"}
    parser_classes = [bodies.StrictParser]

    @extend_schema(operation_id="actions_try", request=dict, responses=dict)
    def post(self, request: Request, key: str) -> Response:
        """Send with ``{"parameters": {...}}`` and answer what came back, without secrets."""
        action = found(ACTIONS, key)
        parameters = only_member(bodies.read(request), "parameters", dict)
        allowance.take(request.user.pk)
        return Response(tries.send(action, parameters).to_json())
