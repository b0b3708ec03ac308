"""What all slices stand on: extensions, `uuidv7()` before PostgreSQL 18, and the table of the shared cache."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations

UUIDV7 = """
DO $do$ BEGIN
  IF current_setting('server_version_num')::int < 180000 THEN
    CREATE OR REPLACE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql VOLATILE AS $f$
      SELECT encode(
        set_bit(set_bit(
          overlay(uuid_send(gen_random_uuid())
                  PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                  FROM 1 FOR 6),
          52, 1), 53, 1), 'hex')::uuid
    $f$;
  END IF;
END $do$;
"""

CACHE = """
CREATE UNLOGGED TABLE core_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(UUIDV7, migrations.RunSQL.noop),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
    ]
