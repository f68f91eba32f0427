"""Writes the table of roles anew: ``python -m tests.contract.write_roles``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

if __name__ == "__main__":
    import django

    django.setup()
    from tests.contract.routes import table
    from tests.contract.test_roles import TABLE

    TABLE.write_text(table())
