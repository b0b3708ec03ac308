"""Which backups were made, and the functions that number transactions."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

NUMBERS = """
CREATE OR REPLACE FUNCTION core_current_transaction() RETURNS bigint LANGUAGE sql VOLATILE
  AS $$ SELECT pg_current_xact_id()::text::bigint $$;
CREATE OR REPLACE FUNCTION core_settled_transaction() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint $$;
"""
NO_NUMBERS = "DROP FUNCTION core_current_transaction(); DROP FUNCTION core_settled_transaction();"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_deeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.CreateModel(
            name="Backup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("scheduled", "By schedule"),
                            ("asked", "Asked for here"),
                            ("command", "From the command line"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Under way"), ("done", "Done"), ("failed", "Failed")],
                        default="running",
                        max_length=12,
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=4096)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("rows", models.PositiveBigIntegerField(default=0)),
                ("files", models.PositiveBigIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-id"],
                "permissions": [("download_backup", "Can take out a backup")],
                "indexes": [models.Index(fields=["-started_at", "-id"], name="backup_latest")],
            },
        ),
    ]
