"""The Celery app, its queues, and the one table of periodic work.

Messages are wake-ups: they carry nothing. Whatever a lost one would have woken is found by the
sweep within a second.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gilmok")
app.config_from_object("django.conf:settings", namespace="CELERY")
