"""What technical users declare about events, and what arrived, in Django's admin."""

from django.contrib import admin

from events.admin.log import EventAdmin, RejectionAdmin
from events.admin.people import AliasAdmin
from events.admin.sources import SourceAdmin
from events.admin.types import EventTypeAdmin
from events.models import Alias, Event, EventType, Rejection, Source

admin.site.register(EventType, EventTypeAdmin)
admin.site.register(Source, SourceAdmin)
admin.site.register(Event, EventAdmin)
admin.site.register(Rejection, RejectionAdmin)
admin.site.register(Alias, AliasAdmin)
