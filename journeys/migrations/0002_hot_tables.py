"""The engine's tables, by vendor: ``docs/engine.md`` tells who writes and reads them."""

import secrets

from django.db import migrations

SIZE, FIRST = 2_000_000, 4
PARTITIONED = ("trail", "exchange")

POSTGRESQL = """
create table installation (epoch bigint not null, realm text not null);
create table trail (
    id bigint not null, at timestamptz not null, event_id bigint, code smallint not null,
    journey_id bigint, version_id bigint, instance_id bigint, seq int, path smallint[],
    detail jsonb, primary key (id)
) partition by range (id);
create index trail_event on trail (event_id) where event_id is not null;
create index trail_instance on trail (instance_id, seq) where instance_id is not null;
create table exchange (
    id bigint not null, call_id bigint not null, attempt smallint not null,
    instance_id bigint not null, at timestamptz not null, request bytea, status smallint,
    ms int, error text, message text, answer jsonb, primary key (id)
) partition by range (id);
create index exchange_call on exchange (call_id, attempt);
create index exchange_instance on exchange (instance_id);
create table instance (
    id bigint primary key, journey_id bigint not null, version_id bigint not null,
    person text collate "C" not null, supplemental text collate "C" not null default '',
    holds bool not null, reenter_at timestamptz, status smallint not null, node smallint,
    seq int not null, entered_at timestamptz not null, ended_at timestamptz,
    wake_at timestamptz, entry jsonb, state jsonb
) with (fillfactor = 70);
create unique index instance_place on instance (person, journey_id, supplemental) where holds;
create index instance_version on instance (version_id, id);
create index instance_inside on instance (version_id, node) where ended_at is null;
create table timer (
    lane smallint not null, due_at timestamptz not null, instance_id bigint not null,
    seq int not null, primary key (lane, due_at, instance_id)
);
create table call (
    id bigint primary key, destination text collate "C" not null, kind text not null,
    version_id bigint not null, lane smallint not null, instance_id bigint not null,
    seq int not null, due_at timestamptz not null, deadline_at timestamptz not null,
    timeout real not null, retries smallint not null, attempts smallint not null default 0,
    failures smallint not null default 0, lease_until timestamptz, dead_at timestamptz, reason text
) with (fillfactor = 50);
create index call_due on call (destination, due_at) where dead_at is null;
create index call_dead on call (id) where dead_at is not null;
create index call_version on call (version_id);
create table destination (
    name text collate "C" primary key, tokens real not null, tokens_at timestamptz not null,
    not_before timestamptz
);
create table cycle (
    id bigint primary key, owner int not null, lanes smallint[] not null, input bigint,
    at timestamptz not null
);
create table tally (
    at timestamptz not null, version_id bigint not null, node smallint not null,
    port smallint not null, code smallint not null, n int not null
);
create table tally_total (
    version_id bigint not null, node smallint not null, port smallint not null,
    code smallint not null, n bigint not null, primary key (version_id, node, port, code)
)
"""
SQLITE = """
create table installation (epoch integer not null, realm text not null);
create table trail (
    id integer not null primary key, at integer not null, event_id integer,
    code integer not null, journey_id integer, version_id integer, instance_id integer,
    seq integer, path text, detail text
);
create index trail_event on trail (event_id) where event_id is not null;
create index trail_instance on trail (instance_id, seq) where instance_id is not null;
create table exchange (
    id integer not null primary key, call_id integer not null, attempt integer not null,
    instance_id integer not null, at integer not null, request blob, status integer,
    ms integer, error text, message text, answer text
);
create index exchange_call on exchange (call_id, attempt);
create index exchange_instance on exchange (instance_id);
create table instance (
    id integer primary key, journey_id integer not null, version_id integer not null,
    person text not null, supplemental text not null default '', holds integer not null,
    reenter_at integer, status integer not null, node integer, seq integer not null,
    entered_at integer not null, ended_at integer, wake_at integer, entry text, state text
);
create unique index instance_place on instance (person, journey_id, supplemental) where holds;
create index instance_version on instance (version_id, id);
create index instance_inside on instance (version_id, node) where ended_at is null;
create table timer (
    lane integer not null, due_at integer not null, instance_id integer not null,
    seq integer not null, primary key (lane, due_at, instance_id)
) without rowid;
create index timer_due on timer (due_at);
create table call (
    id integer primary key, destination text not null, kind text not null,
    version_id integer not null, lane integer not null, instance_id integer not null,
    seq integer not null, due_at integer not null, deadline_at integer not null,
    timeout real not null, retries integer not null, attempts integer not null default 0,
    failures integer not null default 0, lease_until integer, dead_at integer, reason text
);
create index call_due on call (destination, due_at) where dead_at is null;
create index call_dead on call (id) where dead_at is not null;
create index call_version on call (version_id);
create table destination (
    name text primary key, tokens real not null, tokens_at integer not null, not_before integer
);
create table cycle (
    id integer primary key, owner integer not null, lanes text not null, input integer,
    at integer not null
);
create table tally (
    at integer not null, version_id integer not null, node integer not null,
    port integer not null, code integer not null, n integer not null
);
create table tally_total (
    version_id integer not null, node integer not null, port integer not null,
    code integer not null, n integer not null, primary key (version_id, node, port, code)
)
"""
TABLES = (
    "tally_total", "tally", "cycle", "destination", "call", "timer", "instance", "exchange",
    "trail", "installation",
)  # fmt: skip


def make(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for text in (POSTGRESQL if postgresql else SQLITE).split(";"):
        schema_editor.execute(text)
    # Random, and made anew after a restore: idempotency keys of two lives never meet.
    schema_editor.execute(
        "insert into installation (epoch, realm) values (1, %s)", [secrets.token_hex(4)]
    )
    if postgresql:
        for table in PARTITIONED:
            for number in range(FIRST):
                schema_editor.execute(
                    f"create table {table}_{number:06d} partition of {table} "
                    f"for values from ({number * SIZE}) to ({(number + 1) * SIZE})"
                )


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"drop table {table}")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial"), ("events", "0002_hot_tables")]
    operations = [migrations.RunPython(make, drop)]
