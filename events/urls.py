"""The URLs of this app."""

from django.urls import path

from events.api.collection import InletBatchView, InletView
from events.api.events import EventsView
from events.api.reading import RejectionsView

urlpatterns = [
    path("api/v1/events", EventsView.as_view(), name="events"),
    path("collection/<str:inlet>", InletView.as_view(), name="inlet"),
    path("collection/batch/<str:inlet>", InletBatchView.as_view(), name="inlet-batch"),
    path("api/v1/rejections", RejectionsView.as_view(), name="rejections"),
]
