"""How far the demonstration has moved the clock, kept over a restart.

Whoever waits, waits by the moved clock: with the machine's own they would wait longer.
"""

from django.db import migrations

MAKE = "alter table installation add column clock_offset bigint not null default 0"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0003_failed_runs")]
    operations = [
        migrations.RunSQL(MAKE, "alter table installation drop column clock_offset"),
    ]
