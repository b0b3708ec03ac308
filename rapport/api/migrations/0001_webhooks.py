"""Webhooks: who is told, how far they are, what was sent."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("timeline", "0004_transaction_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.CharField(max_length=500, verbose_name="Address")),
                ("description", models.CharField(max_length=120, verbose_name="What is it for?")),
                ("has_all_kinds", models.BooleanField(default=True)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("with_imported", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("off_at", models.DateTimeField(null=True)),
                (
                    "off_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_hand", "Switched off by a colleague"),
                            ("gone", "Switched off: the address answered that it is gone for good (410)"),
                            ("failing", "Switched off: it took nothing for three days"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["description", "id"],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "endpoint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="api.endpoint",
                    ),
                ),
                ("since", models.BigIntegerField()),
                (
                    "running",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                ("entry", models.UUIDField(default=uuid.UUID("00000000-0000-0000-0000-000000000000"))),
                ("busy_until", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("paused_until", models.DateTimeField(null=True)),
                ("worked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("taken", "Delivered"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("next_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("took_ms", models.PositiveIntegerField(null=True)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("answer", models.TextField(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="timeline.entry"
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="api.endpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EndpointEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("url", models.CharField(max_length=500, verbose_name="Address")),
                ("description", models.CharField(max_length=120, verbose_name="What is it for?")),
                ("has_all_kinds", models.BooleanField(default=True)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("with_imported", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("off_at", models.DateTimeField(null=True)),
                (
                    "off_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_hand", "Switched off by a colleague"),
                            ("gone", "Switched off: the address answered that it is gone for good (410)"),
                            ("failing", "Switched off: it took nothing for three days"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="api.endpoint",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Secret",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="secrets", to="api.endpoint"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("off_at", None), ("off_because", "")),
                    models.Q(("off_at__isnull", False), models.Q(("off_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="endpoint_off_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_all_kinds", True), models.Q(("kinds", []), _negated=True), _connector="OR"),
                name="endpoint_is_told_something",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="endpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "api_endpointevent" ("description", "has_all_kinds", "id", "kinds", "made_at", "made_by_id", "off_at", "off_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "with_imported") VALUES (OLD."description", OLD."has_all_kinds", OLD."id", OLD."kinds", OLD."made_at", OLD."made_by_id", OLD."off_at", OLD."off_because", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."url", OLD."with_imported"); RETURN NULL;',
                    hash="e3d64cb6f18e578e0217e7716c5d53f573148ae7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e7e34",
                    table="api_endpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="endpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "api_endpointevent" ("description", "has_all_kinds", "id", "kinds", "made_at", "made_by_id", "off_at", "off_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "with_imported") VALUES (OLD."description", OLD."has_all_kinds", OLD."id", OLD."kinds", OLD."made_at", OLD."made_by_id", OLD."off_at", OLD."off_because", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."url", OLD."with_imported"); RETURN NULL;',
                    hash="acfa96d0ee6240db853370a1c0fd1ad081a92ab6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_88c2b",
                    table="api_endpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["endpoint", "-id"], name="delivery_log"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["endpoint", "state", "-id"], name="delivery_log_by_state"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["endpoint", "next_at", "id"], name="delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["made_at"], name="delivery_by_age"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("endpoint", "entry"), name="delivered_once"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_at__isnull", False), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("next_at", None)),
                    _connector="OR",
                ),
                name="delivery_waits_for_a_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="endpointevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a8d26e1c8471579e16be14657f91a043bd194b87",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_41859",
                    table="api_endpointevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
