import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import rapport.timeline.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("staff", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("by_customer", models.BooleanField(default=False)),
                ("imported", models.BooleanField(default=False)),
                ("subject_type", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.UUIDField(null=True)),
                ("body", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                (
                    "transaction",
                    models.BigIntegerField(db_default=rapport.timeline.models.CurrentTransaction(), editable=False),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="timeline.entry",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="customers.customer"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="staff.location"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="entry_story",
                    ),
                    models.Index(
                        models.F("customer"),
                        models.F("kind"),
                        models.OrderBy(models.F("at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="entry_story_by_kind",
                    ),
                    models.Index(fields=["transaction", "id"], name="entry_commit_order"),
                    models.Index(
                        condition=models.Q(("subject_id__isnull", False)), fields=["subject_id"], name="entry_subject"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file", models.FileField(max_length=300, upload_to="attachments/%Y/%m/")),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField()),
                ("content_type", models.CharField(max_length=100)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="timeline.entry"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="timeline.entry"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("seen_at", None)), fields=["user"], name="mention_unseen")
                ],
                "constraints": [models.UniqueConstraint(fields=("entry", "user"), name="mentioned_once")],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pin", to="timeline.entry"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReactionRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reaction", models.CharField(max_length=120)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reaction_runs", to="timeline.entry"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["-dead_at"], name="reaction_dead")
                ],
                "constraints": [models.UniqueConstraint(fields=("entry", "reaction"), name="reacts_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="content_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."by_customer" IS DISTINCT FROM (NEW."by_customer") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6000e8e0bafea922f627d4f92352f2211f07d281",
                    operation="UPDATE",
                    pgid="pgtrigger_content_never_changes_d4773",
                    table="timeline_entry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e26df792cfaa597fa0bcc7601889c69cd0d49352",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_f8c24",
                    table="timeline_entry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
