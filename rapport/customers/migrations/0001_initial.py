import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import rapport.customers.expressions


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_foundations"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("staff", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("postal", "Letters"),
                            ("billing", "Invoices"),
                            ("delivery", "Deliveries"),
                            ("visit", "Visits"),
                        ],
                        default="postal",
                        max_length=10,
                        verbose_name="For",
                    ),
                ),
                ("lines", models.TextField(blank=True, verbose_name="Street")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="City")),
                ("area", models.CharField(blank=True, max_length=120, verbose_name="State or region")),
                ("postal_code", models.CharField(blank=True, max_length=20, verbose_name="Postal code")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="Country")),
                ("as_written", models.TextField(blank=True, verbose_name="As they write it")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Valid until")),
            ],
            options={
                "ordering": ["-is_preferred", "position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="Role")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="Title")),
                ("is_key", models.BooleanField(default=False, verbose_name="Key person")),
                ("since", models.DateField(blank=True, null=True, verbose_name="Since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
            ],
            options={
                "ordering": [models.OrderBy(models.F("until"), descending=True, nulls_first=True), "-is_key", "id"],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=80, verbose_name="Label")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("choice", "Choice"),
                            ("yes_no", "Yes or no"),
                            ("link", "Link"),
                        ],
                        default="text",
                        max_length=8,
                        verbose_name="Type",
                    ),
                ),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Choices",
                    ),
                ),
                (
                    "for_kind",
                    models.CharField(
                        blank=True,
                        choices=[("person", "Person"), ("organisation", "Organisation")],
                        max_length=12,
                        verbose_name="For",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "label"],
            },
        ),
        migrations.CreateModel(
            name="PreferenceTopic",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="Topic")),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Choices",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("organisation", "Organisation")],
                        default="person",
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="Name")),
                ("given_name", models.CharField(blank=True, max_length=150, verbose_name="Given name")),
                ("family_name", models.CharField(blank=True, max_length=150, verbose_name="Family name")),
                ("patronymic", models.CharField(blank=True, max_length=150, verbose_name="Patronymic or middle name")),
                ("titles_before", models.CharField(blank=True, max_length=80, verbose_name="Titles before the name")),
                ("titles_after", models.CharField(blank=True, max_length=80, verbose_name="Titles after the name")),
                ("nickname", models.CharField(blank=True, max_length=150, verbose_name="Nickname")),
                ("romanised_name", models.CharField(blank=True, max_length=300, verbose_name="Name in Latin letters")),
                ("pronunciation", models.CharField(blank=True, max_length=200, verbose_name="How to say it")),
                (
                    "form_gender",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known"),
                            ("female", "As a woman"),
                            ("male", "As a man"),
                            ("none", "Without a title"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="Title",
                    ),
                ),
                ("title_wish", models.CharField(blank=True, max_length=20, verbose_name="Title they asked for")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="Language")),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="Time zone")),
                (
                    "address_style",
                    models.CharField(
                        choices=[("formal", "Formal"), ("first_name", "By first name")],
                        default="formal",
                        max_length=12,
                        verbose_name="Form of address",
                    ),
                ),
                (
                    "first_name_permission",
                    models.CharField(
                        blank=True,
                        choices=[("said", "They said so"), ("wrote", "They wrote it"), ("form", "Chosen on a form")],
                        max_length=8,
                        verbose_name="First name permitted",
                    ),
                ),
                ("first_name_permission_at", models.DateTimeField(blank=True, null=True, verbose_name="Permitted on")),
                (
                    "vocative_given",
                    models.CharField(blank=True, max_length=150, verbose_name="Given name when addressed"),
                ),
                (
                    "vocative_family",
                    models.CharField(blank=True, max_length=150, verbose_name="Family name when addressed"),
                ),
                ("photo", models.ImageField(blank=True, upload_to="photos/%Y/%m/", verbose_name="Photo")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="Source")),
                ("how_met", models.TextField(blank=True, verbose_name="How we met")),
                ("preference_notes", models.TextField(blank=True, verbose_name="Preferences in words")),
                ("custom", models.JSONField(blank=True, default=dict, verbose_name="Own fields")),
                ("search_key", models.TextField(default="", editable=False)),
                ("sound_key", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("key_version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="Archived")),
                ("archived_because", models.CharField(blank=True, max_length=200, verbose_name="Archived because")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "account_manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="customers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Looked after by",
                    ),
                ),
                (
                    "first_name_permission_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Permission noted by",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="staff.location",
                        verbose_name="Location",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="staff.team",
                        verbose_name="Team",
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(
                        blank=True, related_name="customers", to="customers.tag", verbose_name="Tags"
                    ),
                ),
            ],
            options={
                "permissions": [("export_customer", "Can export customers")],
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("sort_key"), nulls_last=True), models.F("id"), name="customer_by_name"
                    ),
                    models.Index(
                        models.OrderBy(models.F("sort_key"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="customer_by_name_back",
                    ),
                    models.Index(
                        models.OrderBy(models.F("updated_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="customer_by_change",
                    ),
                    models.Index(
                        models.OrderBy(models.F("created_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="customer_by_age",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="customer_search", opclasses=["gin_trgm_ops"]
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            rapport.customers.expressions.Words(models.F("sound_key")), name="array_ops"
                        ),
                        name="customer_sounds",
                    ),
                    models.Index(
                        models.OrderBy(models.F("sort_key"), nulls_last=True),
                        models.F("id"),
                        condition=models.Q(("archived_at__isnull", False)),
                        name="customer_archived_by_name",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="customer_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address_style", "first_name"), _negated=True),
                            ("first_name_permission_at__isnull", False),
                            _connector="OR",
                        ),
                        name="first_name_needs_permission",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AffiliationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="Role")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="Title")),
                ("is_key", models.BooleanField(default=False, verbose_name="Key person")),
                ("since", models.DateField(blank=True, null=True, verbose_name="Since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
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
                        to="customers.affiliation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="Organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="people",
                to="customers.customer",
                verbose_name="Organisation",
            ),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="affiliations",
                to="customers.customer",
                verbose_name="Person",
            ),
        ),
        migrations.CreateModel(
            name="AddressEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("postal", "Letters"),
                            ("billing", "Invoices"),
                            ("delivery", "Deliveries"),
                            ("visit", "Visits"),
                        ],
                        default="postal",
                        max_length=10,
                        verbose_name="For",
                    ),
                ),
                ("lines", models.TextField(blank=True, verbose_name="Street")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="City")),
                ("area", models.CharField(blank=True, max_length=120, verbose_name="State or region")),
                ("postal_code", models.CharField(blank=True, max_length=20, verbose_name="Postal code")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="Country")),
                ("as_written", models.TextField(blank=True, verbose_name="As they write it")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Valid until")),
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
                        to="customers.address",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="address",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="customers.customer"
            ),
        ),
        migrations.CreateModel(
            name="CustomerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("organisation", "Organisation")],
                        default="person",
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="Name")),
                ("given_name", models.CharField(blank=True, max_length=150, verbose_name="Given name")),
                ("family_name", models.CharField(blank=True, max_length=150, verbose_name="Family name")),
                ("patronymic", models.CharField(blank=True, max_length=150, verbose_name="Patronymic or middle name")),
                ("titles_before", models.CharField(blank=True, max_length=80, verbose_name="Titles before the name")),
                ("titles_after", models.CharField(blank=True, max_length=80, verbose_name="Titles after the name")),
                ("nickname", models.CharField(blank=True, max_length=150, verbose_name="Nickname")),
                ("romanised_name", models.CharField(blank=True, max_length=300, verbose_name="Name in Latin letters")),
                ("pronunciation", models.CharField(blank=True, max_length=200, verbose_name="How to say it")),
                (
                    "form_gender",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known"),
                            ("female", "As a woman"),
                            ("male", "As a man"),
                            ("none", "Without a title"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="Title",
                    ),
                ),
                ("title_wish", models.CharField(blank=True, max_length=20, verbose_name="Title they asked for")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="Language")),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="Time zone")),
                (
                    "address_style",
                    models.CharField(
                        choices=[("formal", "Formal"), ("first_name", "By first name")],
                        default="formal",
                        max_length=12,
                        verbose_name="Form of address",
                    ),
                ),
                (
                    "first_name_permission",
                    models.CharField(
                        blank=True,
                        choices=[("said", "They said so"), ("wrote", "They wrote it"), ("form", "Chosen on a form")],
                        max_length=8,
                        verbose_name="First name permitted",
                    ),
                ),
                ("first_name_permission_at", models.DateTimeField(blank=True, null=True, verbose_name="Permitted on")),
                (
                    "vocative_given",
                    models.CharField(blank=True, max_length=150, verbose_name="Given name when addressed"),
                ),
                (
                    "vocative_family",
                    models.CharField(blank=True, max_length=150, verbose_name="Family name when addressed"),
                ),
                ("photo", models.ImageField(blank=True, upload_to="photos/%Y/%m/", verbose_name="Photo")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="Source")),
                ("how_met", models.TextField(blank=True, verbose_name="How we met")),
                ("preference_notes", models.TextField(blank=True, verbose_name="Preferences in words")),
                ("custom", models.JSONField(blank=True, default=dict, verbose_name="Own fields")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="Archived")),
                ("archived_because", models.CharField(blank=True, max_length=200, verbose_name="Archived because")),
                (
                    "account_manager",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Looked after by",
                    ),
                ),
                (
                    "first_name_permission_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Permission noted by",
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
                        to="customers.customer",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.team",
                        verbose_name="Team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CustomFieldEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("key", models.SlugField(db_index=False, max_length=40)),
                ("label", models.CharField(max_length=80, verbose_name="Label")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("choice", "Choice"),
                            ("yes_no", "Yes or no"),
                            ("link", "Link"),
                        ],
                        default="text",
                        max_length=8,
                        verbose_name="Type",
                    ),
                ),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Choices",
                    ),
                ),
                (
                    "for_kind",
                    models.CharField(
                        blank=True,
                        choices=[("person", "Person"), ("organisation", "Organisation")],
                        max_length=12,
                        verbose_name="For",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                        to="customers.customfield",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Email",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("address", models.CharField(max_length=254, verbose_name="E-mail")),
                ("key", models.CharField(editable=False, max_length=254)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="emails", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-is_preferred", "position", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["key"], name="email_key", opclasses=["text_pattern_ops"])],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "key"), name="email_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_preferred", True)), fields=("customer",), name="one_preferred_email"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("address", models.CharField(max_length=254, verbose_name="E-mail")),
                ("key", models.CharField(editable=False, max_length=254)),
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
                        to="customers.email",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExternalCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=60, verbose_name="System")),
                ("code", models.CharField(max_length=120, verbose_name="Code")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["source"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "code"), name="code_unique_per_source"),
                    models.UniqueConstraint(fields=("customer", "source"), name="one_code_per_source"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("source", models.CharField(max_length=60, verbose_name="System")),
                ("code", models.CharField(max_length=120, verbose_name="Code")),
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
                        to="customers.externalcode",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_following", models.BooleanField(default=False)),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="customers.customer"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "customer"), name="follows_once")],
            },
        ),
        migrations.CreateModel(
            name="Handle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("web", "Web page"),
                            ("facebook", "Facebook"),
                            ("instagram", "Instagram"),
                            ("linkedin", "LinkedIn"),
                            ("whatsapp", "WhatsApp"),
                            ("viber", "Viber"),
                            ("telegram", "Telegram"),
                            ("signal", "Signal"),
                            ("x", "X"),
                            ("fax", "Fax"),
                            ("other", "Other"),
                        ],
                        default="web",
                        max_length=12,
                        verbose_name="Network",
                    ),
                ),
                ("handle", models.CharField(max_length=300, verbose_name="Name or address")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handles", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-is_preferred", "position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_preferred", True)), fields=("customer",), name="one_preferred_handle"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("web", "Web page"),
                            ("facebook", "Facebook"),
                            ("instagram", "Instagram"),
                            ("linkedin", "LinkedIn"),
                            ("whatsapp", "WhatsApp"),
                            ("viber", "Viber"),
                            ("telegram", "Telegram"),
                            ("signal", "Signal"),
                            ("x", "X"),
                            ("fax", "Fax"),
                            ("other", "Other"),
                        ],
                        default="web",
                        max_length=12,
                        verbose_name="Network",
                    ),
                ),
                ("handle", models.CharField(max_length=300, verbose_name="Name or address")),
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
                        to="customers.handle",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportantDate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("birthday", "Birthday"),
                            ("name_day", "Name day"),
                            ("anniversary", "Anniversary"),
                            ("wedding", "Wedding anniversary"),
                            ("customer_since", "Customer since"),
                            ("other", "Other"),
                        ],
                        default="birthday",
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80, verbose_name="Own words")),
                ("month", models.PositiveSmallIntegerField(verbose_name="Month")),
                ("day", models.PositiveSmallIntegerField(verbose_name="Day")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Year")),
                ("may_greet", models.BooleanField(default=True, verbose_name="They like to be congratulated")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dates", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["month", "day", "id"],
                "indexes": [models.Index(fields=["month", "day"], name="date_in_the_year")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__range", (1, 12))), name="date_month"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__range", (1, 31)),
                            models.Q(models.Q(("month", 2), _negated=True), ("day__lte", 29), _connector="OR"),
                            models.Q(
                                models.Q(("month__in", [4, 6, 9, 11]), _negated=True), ("day__lte", 30), _connector="OR"
                            ),
                        ),
                        name="date_exists",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportantDateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("birthday", "Birthday"),
                            ("name_day", "Name day"),
                            ("anniversary", "Anniversary"),
                            ("wedding", "Wedding anniversary"),
                            ("customer_since", "Customer since"),
                            ("other", "Other"),
                        ],
                        default="birthday",
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80, verbose_name="Own words")),
                ("month", models.PositiveSmallIntegerField(verbose_name="Month")),
                ("day", models.PositiveSmallIntegerField(verbose_name="Day")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Year")),
                ("may_greet", models.BooleanField(default=True, verbose_name="They like to be congratulated")),
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
                        to="customers.importantdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("key", models.UUIDField()),
                ("mail_key", models.UUIDField(null=True)),
                ("facts", models.JSONField(default=dict)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_rows",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("mail_key__isnull", False)),
                        fields=["source", "mail_key"],
                        name="row_by_mail",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="row_imported_once")],
            },
        ),
        migrations.CreateModel(
            name="PersonalNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(verbose_name="Note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Written")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Written by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_notes",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="PersonalNoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("text", models.TextField(verbose_name="Note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Written")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Written by",
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
                        to="customers.personalnote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("raw", models.CharField(max_length=60, verbose_name="Phone")),
                ("e164", models.CharField(blank=True, editable=False, max_length=20)),
                ("extension", models.CharField(blank=True, editable=False, max_length=12)),
                ("type", models.CharField(blank=True, editable=False, max_length=20)),
                ("is_valid", models.BooleanField(default=False, editable=False)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phones", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-is_preferred", "position", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["e164"], name="phone_e164", opclasses=["text_pattern_ops"]),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            rapport.customers.expressions.Digits(), name="gin_trgm_ops"
                        ),
                        name="phone_digits",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_preferred", True)), fields=("customer",), name="one_preferred_phone"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Label")),
                ("is_preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="Verified")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("raw", models.CharField(max_length=60, verbose_name="Phone")),
                ("e164", models.CharField(blank=True, editable=False, max_length=20)),
                ("extension", models.CharField(blank=True, editable=False, max_length=12)),
                ("type", models.CharField(blank=True, editable=False, max_length=20)),
                ("is_valid", models.BooleanField(default=False, editable=False)),
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
                        to="customers.phone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.CharField(max_length=200, verbose_name="Wish")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to="customers.customer"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preferences",
                        to="customers.preferencetopic",
                        verbose_name="Topic",
                    ),
                ),
            ],
            options={
                "ordering": ["topic__position", "topic__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "topic", "value"), name="preference_said_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PreferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("value", models.CharField(max_length=200, verbose_name="Wish")),
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
                        to="customers.preference",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.preferencetopic",
                        verbose_name="Topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PreferenceTopicEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="Topic")),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Choices",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                        to="customers.preferencetopic",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Salutation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="Language")),
                ("text", models.CharField(max_length=200, verbose_name="Greeting")),
                ("envelope", models.CharField(blank=True, max_length=200, verbose_name="On the envelope")),
                ("use_in_all_languages", models.BooleanField(default=False, verbose_name="Use in every language")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="salutations", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "language"), name="one_salutation_per_language"),
                    models.UniqueConstraint(
                        condition=models.Q(("use_in_all_languages", True)),
                        fields=("customer",),
                        name="one_salutation_for_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SalutationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("language", models.CharField(max_length=12, verbose_name="Language")),
                ("text", models.CharField(max_length=200, verbose_name="Greeting")),
                ("envelope", models.CharField(blank=True, max_length=200, verbose_name="On the envelope")),
                ("use_in_all_languages", models.BooleanField(default=False, verbose_name="Use in every language")),
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
                        to="customers.salutation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("organisation")), _negated=True),
                name="nobody_is_their_own_employer",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None), ("since", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="affiliation_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                fields=("person", "organisation", "title", "since"), name="affiliation_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_preferred", True)), fields=("customer",), name="one_preferred_address"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customfield",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_customfieldevent" ("choices", "for_kind", "id", "key", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "type") VALUES (OLD."choices", OLD."for_kind", OLD."id", OLD."key", OLD."label", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."retired_at", OLD."type"); RETURN NULL;',
                    hash="1b8f14c0075efa561e4e888ee5ea051df6c95bee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d9d0",
                    table="customers_customfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customfield",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_customfieldevent" ("choices", "for_kind", "id", "key", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "type") VALUES (OLD."choices", OLD."for_kind", OLD."id", OLD."key", OLD."label", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."retired_at", OLD."type"); RETURN NULL;',
                    hash="02d15ec6fc384df4cec0f7b390d42ff7f99a4c8e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_79dbd",
                    table="customers_customfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferencetopic",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_preferencetopicevent" ("choices", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."choices", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="c5c4b9961b752c014ef40477fdb3569246441232",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5a3bc",
                    table="customers_preferencetopic",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferencetopic",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_preferencetopicevent" ("choices", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."choices", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="48c637322f203733afc0157af2ec6861673f2017",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6669c",
                    table="customers_preferencetopic",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="af81a7c9d89b7bd8cd0b502238a4b93d5f993837",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fe711",
                    table="customers_affiliationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_affiliationevent" ("id", "is_key", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "title", "until") VALUES (OLD."id", OLD."is_key", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."role", OLD."since", OLD."title", OLD."until"); RETURN NULL;',
                    hash="ff439fe499dc37ae004604c663537bd052d9b459",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_49698",
                    table="customers_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_affiliationevent" ("id", "is_key", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "title", "until") VALUES (OLD."id", OLD."is_key", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."since", OLD."title", OLD."until"); RETURN NULL;',
                    hash="63bdd1b52075a2c626c41014d0311aa1e902335a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd9fa",
                    table="customers_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="addressevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4be97e8d2f762b3c44204c258ffc09b3d484fb50",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47703",
                    table="customers_addressevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="address",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_addressevent" ("area", "as_written", "city", "country", "customer_id", "id", "is_preferred", "label", "lines", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "postal_code", "purpose", "valid_from", "valid_to", "verified_at") VALUES (OLD."area", OLD."as_written", OLD."city", OLD."country", OLD."customer_id", OLD."id", OLD."is_preferred", OLD."label", OLD."lines", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."postal_code", OLD."purpose", OLD."valid_from", OLD."valid_to", OLD."verified_at"); RETURN NULL;',
                    hash="1ff7f24dc12bbd82eeadeb62a1fb7c5d0e03bb4d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c914e",
                    table="customers_address",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="address",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_addressevent" ("area", "as_written", "city", "country", "customer_id", "id", "is_preferred", "label", "lines", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "postal_code", "purpose", "valid_from", "valid_to", "verified_at") VALUES (OLD."area", OLD."as_written", OLD."city", OLD."country", OLD."customer_id", OLD."id", OLD."is_preferred", OLD."label", OLD."lines", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."postal_code", OLD."purpose", OLD."valid_from", OLD."valid_to", OLD."verified_at"); RETURN NULL;',
                    hash="c6116e586ef0000ab73655bb0c829f28a3d47595",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9d6a5",
                    table="customers_address",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="67bbcdaa8b0ad9058ebdd1abf75818e71639ffeb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_92226",
                    table="customers_customerevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customfieldevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1f492808397a00728e6751d2bf1892682b072924",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0ad20",
                    table="customers_customfieldevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="email",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_emailevent" ("address", "customer_id", "id", "is_preferred", "key", "label", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "verified_at") VALUES (OLD."address", OLD."customer_id", OLD."id", OLD."is_preferred", OLD."key", OLD."label", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."verified_at"); RETURN NULL;',
                    hash="389b76c6fd5cfc24ca2238de6b2db2384c5ec66c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f55a2",
                    table="customers_email",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="email",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_emailevent" ("address", "customer_id", "id", "is_preferred", "key", "label", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "verified_at") VALUES (OLD."address", OLD."customer_id", OLD."id", OLD."is_preferred", OLD."key", OLD."label", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."verified_at"); RETURN NULL;',
                    hash="5a8eb93adcc34f79aba498f0f30260527825769b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c9042",
                    table="customers_email",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e5522d1ec6ccdbc975cf5f27b18c781f540821ad",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e2005",
                    table="customers_emailevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalcode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_externalcodeevent" ("code", "customer_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."code", OLD."customer_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source"); RETURN NULL;',
                    hash="b0571f0fd3db80610a273038b02d3efac024e55e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_abb7e",
                    table="customers_externalcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalcode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_externalcodeevent" ("code", "customer_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."code", OLD."customer_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;',
                    hash="1d6009d2552ac491dfe76ddd2d159cf06a5eeab5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_efed0",
                    table="customers_externalcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalcodeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="35e6dc0ba9294948ba9a1d72eba104e45f933186",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_86824",
                    table="customers_externalcodeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_handleevent" ("customer_id", "handle", "id", "is_preferred", "label", "network", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "verified_at") VALUES (OLD."customer_id", OLD."handle", OLD."id", OLD."is_preferred", OLD."label", OLD."network", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."verified_at"); RETURN NULL;',
                    hash="e0b937312a18c190a0e3944e4575ed00c108a17a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7f79",
                    table="customers_handle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handle",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_handleevent" ("customer_id", "handle", "id", "is_preferred", "label", "network", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "verified_at") VALUES (OLD."customer_id", OLD."handle", OLD."id", OLD."is_preferred", OLD."label", OLD."network", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."verified_at"); RETURN NULL;',
                    hash="52fdf78ea9383a0bc3de5f593391c891ad6e569e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_906b9",
                    table="customers_handle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f7f6d4c7b20677a9fade830a54e1d4d645f78519",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9e9db",
                    table="customers_handleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importantdate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_importantdateevent" ("customer_id", "day", "id", "kind", "label", "may_greet", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (OLD."customer_id", OLD."day", OLD."id", OLD."kind", OLD."label", OLD."may_greet", OLD."month", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."year"); RETURN NULL;',
                    hash="a605a8741b009c844924556f166c1ad6544361c4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_29f26",
                    table="customers_importantdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importantdate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_importantdateevent" ("customer_id", "day", "id", "kind", "label", "may_greet", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (OLD."customer_id", OLD."day", OLD."id", OLD."kind", OLD."label", OLD."may_greet", OLD."month", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."year"); RETURN NULL;',
                    hash="086e2dde1af2136afd0c9f8137d2cf406c0983f2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d28f",
                    table="customers_importantdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importantdateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7cfd5b6335f70ab4055b5552ee79f65b6243ac27",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a42d3",
                    table="customers_importantdateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personalnote",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_personalnoteevent" ("at", "by_id", "customer_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."at", OLD."by_id", OLD."customer_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="199a060bd8d5a3037ddb4fda7c361f613ce16c3f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4df8",
                    table="customers_personalnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personalnote",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_personalnoteevent" ("at", "by_id", "customer_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."at", OLD."by_id", OLD."customer_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="ce264b5503c2a5f61c3f9423304f984f4d8432f3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_57e5d",
                    table="customers_personalnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personalnoteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="44f4ad7745ab7c997143c681d3a973ea18075b7c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b75bd",
                    table="customers_personalnoteevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_phoneevent" ("customer_id", "e164", "extension", "id", "is_preferred", "is_valid", "label", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "raw", "type", "verified_at") VALUES (OLD."customer_id", OLD."e164", OLD."extension", OLD."id", OLD."is_preferred", OLD."is_valid", OLD."label", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."raw", OLD."type", OLD."verified_at"); RETURN NULL;',
                    hash="4b4ecc6b37fcad48372d062ac1ef49f639df9b83",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3e064",
                    table="customers_phone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_phoneevent" ("customer_id", "e164", "extension", "id", "is_preferred", "is_valid", "label", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "raw", "type", "verified_at") VALUES (OLD."customer_id", OLD."e164", OLD."extension", OLD."id", OLD."is_preferred", OLD."is_valid", OLD."label", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."raw", OLD."type", OLD."verified_at"); RETURN NULL;',
                    hash="0de935760cdb05070f7820c8de9d9374f3a721b0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a9828",
                    table="customers_phone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phoneevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0f8c040b96b80749aeadbb46b349d4dd564d7492",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47c43",
                    table="customers_phoneevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="11b8c839acdf852ec8e54250a58f1c35dde750be",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c14a1",
                    table="customers_preferenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_preferenceevent" ("customer_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id", "value") VALUES (OLD."customer_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."topic_id", OLD."value"); RETURN NULL;',
                    hash="ec6669acc8ea183da179c167479141cac5298aad",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7a677",
                    table="customers_preference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_preferenceevent" ("customer_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id", "value") VALUES (OLD."customer_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."topic_id", OLD."value"); RETURN NULL;',
                    hash="8a1b05e815da6d405ef9d736ace276e79376e5e6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fd7c2",
                    table="customers_preference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferencetopicevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="27f0b86b9b00c4ca1865bf65ef40ef542420cb30",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_76e5c",
                    table="customers_preferencetopicevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salutation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_salutationevent" ("customer_id", "envelope", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "use_in_all_languages") VALUES (OLD."customer_id", OLD."envelope", OLD."id", OLD."language", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."text", OLD."use_in_all_languages"); RETURN NULL;',
                    hash="7d85e7c21d70c930f1ab3dd332b96cf1467dc89c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4afb",
                    table="customers_salutation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salutation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_salutationevent" ("customer_id", "envelope", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "use_in_all_languages") VALUES (OLD."customer_id", OLD."envelope", OLD."id", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."use_in_all_languages"); RETURN NULL;',
                    hash="b9cdf016eebace99c0b17893fa6a886fa71d4426",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b96af",
                    table="customers_salutation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salutationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bdfdd9cdcc36ba56adeb3c02017531a4d5dd78e9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e0bbc",
                    table="customers_salutationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."account_manager_id" IS DISTINCT FROM (NEW."account_manager_id") OR OLD."address_style" IS DISTINCT FROM (NEW."address_style") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."archived_because" IS DISTINCT FROM (NEW."archived_because") OR OLD."custom" IS DISTINCT FROM (NEW."custom") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."first_name_permission" IS DISTINCT FROM (NEW."first_name_permission") OR OLD."first_name_permission_at" IS DISTINCT FROM (NEW."first_name_permission_at") OR OLD."first_name_permission_by_id" IS DISTINCT FROM (NEW."first_name_permission_by_id") OR OLD."form_gender" IS DISTINCT FROM (NEW."form_gender") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."how_met" IS DISTINCT FROM (NEW."how_met") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."location_id" IS DISTINCT FROM (NEW."location_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nickname" IS DISTINCT FROM (NEW."nickname") OR OLD."patronymic" IS DISTINCT FROM (NEW."patronymic") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."preference_notes" IS DISTINCT FROM (NEW."preference_notes") OR OLD."pronunciation" IS DISTINCT FROM (NEW."pronunciation") OR OLD."romanised_name" IS DISTINCT FROM (NEW."romanised_name") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."title_wish" IS DISTINCT FROM (NEW."title_wish") OR OLD."titles_after" IS DISTINCT FROM (NEW."titles_after") OR OLD."titles_before" IS DISTINCT FROM (NEW."titles_before") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."vocative_family" IS DISTINCT FROM (NEW."vocative_family") OR OLD."vocative_given" IS DISTINCT FROM (NEW."vocative_given"))',
                    func='INSERT INTO "customers_customerevent" ("account_manager_id", "address_style", "archived_at", "archived_because", "custom", "family_name", "first_name_permission", "first_name_permission_at", "first_name_permission_by_id", "form_gender", "given_name", "how_met", "id", "kind", "language", "location_id", "name", "nickname", "patronymic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "preference_notes", "pronunciation", "romanised_name", "source", "team_id", "time_zone", "title_wish", "titles_after", "titles_before", "version", "vocative_family", "vocative_given") VALUES (OLD."account_manager_id", OLD."address_style", OLD."archived_at", OLD."archived_because", OLD."custom", OLD."family_name", OLD."first_name_permission", OLD."first_name_permission_at", OLD."first_name_permission_by_id", OLD."form_gender", OLD."given_name", OLD."how_met", OLD."id", OLD."kind", OLD."language", OLD."location_id", OLD."name", OLD."nickname", OLD."patronymic", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."photo", OLD."preference_notes", OLD."pronunciation", OLD."romanised_name", OLD."source", OLD."team_id", OLD."time_zone", OLD."title_wish", OLD."titles_after", OLD."titles_before", OLD."version", OLD."vocative_family", OLD."vocative_given"); RETURN NULL;',
                    hash="02fc741178b7181a53dd277526db361b29794069",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca86d",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_customerevent" ("account_manager_id", "address_style", "archived_at", "archived_because", "custom", "family_name", "first_name_permission", "first_name_permission_at", "first_name_permission_by_id", "form_gender", "given_name", "how_met", "id", "kind", "language", "location_id", "name", "nickname", "patronymic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "preference_notes", "pronunciation", "romanised_name", "source", "team_id", "time_zone", "title_wish", "titles_after", "titles_before", "version", "vocative_family", "vocative_given") VALUES (OLD."account_manager_id", OLD."address_style", OLD."archived_at", OLD."archived_because", OLD."custom", OLD."family_name", OLD."first_name_permission", OLD."first_name_permission_at", OLD."first_name_permission_by_id", OLD."form_gender", OLD."given_name", OLD."how_met", OLD."id", OLD."kind", OLD."language", OLD."location_id", OLD."name", OLD."nickname", OLD."patronymic", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photo", OLD."preference_notes", OLD."pronunciation", OLD."romanised_name", OLD."source", OLD."team_id", OLD."time_zone", OLD."title_wish", OLD."titles_after", OLD."titles_before", OLD."version", OLD."vocative_family", OLD."vocative_given"); RETURN NULL;',
                    hash="e871ca8f631bcb5272ea8157e69576fd49aac971",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_939ca",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
    ]
