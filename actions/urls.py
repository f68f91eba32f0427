"""The URLs of this app."""

from django.urls import path

from actions.api.messages import MessagesView

urlpatterns = [
    path("api/v1/messages", MessagesView.as_view(), name="messages-api"),
]
