"""The URLs of this app."""

from django.urls import path

from events.api.events import EventsView
from events.api.reading import RejectionsView

urlpatterns = [
    path("api/v1/events", EventsView.as_view(), name="events"),
    path("api/v1/rejections", RejectionsView.as_view(), name="rejections"),
]
