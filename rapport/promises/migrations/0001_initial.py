import datetime

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("staff", "0001_initial"),
        ("staff", "__first__"),
        ("timeline", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(verbose_name="Day")),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("local_names", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["on"],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "ordering": ["weekday", "opens"],
            },
        ),
        migrations.CreateModel(
            name="HolidayYear",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("subdivision", models.CharField(blank=True, max_length=6)),
                ("year", models.PositiveSmallIntegerField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["year", "country", "subdivision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "subdivision", "year"), name="one_list_of_holidays_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="holidays_confirmed_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HolidayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("on", models.DateField(verbose_name="Day")),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("local_names", models.JSONField(blank=True, default=dict)),
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
                        to="promises.holiday",
                    ),
                ),
                (
                    "in_year",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="promises.holidayyear",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="holiday",
            name="in_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="promises.holidayyear"
            ),
        ),
        migrations.CreateModel(
            name="HolidayYearEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("country", models.CharField(max_length=2)),
                ("subdivision", models.CharField(blank=True, max_length=6)),
                ("year", models.PositiveSmallIntegerField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
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
                        to="promises.holidayyear",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kind",
            fields=[
                ("key", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="Name")),
                ("is_internal", models.BooleanField(default=False, verbose_name="Only among us")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("same_or_next_day", "The same day, at the latest by the end of the next"),
                            ("minutes", "A number of business minutes"),
                            ("hours", "A number of business hours"),
                            ("days", "By the end of a number of business days"),
                        ],
                        default="days",
                        max_length=20,
                        verbose_name="Due",
                    ),
                ),
                ("amount", models.PositiveIntegerField(default=1, verbose_name="How many")),
                (
                    "cutoff_minutes",
                    models.PositiveSmallIntegerField(
                        default=120, verbose_name="Minutes before closing that still count"
                    ),
                ),
                (
                    "at_risk_minutes",
                    models.PositiveIntegerField(blank=True, default=1440, null=True, verbose_name="First warning"),
                ),
                (
                    "urgent_minutes",
                    models.PositiveIntegerField(blank=True, default=120, null=True, verbose_name="Last warning"),
                ),
                ("asks_halfway", models.BooleanField(default=True, verbose_name="Ask halfway if it is still on track")),
                ("position", models.PositiveSmallIntegerField(default=50)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("urgent_minutes", None),
                            ("at_risk_minutes", None),
                            ("urgent_minutes__lt", models.F("at_risk_minutes")),
                            _connector="OR",
                        ),
                        name="last_warning_after_the_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule__in", ["same_or_next_day", "days"]), ("amount__gt", 0), _connector="OR"
                        ),
                        name="a_level_takes_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KindEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("key", models.SlugField(db_index=False, max_length=40, serialize=False)),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="Name")),
                ("is_internal", models.BooleanField(default=False, verbose_name="Only among us")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("same_or_next_day", "The same day, at the latest by the end of the next"),
                            ("minutes", "A number of business minutes"),
                            ("hours", "A number of business hours"),
                            ("days", "By the end of a number of business days"),
                        ],
                        default="days",
                        max_length=20,
                        verbose_name="Due",
                    ),
                ),
                ("amount", models.PositiveIntegerField(default=1, verbose_name="How many")),
                (
                    "cutoff_minutes",
                    models.PositiveSmallIntegerField(
                        default=120, verbose_name="Minutes before closing that still count"
                    ),
                ),
                (
                    "at_risk_minutes",
                    models.PositiveIntegerField(blank=True, default=1440, null=True, verbose_name="First warning"),
                ),
                (
                    "urgent_minutes",
                    models.PositiveIntegerField(blank=True, default=120, null=True, verbose_name="Last warning"),
                ),
                ("asks_halfway", models.BooleanField(default=True, verbose_name="Ask halfway if it is still on track")),
                ("position", models.PositiveSmallIntegerField(default=50)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
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
                        to="promises.kind",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpeningWeek",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="From")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opening_weeks", to="staff.location"
                    ),
                ),
            ],
            options={
                "ordering": ["valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("location", "valid_from"), name="one_week_per_location_and_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHoursEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
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
                        to="promises.openinghours",
                    ),
                ),
                (
                    "week",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="promises.openingweek",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="openinghours",
            name="week",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="promises.openingweek"
            ),
        ),
        migrations.CreateModel(
            name="OpeningWeekEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("valid_from", models.DateField(verbose_name="From")),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.location",
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
                        to="promises.openingweek",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(default="other", max_length=40, verbose_name="Kind")),
                ("is_internal", models.BooleanField(default=False)),
                ("text", models.CharField(max_length=300, verbose_name="What")),
                ("about", models.CharField(blank=True, max_length=120)),
                ("imported", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("target_due_at", models.DateTimeField(blank=True, null=True)),
                ("first_due_at", models.DateTimeField()),
                ("renegotiations", models.PositiveSmallIntegerField(default=0)),
                ("ask_at", models.DateTimeField(blank=True, null=True)),
                ("at_risk_at", models.DateTimeField(blank=True, null=True)),
                ("urgent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("overdue", "Late"),
                            ("kept", "Kept"),
                            ("kept_late", "Kept late"),
                            ("broken", "Broken"),
                            ("renegotiated", "Moved in time"),
                            ("withdrawn", "No longer wanted"),
                            ("void", "Made by mistake"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("confirmed_by_customer", models.BooleanField(default=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="customers.customer"
                    ),
                ),
                (
                    "evidence_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="timeline.entry",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="promises",
                        to="staff.location",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "renegotiated_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renegotiated_to",
                        to="promises.promise",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="timeline.entry",
                    ),
                ),
            ],
            options={
                "permissions": [("reassign_promise", "Can hand over all promises of a colleague")],
                "indexes": [
                    models.Index(fields=["due_at", "id"], name="promise_by_due"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["due_at", "id"], name="promise_open_by_due"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "overdue"])),
                        fields=["due_at", "id"],
                        name="promise_owed",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "overdue"])),
                        fields=["owner", "due_at", "id"],
                        name="promise_book",
                    ),
                    models.Index(
                        models.F("state"),
                        models.OrderBy(models.F("due_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True, nulls_last=True),
                        name="promise_by_state",
                    ),
                    models.Index(
                        models.F("owner"),
                        models.OrderBy(models.F("due_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True, nulls_last=True),
                        name="promise_by_owner",
                    ),
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("due_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True, nulls_last=True),
                        name="promise_by_customer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="promise_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("imported", True), ("due_at__gt", models.F("made_at")), _connector="OR"),
                        name="promise_is_for_the_future",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ["open", "overdue"])),
                            models.Q(
                                models.Q(("state__in", ["open", "overdue"]), _negated=True),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="promise_closed_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__lte", models.F("due_at")), ("state", "kept")),
                            models.Q(("done_at__gt", models.F("due_at")), ("state", "kept_late")),
                            models.Q(models.Q(("state__in", ["kept", "kept_late"]), _negated=True), ("done_at", None)),
                            _connector="OR",
                        ),
                        name="promise_kept_in_time_or_late",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["kept", "kept_late"]), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            ("evidence_entry__isnull", False),
                            ("confirmed_by_customer", True),
                            ("is_internal", True),
                            ("imported", True),
                            _connector="OR",
                        ),
                        name="promise_kept_with_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["broken", "void"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="promise_ended_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "renegotiated"), _negated=True),
                            ("closed_at__lt", models.F("due_at")),
                            _connector="OR",
                        ),
                        name="promise_moved_before_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            ("made_by", None),
                            models.Q(("closed_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="promise_voided_by_a_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("on_track", models.BooleanField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_ins", to="promises.promise"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="PromiseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("kind", models.CharField(default="other", max_length=40, verbose_name="Kind")),
                ("is_internal", models.BooleanField(default=False)),
                ("text", models.CharField(max_length=300, verbose_name="What")),
                ("about", models.CharField(blank=True, max_length=120)),
                ("imported", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("target_due_at", models.DateTimeField(blank=True, null=True)),
                ("first_due_at", models.DateTimeField()),
                ("renegotiations", models.PositiveSmallIntegerField(default=0)),
                ("ask_at", models.DateTimeField(blank=True, null=True)),
                ("at_risk_at", models.DateTimeField(blank=True, null=True)),
                ("urgent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("overdue", "Late"),
                            ("kept", "Kept"),
                            ("kept_late", "Kept late"),
                            ("broken", "Broken"),
                            ("renegotiated", "Moved in time"),
                            ("withdrawn", "No longer wanted"),
                            ("void", "Made by mistake"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("confirmed_by_customer", models.BooleanField(default=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "evidence_entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="timeline.entry",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.location",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="promises.promise",
                    ),
                ),
                (
                    "renegotiated_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="timeline.entry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("halfway", "Halfway"),
                            ("at_risk", "At risk"),
                            ("urgent", "Urgent"),
                            ("overdue", "Late"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="promises.promise"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "level", "owner"), name="reminded_once_per_level")
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(verbose_name="Day")),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="Opens")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="Closes")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="Why")),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_days",
                        to="staff.location",
                        verbose_name="Location",
                    ),
                ),
            ],
            options={
                "ordering": ["on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("location", "on"), name="one_special_day_per_location", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes", None), ("opens", None)),
                            models.Q(("closes", datetime.time(0, 0)), ("opens__isnull", False)),
                            models.Q(("closes__gt", models.F("opens")), ("opens__isnull", False)),
                            _connector="OR",
                        ),
                        name="special_hours_end_after_they_begin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialDayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("on", models.DateField(verbose_name="Day")),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="Opens")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="Closes")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="Why")),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.location",
                        verbose_name="Location",
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
                        to="promises.specialday",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("made", "that we promise"),
                            ("moved", "that it will be later"),
                            ("late", "that it is late"),
                            ("broken", "that we cannot"),
                            ("withdrawn", "that it is no longer wanted"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Telephone"),
                            ("email", "E-mail"),
                            ("in_person", "In person"),
                            ("letter", "Letter"),
                            ("message", "Message"),
                            ("other", "Another way"),
                        ],
                        max_length=10,
                        verbose_name="How",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="In which words")),
                ("by_customer", models.BooleanField(default=False)),
                ("at", models.DateTimeField(verbose_name="When")),
                ("known_at", models.DateTimeField(blank=True, null=True)),
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
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="timeline.entry",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tellings", to="promises.promise"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "indexes": [models.Index(fields=["promise", "at"], name="telling_of_promise")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("known_at", None), ("known_at__lte", models.F("at")), _connector="OR"),
                        name="told_after_it_was_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(fields=("in_year", "on"), name="a_holiday_once"),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (0, 6))), name="a_week_has_seven_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes", datetime.time(0, 0)), ("closes__gt", models.F("opens")), _connector="OR"),
                name="hours_end_after_they_begin",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_kindevent" ("amount", "asks_halfway", "at_risk_minutes", "cutoff_minutes", "is_internal", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "rule", "urgent_minutes") VALUES (OLD."amount", OLD."asks_halfway", OLD."at_risk_minutes", OLD."cutoff_minutes", OLD."is_internal", OLD."key", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."key", OLD."position", OLD."retired_at", OLD."rule", OLD."urgent_minutes"); RETURN NULL;',
                    hash="84fd263655c8a9a9e730a1b757e6e833e9c5fef1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70da5",
                    table="promises_kind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_kindevent" ("amount", "asks_halfway", "at_risk_minutes", "cutoff_minutes", "is_internal", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "rule", "urgent_minutes") VALUES (OLD."amount", OLD."asks_halfway", OLD."at_risk_minutes", OLD."cutoff_minutes", OLD."is_internal", OLD."key", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."key", OLD."position", OLD."retired_at", OLD."rule", OLD."urgent_minutes"); RETURN NULL;',
                    hash="4675b4efffbcbfd44e742f945820a197e036f656",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a78a0",
                    table="promises_kind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidayyear",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_holidayyearevent" ("confirmed_at", "confirmed_by_id", "country", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subdivision", "year") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."country", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."subdivision", OLD."year"); RETURN NULL;',
                    hash="e764637fe485ed737f90568e5a1019055d7d4c5a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e76c5",
                    table="promises_holidayyear",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidayyear",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_holidayyearevent" ("confirmed_at", "confirmed_by_id", "country", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subdivision", "year") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."country", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."subdivision", OLD."year"); RETURN NULL;',
                    hash="c7741b77494d21ae1b8d04987d4c55245fac2b2a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9a328",
                    table="promises_holidayyear",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidayevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cf49597fb6d534dfd0106e9d25bc7e190088875b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_93268",
                    table="promises_holidayevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holiday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_holidayevent" ("id", "in_year_id", "local_names", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."in_year_id", OLD."local_names", OLD."name", OLD."on", _pgh_attach_context(), NOW(), \'update\', OLD."id"); RETURN NULL;',
                    hash="f97fb95c7c106634fb83702606351fce3c564a96",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8c9f4",
                    table="promises_holiday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holiday",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_holidayevent" ("id", "in_year_id", "local_names", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."in_year_id", OLD."local_names", OLD."name", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="63ffe1b30e8591f924895253da469becc251cb6e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fc0f7",
                    table="promises_holiday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidayyearevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b75e3d4491fe03d519ab536bcde85d768b118c8c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_50ebb",
                    table="promises_holidayyearevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="274c2ab2daf43f56aa514a6677e374a17747aa89",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e8660",
                    table="promises_kindevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingweek",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_openingweekevent" ("id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (OLD."id", OLD."location_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."valid_from"); RETURN NULL;',
                    hash="533f361a020dc4678d78701af0e61cbb82a5174d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e3b6",
                    table="promises_openingweek",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingweek",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_openingweekevent" ("id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (OLD."id", OLD."location_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from"); RETURN NULL;',
                    hash="98eb363a06a5236e03d33bfc09851860b8d753b7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b1f58",
                    table="promises_openingweek",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghoursevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="72fc4335f61b562e1e7e9f5359bd8287b7b624db",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f4b91",
                    table="promises_openinghoursevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_openinghoursevent" ("closes", "id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "week_id", "weekday") VALUES (OLD."closes", OLD."id", OLD."opens", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."week_id", OLD."weekday"); RETURN NULL;',
                    hash="6bda8b5ab7fd6d8288b7513292d89e200af20962",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6ae6b",
                    table="promises_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_openinghoursevent" ("closes", "id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "week_id", "weekday") VALUES (OLD."closes", OLD."id", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."week_id", OLD."weekday"); RETURN NULL;',
                    hash="773254b1632bbc283bf8653d1077b62f9f75dc47",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6f65e",
                    table="promises_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingweekevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ad4ade5c2f95994c9d37868213c0262bfd248987",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f8d5e",
                    table="promises_openingweekevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promise",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_promiseevent" ("about", "ask_at", "at_risk_at", "closed_at", "closed_by_id", "confirmed_by_customer", "customer_id", "done_at", "due_at", "evidence", "evidence_entry_id", "first_due_at", "id", "imported", "is_internal", "kind", "location_id", "made_at", "made_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "renegotiated_from_id", "renegotiations", "source_id", "state", "target_due_at", "text", "urgent_at") VALUES (OLD."about", OLD."ask_at", OLD."at_risk_at", OLD."closed_at", OLD."closed_by_id", OLD."confirmed_by_customer", OLD."customer_id", OLD."done_at", OLD."due_at", OLD."evidence", OLD."evidence_entry_id", OLD."first_due_at", OLD."id", OLD."imported", OLD."is_internal", OLD."kind", OLD."location_id", OLD."made_at", OLD."made_by_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."renegotiated_from_id", OLD."renegotiations", OLD."source_id", OLD."state", OLD."target_due_at", OLD."text", OLD."urgent_at"); RETURN NULL;',
                    hash="7c0108725ee0e220cd65e8c59cf9c04064adbb6d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4df0",
                    table="promises_promise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promise",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_promiseevent" ("about", "ask_at", "at_risk_at", "closed_at", "closed_by_id", "confirmed_by_customer", "customer_id", "done_at", "due_at", "evidence", "evidence_entry_id", "first_due_at", "id", "imported", "is_internal", "kind", "location_id", "made_at", "made_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "renegotiated_from_id", "renegotiations", "source_id", "state", "target_due_at", "text", "urgent_at") VALUES (OLD."about", OLD."ask_at", OLD."at_risk_at", OLD."closed_at", OLD."closed_by_id", OLD."confirmed_by_customer", OLD."customer_id", OLD."done_at", OLD."due_at", OLD."evidence", OLD."evidence_entry_id", OLD."first_due_at", OLD."id", OLD."imported", OLD."is_internal", OLD."kind", OLD."location_id", OLD."made_at", OLD."made_by_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."renegotiated_from_id", OLD."renegotiations", OLD."source_id", OLD."state", OLD."target_due_at", OLD."text", OLD."urgent_at"); RETURN NULL;',
                    hash="3faed7b2086e24c7b9928cd7abe8a33792d8495f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_838c0",
                    table="promises_promise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promiseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e9ab599d904d2503477f95f80f1677c4e12b7be2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_626fb",
                    table="promises_promiseevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "promises_specialdayevent" ("closes", "id", "location_id", "note", "on", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."closes", OLD."id", OLD."location_id", OLD."note", OLD."on", OLD."opens", _pgh_attach_context(), NOW(), \'update\', OLD."id"); RETURN NULL;',
                    hash="bb8dc0b36be1612a73d54e350d171235d18b1839",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_11a46",
                    table="promises_specialday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialday",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "promises_specialdayevent" ("closes", "id", "location_id", "note", "on", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."closes", OLD."id", OLD."location_id", OLD."note", OLD."on", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="5c59ed7f95f8720f29ffacfb324f1cac0783edc4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2d172",
                    table="promises_specialday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialdayevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab48df64d833b9364c2fed74e1f4a348570d112d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e0424",
                    table="promises_specialdayevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
