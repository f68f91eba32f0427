"""The URLs of the demonstration, all below /api/v1/demo."""

from django.urls import path

from demo import api

urlpatterns = [
    path("api/v1/demo", api.DemoView.as_view(), name="demo"),
    path("api/v1/demo/clock", api.ClockView.as_view(), name="demo-clock"),
    path("api/v1/demo/events", api.EventsView.as_view(), name="demo-events"),
    path("api/v1/demo/forward", api.ForwardView.as_view(), name="demo-forward"),
    path("api/v1/demo/reset", api.ResetView.as_view(), name="demo-reset"),
]
