"""The frame as a Django app: when all apps are loaded it wires the lower parts to the higher."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "config"
    label = "frame"

    def ready(self) -> None:
        from config import wiring

        wiring.connect()
