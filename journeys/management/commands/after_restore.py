"""``manage.py after_restore``: said once after a backup was restored, before anything starts."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from journeys.engine.installation import renew_realm


class Command(BaseCommand):
    help = "Bring a restored database up to this code, and give its calls keys of their own."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        realm = renew_realm()
        self.stdout.write(
            f"Idempotency keys now begin with {realm}: receivers can tell this life of the"
            " installation from the one that was lost.\n"
            "Calls that went out after the backup was taken will go out again. To stop a journey"
            " first, stop it now; then start everything."
        )
