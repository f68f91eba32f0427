"""Finding what a URL names, or answering 404."""

from django.http import Http404

from journeys.models import Journey, Version

_BIGGEST = 2**31 - 1  # of a version's number; SQLite refuses to bind what is beyond 2**63


def journey(journey_id: int) -> Journey:
    """The journey with its draft."""
    try:
        return Journey.objects.select_related("draft", "draft__updated_by").get(pk=journey_id)
    except Journey.DoesNotExist as error:
        raise Http404 from error


def version(journey_id: int, number: int) -> Version:
    if max(journey_id, number) > _BIGGEST:
        raise Http404
    try:
        return Version.objects.select_related("journey", "published_by").get(
            journey_id=journey_id, number=number
        )
    except Version.DoesNotExist as error:
        raise Http404 from error
