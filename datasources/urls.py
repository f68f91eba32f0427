"""The URLs of this app."""

from django.urls import path

from datasources.api.profiles import ProfileView

urlpatterns = [
    path("api/v1/profiles/<str:namespace>/<path:key>", ProfileView.as_view(), name="profile"),
]
