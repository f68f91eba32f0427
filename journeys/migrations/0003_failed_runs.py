"""Failed runs by their step, for the numbers on the cards and the people behind them.

Written once for each failure; a run that goes well never touches it.
"""

from django.db import migrations

MAKE = "create index instance_failed on instance (version_id, node, id) where status = 5"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_hot_tables")]
    operations = [migrations.RunSQL(MAKE, "drop index instance_failed")]
