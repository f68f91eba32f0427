"""After a restore, numbers that were given once are given again; keys must not be."""

from io import StringIO

from django.core.management import call_command

from config import database
from journeys.engine import installation


def test_after_a_restore_idempotency_keys_begin_anew(transactional_db):
    with database.connection().each_alone():
        epoch, realm = installation.read(database.connection())
    told = StringIO()

    call_command("after_restore", stdout=told)

    with database.connection().each_alone():
        later, renewed = installation.read(database.connection())
    database.close()
    assert renewed != realm
    assert later > epoch
    assert renewed in told.getvalue()
