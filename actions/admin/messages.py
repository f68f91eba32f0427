"""The console's messages, to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from actions.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Delivered is delivered: nothing here is changed or sent again."""

    list_display = ["at", "to", "subject", "channel", "person", "journey_name", "node_name"]
    list_filter = ["channel"]
    search_fields = ["person", "to"]
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
