"""The tables of the hot path, by vendor: ``docs/events.md`` tells who writes and reads them."""

from django.db import migrations

SIZE, FIRST = 2_000_000, 4

POSTGRESQL = """
create sequence order_number;
create table event (
    id bigint not null primary key, source_id int, event_id text collate "C", type_id int,
    person text collate "C" not null, occurred_at timestamptz not null,
    received_at timestamptz not null, disposition smallint not null, data jsonb not null
) partition by range (id);
create index event_person on event (person, id);
create table event_key (h bigint not null primary key, body bigint not null, id bigint not null);
create table inbox (
    lane smallint not null, id bigint not null, kind smallint not null, ref bigint not null,
    size int not null, data jsonb, primary key (lane, id)
)
"""
SQLITE = """
create table order_number (value integer not null);
insert into order_number (value) values (0);
create table event (
    id integer not null primary key, source_id integer, event_id text, type_id integer,
    person text not null, occurred_at integer not null, received_at integer not null,
    disposition integer not null, data text not null
);
create index event_person on event (person, id);
create table event_key (h integer not null primary key, body integer not null, id integer not null);
create table inbox (
    lane integer not null, id integer not null, kind integer not null, ref integer not null,
    size integer not null, data text, primary key (lane, id)
) without rowid;
create index inbox_order on inbox (id)
"""
DROP = "drop table inbox; drop table event_key; drop table event"


def make(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for text in (POSTGRESQL if postgresql else SQLITE).split(";"):
        schema_editor.execute(text)
    if postgresql:
        for number in range(FIRST):
            schema_editor.execute(
                f"create table event_{number:06d} partition of event "
                f"for values from ({number * SIZE}) to ({(number + 1) * SIZE})"
            )


def drop(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    last = "drop sequence order_number" if vendor == "postgresql" else "drop table order_number"
    for text in (*DROP.split(";"), last):
        schema_editor.execute(text)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
