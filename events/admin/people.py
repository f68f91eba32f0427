"""Aliases: persons that turned out to be one."""

from django.contrib import admin

from events.admin.read_only import ReadOnly


class AliasAdmin(ReadOnly, admin.ModelAdmin):
    """A merge makes them, with the open runs re-pointed; by hand they would tear those apart."""

    list_display = ("person", "target", "created_at")
    search_fields = ("=person", "=target")
    fields = ("person", "target", "created_at")
    show_full_result_count = False
