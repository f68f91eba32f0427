"""The WSGI application that gunicorn and granian serve."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()

from config import kept_clock, memory  # noqa: E402 (only now can the database be read)
from events.api.front import ShortWayIn  # noqa: E402

application = ShortWayIn(django)

kept_clock.restore()
_ = get_resolver().url_patterns  # all views are loaded, before the first request
memory.settle()
