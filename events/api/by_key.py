"""Views to which systems post with a source key. Sessions and API tokens do not authorise that."""

from typing import Any

from django.http import HttpResponse
from rest_framework.views import APIView

from events.api.posting import allow_origin


class ByKey(APIView):
    """POST is for source keys alone; every other method asks for its right, as everywhere."""

    def get_authenticators(self) -> list[Any]:
        return super().get_authenticators() if self._asks_for_a_right() else []

    def get_permissions(self) -> list[Any]:
        return super().get_permissions() if self._asks_for_a_right() else []

    def _asks_for_a_right(self) -> bool:
        # Sessions and API tokens do not authorise intake, and are not even looked at; a method
        # that is not there is a 405 for everyone.
        request = getattr(self, "request", None)
        if request is None:
            return True
        method = "GET" if request.method == "HEAD" else request.method
        return method in getattr(self, "rights", {})

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """No content negotiation for posting: its answers are finished responses."""
        if self._asks_for_a_right():
            super().initial(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preflight of a page that holds a public key."""
        return HttpResponse(status=204)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self._asks_for_a_right():
            return super().finalize_response(request, response, *args, **kwargs)
        allow_origin(self.request, response)
        return response
