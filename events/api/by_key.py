"""Views to which systems post with a source key. Sessions and API tokens do not authorise that."""

from typing import Any

from django.http import HttpResponse
from rest_framework.views import APIView

from events.api.posting import allow_origin
from events.declared import declared


class ByKey(APIView):
    """POST is for source keys alone; every other method asks for its right, as everywhere."""

    def get_authenticators(self) -> list[Any]:
        return [] if self._is_posting() else super().get_authenticators()

    def get_permissions(self) -> list[Any]:
        return [] if self._is_posting() else super().get_permissions()

    def _is_posting(self) -> bool:
        # Sessions and API tokens do not authorise intake, and are not even looked at.
        request = getattr(self, "request", None)
        return request is not None and request.method in ("POST", "OPTIONS")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """No content negotiation for posting: its answers are finished responses."""
        if not self._is_posting():
            super().initial(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preflight of a page that holds a public key."""
        return HttpResponse(status=204)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        if not self._is_posting():
            return super().finalize_response(request, response, *args, **kwargs)
        if "HTTP_ORIGIN" in self.request.META:
            allow_origin(self.request, response, declared.get())
        return response
