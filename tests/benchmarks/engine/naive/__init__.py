"""The baseline: what most would build first. One Celery task a step, ORM get and save."""
