"""The installation's epoch, which rises with every change of what is published, and its realm."""

import secrets

from django.db import connection as django_connection

from config.database import Connection, Statement

READ = Statement(
    "read installation",
    "select epoch, realm from installation",
    "select epoch, realm from installation",
)


def read(connection: Connection) -> tuple[int, str]:
    """(epoch, realm). Read in or after the claim, never before: an event that was posted after a
    publish is visible only beside the epoch that the publish raised."""
    epoch, realm = connection.rows(READ)[0]
    return int(epoch), str(realm)


def bump_epoch() -> None:
    """Make every process read the published versions anew; in the caller's transaction."""
    with django_connection.cursor() as cursor:
        cursor.execute("update installation set epoch = epoch + 1")


def renew_realm() -> str:
    """A new realm, after a restore: what a provider saw from the lost days is no repeat."""
    realm = secrets.token_hex(4)
    with django_connection.cursor() as cursor:
        cursor.execute("update installation set realm = %s, epoch = epoch + 1", [realm])
    return realm
