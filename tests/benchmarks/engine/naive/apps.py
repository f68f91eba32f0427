from django.apps import AppConfig


class NaiveConfig(AppConfig):
    name = "tests.benchmarks.engine.naive"
    label = "naive"
