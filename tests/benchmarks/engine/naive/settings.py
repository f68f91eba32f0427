"""Settings of the baseline; the database connection is kept between tasks, to be fair."""

import os

import environ

SECRET_KEY = "benchmark-only-key-benchmark-only-key"
INSTALLED_APPS = ["tests.benchmarks.engine.naive"]
DATABASES = {"default": environ.Env.db_url_config(os.environ["DATABASE_URL"])}
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
CELERY_BROKER_URL = os.environ["CELERY_BROKER_URL"]
CELERY_DB_REUSE_MAX = 1_000_000
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "naive"
