"""The frame: settings, URLs, Celery, the clock, the database's hot path, the wiring."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
