#!/usr/bin/env python3
"""Django's command line; started by any Python, it goes on with the one of the set-up."""

import os
import sys
from pathlib import Path

OURS = Path(__file__).resolve().parent / ".venv/bin/python"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        if not OURS.exists() or Path(sys.prefix) == OURS.parents[1]:
            raise
        os.execv(OURS, [str(OURS), *sys.argv])  # noqa: S606 (our own Python)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
