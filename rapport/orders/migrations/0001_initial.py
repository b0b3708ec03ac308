from decimal import Decimal

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
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
        ("promises", "0001_initial"),
        ("staff", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                ("terms", models.TextField(blank=True, verbose_name="Terms")),
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("period_months", models.PositiveSmallIntegerField(default=12, verbose_name="Months")),
                (
                    "renewal",
                    models.CharField(
                        choices=[("auto", "Goes on by itself"), ("none", "Ends")],
                        default="none",
                        max_length=4,
                        verbose_name="At the end",
                    ),
                ),
                ("notice_days", models.PositiveSmallIntegerField(default=30, verbose_name="Days of notice")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="Amount for the period"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("signed_on", models.DateField(verbose_name="Signed")),
                ("renewals", models.PositiveSmallIntegerField(default=0)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="customers.customer"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("ends_on"), nulls_last=True), models.F("id"), name="contract_by_end"
                    ),
                    models.Index(fields=["customer", "-starts_on"], name="contract_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="contract_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="contract_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_months__gte", 1)), name="contract_period_takes_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractEnd",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_customer", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300, verbose_name="Why")),
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
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="end", to="orders.contract"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="contract_ends_for_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                ("terms", models.TextField(blank=True, verbose_name="Terms")),
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("period_months", models.PositiveSmallIntegerField(default=12, verbose_name="Months")),
                (
                    "renewal",
                    models.CharField(
                        choices=[("auto", "Goes on by itself"), ("none", "Ends")],
                        default="none",
                        max_length=4,
                        verbose_name="At the end",
                    ),
                ),
                ("notice_days", models.PositiveSmallIntegerField(default=30, verbose_name="Days of notice")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="Amount for the period"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("signed_on", models.DateField(verbose_name="Signed")),
                ("renewals", models.PositiveSmallIntegerField(default=0)),
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
                        to="orders.contract",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractPrice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("price", models.DecimalField(decimal_places=8, max_digits=20, verbose_name="Price")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prices", to="orders.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["product__name"],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="Number")),
                ("placed_at", models.DateTimeField(verbose_name="Placed")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("step", models.CharField(default="placed", max_length=40)),
                ("step_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("delivered", "Delivered"),
                            ("cancelled", "Cancelled"),
                            ("returned", "Returned"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("tracking_url", models.URLField(blank=True, max_length=500, verbose_name="Tracking link")),
                ("gross", models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20)),
                ("net", models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20)),
                (
                    "freight",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20, verbose_name="Freight"),
                ),
                ("headline", models.CharField(blank=True, max_length=300)),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                ("source", models.CharField(blank=True, max_length=60)),
                ("code", models.CharField(blank=True, max_length=120)),
                ("row_hash", models.CharField(blank=True, max_length=64)),
                ("imported", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="customers.customer"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to="staff.location",
                        verbose_name="Location",
                    ),
                ),
                ("missed", models.ManyToManyField(blank=True, related_name="+", to="promises.promise")),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="promises.promise",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Sold by",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("placed_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="order_by_age",
                    ),
                    models.Index(
                        models.OrderBy(models.F("placed_at"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("outcome", "open")),
                        name="order_open_by_age",
                    ),
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("placed_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="order_of_customer",
                    ),
                    models.Index(fields=["seller", "-placed_at"], name="order_of_seller"),
                    models.Index(fields=["step", "-placed_at"], name="order_by_step"),
                    models.Index(fields=["number"], name="order_number_starts", opclasses=["text_pattern_ops"]),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="order_number_once_per_source"),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("source", "code"),
                        name="order_code_once_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("outcome", "open")),
                            models.Q(models.Q(("outcome", "open"), _negated=True), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="order_finished_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("cause", models.CharField(max_length=300, verbose_name="What happened")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="New day you are sure of")),
                ("known_at", models.DateTimeField()),
                ("tell_by", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="delays", to="orders.order"
                    ),
                ),
            ],
            options={
                "ordering": ["known_at"],
                "indexes": [
                    models.Index(condition=models.Q(("told_at", None)), fields=["tell_by"], name="delay_untold")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("told_at", None)), fields=("order",), name="one_untold_delay"
                    ),
                    models.CheckConstraint(condition=models.Q(("cause", ""), _negated=True), name="delay_has_a_cause"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("number", models.CharField(max_length=60, verbose_name="Number")),
                ("placed_at", models.DateTimeField(verbose_name="Placed")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("step", models.CharField(default="placed", max_length=40)),
                ("step_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("delivered", "Delivered"),
                            ("cancelled", "Cancelled"),
                            ("returned", "Returned"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("tracking_url", models.URLField(blank=True, max_length=500, verbose_name="Tracking link")),
                ("gross", models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20)),
                ("net", models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20)),
                (
                    "freight",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20, verbose_name="Freight"),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                ("source", models.CharField(blank=True, max_length=60)),
                ("code", models.CharField(blank=True, max_length=120)),
                ("imported", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                        to="orders.order",
                    ),
                ),
                (
                    "promise",
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
                    "seller",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Sold by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=300)),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
                ("unit_price", models.DecimalField(decimal_places=8, max_digits=20)),
                ("discount", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=11)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="orders.order"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("by_customer", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="orders.order"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["order", "at"], name="steps_of_order")],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sku", models.CharField(blank=True, max_length=60, verbose_name="Number")),
                ("name", models.CharField(max_length=300, verbose_name="Name")),
                ("category", models.CharField(blank=True, max_length=120, verbose_name="Category")),
                (
                    "price",
                    models.DecimalField(blank=True, decimal_places=8, max_digits=20, null=True, verbose_name="Price"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("is_active", models.BooleanField(default=True, verbose_name="For sale")),
                ("available_from", models.DateField(blank=True, null=True, verbose_name="Available from")),
                ("search_key", models.TextField(default="", editable=False)),
                ("row_hash", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["name", "id"], name="product_by_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="product_search", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="product_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("price", None), ("price__gte", 0), _connector="OR"),
                        name="product_price_not_negative",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sku", ""), _negated=True), fields=("sku",), name="product_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("position", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=300)),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
                ("unit_price", models.DecimalField(decimal_places=8, max_digits=20)),
                ("discount", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=11)),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.order",
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
                        to="orders.orderitem",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.product",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="orderitem",
            name="product",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="orders.product",
            ),
        ),
        migrations.CreateModel(
            name="ContractPriceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("price", models.DecimalField(decimal_places=8, max_digits=20, verbose_name="Price")),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.contract",
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
                        to="orders.contractprice",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.product",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contractprice",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contract_prices", to="orders.product"
            ),
        ),
        migrations.CreateModel(
            name="ProductCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("code", models.CharField(max_length=120)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="orders.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "code"), name="product_code_once_per_source")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("sku", models.CharField(blank=True, max_length=60, verbose_name="Number")),
                ("name", models.CharField(max_length=300, verbose_name="Name")),
                ("category", models.CharField(blank=True, max_length=120, verbose_name="Category")),
                (
                    "price",
                    models.DecimalField(blank=True, decimal_places=8, max_digits=20, null=True, verbose_name="Price"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("is_active", models.BooleanField(default=True, verbose_name="For sale")),
                ("available_from", models.DateField(blank=True, null=True, verbose_name="Available from")),
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
                        to="orders.product",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PurchaseSummary",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="purchases",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("order_count", models.PositiveIntegerField(default=0)),
                ("open_count", models.PositiveIntegerField(default=0)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("revenue", models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=20)),
                ("revenue_by_currency", models.JSONField(default=dict)),
                ("first_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("revenue"), descending=True, nulls_last=True),
                        models.F("customer"),
                        name="summary_by_revenue",
                    ),
                    models.Index(
                        models.OrderBy(models.F("last_at"), descending=True, nulls_last=True),
                        models.F("customer"),
                        name="summary_by_last",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepKind",
            fields=[
                ("key", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="Name")),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("start", "The order begins"),
                            ("way", "On the way"),
                            ("delivered", "The customer has it: our promise is kept"),
                            ("cancelled", "Called off"),
                            ("returned", "Given back"),
                        ],
                        default="way",
                        max_length=10,
                        verbose_name="Meaning",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=50)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meaning", "start"), _negated=True), ("key", "placed"), _connector="OR"
                        ),
                        name="orders_begin_by_being_placed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meaning__in", ["cancelled", "returned"]), _negated=True),
                            ("key", models.F("meaning")),
                            _connector="OR",
                        ),
                        name="one_way_to_cancel_and_to_return",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepKindEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("key", models.SlugField(db_index=False, max_length=40, serialize=False)),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="Name")),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("start", "The order begins"),
                            ("way", "On the way"),
                            ("delivered", "The customer has it: our promise is kept"),
                            ("cancelled", "Called off"),
                            ("returned", "Given back"),
                        ],
                        default="way",
                        max_length=10,
                        verbose_name="Meaning",
                    ),
                ),
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
                        to="orders.stepkind",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Trial",
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
                        choices=[("sample", "Sample to keep"), ("trial", "Lent to try")],
                        default="trial",
                        max_length=6,
                        verbose_name="Kind",
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="What")),
                ("given_on", models.DateField(verbose_name="Given on")),
                ("due_back_on", models.DateField(blank=True, null=True, verbose_name="Back, or ask again, on")),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trials", to="customers.customer"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trials",
                        to="orders.product",
                        verbose_name="Product",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("due_back_on"), nulls_last=True), models.F("id"), name="trial_by_return"
                    ),
                    models.Index(fields=["customer", "-given_on"], name="trial_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="trial_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_back_on", None), ("due_back_on__gte", models.F("given_on")), _connector="OR"
                        ),
                        name="trial_back_after_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrialEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("sample", "Sample to keep"), ("trial", "Lent to try")],
                        default="trial",
                        max_length=6,
                        verbose_name="Kind",
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="What")),
                ("given_on", models.DateField(verbose_name="Given on")),
                ("due_back_on", models.DateField(blank=True, null=True, verbose_name="Back, or ask again, on")),
                ("note", models.TextField(blank=True, verbose_name="Note")),
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
                    "given_by",
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
                        to="orders.trial",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.product",
                        verbose_name="Product",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrialOutcome",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("bought", "Bought"), ("returned", "Given back"), ("no_interest", "No interest")],
                        max_length=11,
                        verbose_name="What came of it",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
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
                    "trial",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outcome", to="orders.trial"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="orderitem",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="item_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="orderitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity", 0), _negated=True), name="item_has_a_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount__gte", 0), ("discount__lte", 1)), name="item_discount_is_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractprice",
            constraint=models.UniqueConstraint(
                fields=("contract", "product"), name="one_price_per_contract_and_product"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price__gte", 0)), name="contract_price_not_negative"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."available_from" IS DISTINCT FROM (NEW."available_from") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."price" IS DISTINCT FROM (NEW."price") OR OLD."sku" IS DISTINCT FROM (NEW."sku"))',
                    func='INSERT INTO "orders_productevent" ("available_from", "category", "currency", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "sku") VALUES (OLD."available_from", OLD."category", OLD."currency", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."price", OLD."sku"); RETURN NULL;',
                    hash="bb067b51cda0b99333a7985f386c7c075edf8ac9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9c46d",
                    table="orders_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_productevent" ("available_from", "category", "currency", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "sku") VALUES (OLD."available_from", OLD."category", OLD."currency", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."price", OLD."sku"); RETURN NULL;',
                    hash="156bfc9dc711e4a9f20b6b6d4480690197b1fa35",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e7ea3",
                    table="orders_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepkind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_stepkindevent" ("key", "meaning", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at") VALUES (OLD."key", OLD."meaning", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."key", OLD."position", OLD."retired_at"); RETURN NULL;',
                    hash="ab9b5bafea44b6bbfa2616d9ac8e27c8b529565c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4d316",
                    table="orders_stepkind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepkind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_stepkindevent" ("key", "meaning", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at") VALUES (OLD."key", OLD."meaning", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."key", OLD."position", OLD."retired_at"); RETURN NULL;',
                    hash="fe1eb0d92bf28a58af0a567ce9380c50de48e45e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a013f",
                    table="orders_stepkind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_contractevent" ("amount", "currency", "customer_id", "ends_on", "id", "notice_days", "period_months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewal", "renewals", "signed_by_id", "signed_on", "starts_on", "terms", "title") VALUES (OLD."amount", OLD."currency", OLD."customer_id", OLD."ends_on", OLD."id", OLD."notice_days", OLD."period_months", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."renewal", OLD."renewals", OLD."signed_by_id", OLD."signed_on", OLD."starts_on", OLD."terms", OLD."title"); RETURN NULL;',
                    hash="8be6171d8f0b7aacdf03c97b4bead86ae6e51eb6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5c5d9",
                    table="orders_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_contractevent" ("amount", "currency", "customer_id", "ends_on", "id", "notice_days", "period_months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewal", "renewals", "signed_by_id", "signed_on", "starts_on", "terms", "title") VALUES (OLD."amount", OLD."currency", OLD."customer_id", OLD."ends_on", OLD."id", OLD."notice_days", OLD."period_months", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."renewal", OLD."renewals", OLD."signed_by_id", OLD."signed_on", OLD."starts_on", OLD."terms", OLD."title"); RETURN NULL;',
                    hash="a34b57cdc84524b91dbed64d79e35fe2778f5cb7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_97ba4",
                    table="orders_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b5f41852de8744be6e0ab6adfa355671d2eeb2fa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b5a17",
                    table="orders_contractevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="order",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."freight" IS DISTINCT FROM (NEW."freight") OR OLD."gross" IS DISTINCT FROM (NEW."gross") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported" IS DISTINCT FROM (NEW."imported") OR OLD."location_id" IS DISTINCT FROM (NEW."location_id") OR OLD."net" IS DISTINCT FROM (NEW."net") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."placed_at" IS DISTINCT FROM (NEW."placed_at") OR OLD."promise_id" IS DISTINCT FROM (NEW."promise_id") OR OLD."seller_id" IS DISTINCT FROM (NEW."seller_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."step" IS DISTINCT FROM (NEW."step") OR OLD."step_at" IS DISTINCT FROM (NEW."step_at") OR OLD."tracking_url" IS DISTINCT FROM (NEW."tracking_url"))',
                    func='INSERT INTO "orders_orderevent" ("code", "created_at", "currency", "customer_id", "finished_at", "freight", "gross", "id", "imported", "location_id", "net", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "promise_id", "seller_id", "source", "step", "step_at", "tracking_url") VALUES (OLD."code", OLD."created_at", OLD."currency", OLD."customer_id", OLD."finished_at", OLD."freight", OLD."gross", OLD."id", OLD."imported", OLD."location_id", OLD."net", OLD."note", OLD."number", OLD."outcome", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."placed_at", OLD."promise_id", OLD."seller_id", OLD."source", OLD."step", OLD."step_at", OLD."tracking_url"); RETURN NULL;',
                    hash="729ea194c42ec35e2d8485a74e407feebb4fd33f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d4b84",
                    table="orders_order",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="order",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_orderevent" ("code", "created_at", "currency", "customer_id", "finished_at", "freight", "gross", "id", "imported", "location_id", "net", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "promise_id", "seller_id", "source", "step", "step_at", "tracking_url") VALUES (OLD."code", OLD."created_at", OLD."currency", OLD."customer_id", OLD."finished_at", OLD."freight", OLD."gross", OLD."id", OLD."imported", OLD."location_id", OLD."net", OLD."note", OLD."number", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."placed_at", OLD."promise_id", OLD."seller_id", OLD."source", OLD."step", OLD."step_at", OLD."tracking_url"); RETURN NULL;',
                    hash="00112c7e7d966ee614724f3739e61c5ce3c8043b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_709b4",
                    table="orders_order",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7d910be96f697ed8c0d24b8d8a9b6e268d3d09ae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_39cdb",
                    table="orders_orderevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="51e1da1f127f176cc3ec539b0ea3abe17648a7a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_13180",
                    table="orders_orderitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_orderitemevent" ("discount", "id", "name", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "quantity", "unit_price") VALUES (OLD."discount", OLD."id", OLD."name", OLD."order_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."product_id", OLD."quantity", OLD."unit_price"); RETURN NULL;',
                    hash="9d0cd9c43eed7ec60d905821c15a6d1bc108fad2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_22fa3",
                    table="orders_orderitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_orderitemevent" ("discount", "id", "name", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "quantity", "unit_price") VALUES (OLD."discount", OLD."id", OLD."name", OLD."order_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."product_id", OLD."quantity", OLD."unit_price"); RETURN NULL;',
                    hash="1e6c8594e075a512c3b923e4a5944228de22daa4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1e3dc",
                    table="orders_orderitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractpriceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a477f16407cafb28ce3635b69f08713e9890b599",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_487ce",
                    table="orders_contractpriceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractprice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_contractpriceevent" ("contract_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "product_id") VALUES (OLD."contract_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."price", OLD."product_id"); RETURN NULL;',
                    hash="8576948f80fc13532d7f4feb94d71995874752e0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_43f98",
                    table="orders_contractprice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractprice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_contractpriceevent" ("contract_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "product_id") VALUES (OLD."contract_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."price", OLD."product_id"); RETURN NULL;',
                    hash="278e1ae9c8433d4ebd192f9d4902cbda8640e278",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a0018",
                    table="orders_contractprice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="615f630206bc089bc0b67cb07f7d84bb8e36618c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_09809",
                    table="orders_productevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepkindevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e918934451f5f2f0dd11c2e5384136adbbc8807a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_50517",
                    table="orders_stepkindevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_trialevent" ("customer_id", "due_back_on", "given_by_id", "given_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_id", "what") VALUES (OLD."customer_id", OLD."due_back_on", OLD."given_by_id", OLD."given_on", OLD."id", OLD."kind", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."product_id", OLD."what"); RETURN NULL;',
                    hash="7e92e7cc69d5e87af306eea0881d94a2e879021a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c476e",
                    table="orders_trial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_trialevent" ("customer_id", "due_back_on", "given_by_id", "given_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_id", "what") VALUES (OLD."customer_id", OLD."due_back_on", OLD."given_by_id", OLD."given_on", OLD."id", OLD."kind", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."product_id", OLD."what"); RETURN NULL;',
                    hash="ee740b09352082556d035c161bfe0f8a7e7671a8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8abd8",
                    table="orders_trial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trialevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d48923fd8bb8e13e1a1960829e4e84712285e63b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_88d2c",
                    table="orders_trialevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
