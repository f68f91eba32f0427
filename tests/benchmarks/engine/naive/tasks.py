"""Entry, condition and action as three tasks, each with a get and a save."""

import os

import django
import requests
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.engine.naive.settings")
django.setup()

from tests.benchmarks.engine.naive.models import Run  # noqa: E402

app = Celery("naive")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task
def enter(person: str, data: dict[str, int]) -> None:
    run = Run.objects.create(person=person, data=data)
    condition.delay(run.pk)


@app.task
def condition(run_id: int) -> None:
    run = Run.objects.get(pk=run_id)
    run.step = "condition"
    run.save()
    if run.data["amount"] > 10:
        action.delay(run.pk)


@app.task
def action(run_id: int) -> None:
    run = Run.objects.get(pk=run_id)
    requests.post(os.environ["HOOK"], json={"amount": run.data["amount"]}, timeout=5)
    run.step, run.done = "action", True
    run.save()
