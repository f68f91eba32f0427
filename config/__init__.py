"""The frame: settings, URLs, Celery, the clock, the database's hot path, and the wiring."""
