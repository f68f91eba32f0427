"""The URLs of this app."""

from django.urls import path

from events.api.collection import InletBatchView, InletView
from events.api.events import EventsView
from events.api.reading import EventView, RejectionsView
from events.api.sources import SourceKeysView, SourceKeyView, SourcesView, SourceView
from events.api.types import EventFieldsView, EventTypesView, EventTypeView

urlpatterns = [
    path("api/v1/events", EventsView.as_view(), name="events"),
    path("api/v1/events/<int:event_id>", EventView.as_view(), name="event"),
    path("collection/<str:inlet>", InletView.as_view(), name="inlet"),
    path("collection/batch/<str:inlet>", InletBatchView.as_view(), name="inlet-batch"),
    path("api/v1/event-types", EventTypesView.as_view(), name="event-types"),
    path("api/v1/event-types/<str:key>", EventTypeView.as_view(), name="event-type"),
    path("api/v1/event-fields", EventFieldsView.as_view(), name="event-fields"),
    path("api/v1/sources", SourcesView.as_view(), name="sources"),
    path("api/v1/sources/<str:key>", SourceView.as_view(), name="source"),
    path("api/v1/sources/<str:key>/keys", SourceKeysView.as_view(), name="source-keys"),
    path("api/v1/sources/<str:key>/keys/<int:key_id>", SourceKeyView.as_view(), name="source-key"),
    path("api/v1/rejections", RejectionsView.as_view(), name="rejections"),
]
