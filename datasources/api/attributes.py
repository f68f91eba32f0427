"""A person's attributes as clients send them, against what the profile schema declares."""

from typing import Any

from rest_framework.request import Request

from datasources import schema
from remote import bodies


def read(request: Request) -> dict[str, Any]:
    """The attributes of a request.

    Raises:
        Problem: 400 without a body; 422 ``invalid`` with everything that is wrong.
    """
    attributes = bodies.read(request)
    if faults := list(schema.faults(attributes)):
        raise bodies.invalid(faults)
    return attributes
