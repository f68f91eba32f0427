"""The URLs of this app."""

from django.urls import path

from actions.api import definitions
from actions.api.messages import MessagesView

urlpatterns = [
    path("api/v1/actions", definitions.ActionsView.as_view(), name="actions"),
    path("api/v1/actions/<str:key>", definitions.ActionView.as_view(), name="action"),
    path("api/v1/actions/<str:key>/try", definitions.TryView.as_view(), name="try-action"),
    path("api/v1/messages", MessagesView.as_view(), name="messages-api"),
]
