import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="Name")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Business",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("name", models.CharField(default="Rapport", max_length=120, verbose_name="Name")),
                ("logo", models.ImageField(blank=True, upload_to="business/", verbose_name="Logo")),
                ("country", models.CharField(default="GB", max_length=2, verbose_name="Country")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="First language")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None, verbose_name="Languages"
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="Currency")),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="Time zone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
                ("web", models.URLField(blank=True, verbose_name="Web page")),
                ("is_demo", models.BooleanField(default=False)),
                ("set_up_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("only", True)), name="one_business")],
            },
        ),
        migrations.CreateModel(
            name="BusinessEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("only", models.BooleanField(default=True, editable=False)),
                ("name", models.CharField(default="Rapport", max_length=120, verbose_name="Name")),
                ("logo", models.ImageField(blank=True, upload_to="business/", verbose_name="Logo")),
                ("country", models.CharField(default="GB", max_length=2, verbose_name="Country")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="First language")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None, verbose_name="Languages"
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="Currency")),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="Time zone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
                ("web", models.URLField(blank=True, verbose_name="Web page")),
                ("is_demo", models.BooleanField(default=False)),
                ("set_up_at", models.DateTimeField(null=True)),
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
                        to="staff.business",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="Name")),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="Time zone")),
                ("country", models.CharField(default="GB", max_length=2, verbose_name="Country")),
                ("subdivision", models.CharField(blank=True, max_length=6, verbose_name="State or region")),
                ("address", models.TextField(blank=True, verbose_name="Address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
                ("is_main", models.BooleanField(default=False, verbose_name="Main location")),
                ("closed_for_good_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-is_main", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)), fields=("is_main",), name="one_main_location"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LocationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="Time zone")),
                ("country", models.CharField(default="GB", max_length=2, verbose_name="Country")),
                ("subdivision", models.CharField(blank=True, max_length=6, verbose_name="State or region")),
                ("address", models.TextField(blank=True, verbose_name="Address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
                ("is_main", models.BooleanField(default=False, verbose_name="Main location")),
                ("closed_for_good_on", models.DateField(blank=True, null=True)),
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
                        to="staff.location",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ka", "ქართული"), ("cs", "Čeština"), ("ta", "தமிழ்")],
                        default="en",
                        max_length=8,
                        verbose_name="Language",
                    ),
                ),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="Time zone")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="What they do here")),
                ("single_keys", models.BooleanField(default=True, verbose_name="Shortcuts of a single key")),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("sign_outs", models.PositiveIntegerField(default=0)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="staff.location",
                        verbose_name="Location",
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(blank=True, related_name="people", to="staff.team", verbose_name="Teams"),
                ),
            ],
            options={
                "permissions": [("change_owner", "Can make and unmake owners")],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_email_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
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
                        to="staff.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ka", "ქართული"), ("cs", "Čeština"), ("ta", "தமிழ்")],
                        default="en",
                        max_length=8,
                        verbose_name="Language",
                    ),
                ),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="Time zone")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="What they do here")),
                ("single_keys", models.BooleanField(default=True, verbose_name="Shortcuts of a single key")),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="Name")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("manager", "Manager"), ("agent", "Agent"), ("reader", "Reader")],
                        max_length=20,
                        verbose_name="Role",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ka", "ქართული"), ("cs", "Čeština"), ("ta", "தமிழ்")],
                        default="en",
                        max_length=8,
                        verbose_name="Language",
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-invited_at"], name="invitation_latest")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="business",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "staff_businessevent" ("country", "currency", "email", "id", "is_demo", "language", "languages", "logo", "name", "only", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "set_up_at", "time_zone", "web") VALUES (OLD."country", OLD."currency", OLD."email", OLD."id", OLD."is_demo", OLD."language", OLD."languages", OLD."logo", OLD."name", OLD."only", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."set_up_at", OLD."time_zone", OLD."web"); RETURN NULL;',
                    hash="c1f971861bb4de081c3c7267da915ed23e3af8a5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f8951",
                    table="staff_business",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="business",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staff_businessevent" ("country", "currency", "email", "id", "is_demo", "language", "languages", "logo", "name", "only", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "set_up_at", "time_zone", "web") VALUES (OLD."country", OLD."currency", OLD."email", OLD."id", OLD."is_demo", OLD."language", OLD."languages", OLD."logo", OLD."name", OLD."only", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."set_up_at", OLD."time_zone", OLD."web"); RETURN NULL;',
                    hash="3533cb57b306161f2423800b30169a5ba41a3136",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_86074",
                    table="staff_business",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="location",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "staff_locationevent" ("address", "closed_for_good_on", "country", "id", "is_main", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "subdivision", "time_zone") VALUES (OLD."address", OLD."closed_for_good_on", OLD."country", OLD."id", OLD."is_main", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."subdivision", OLD."time_zone"); RETURN NULL;',
                    hash="8b38153e44496b55c8d720b1cbc0758da97c031c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad1dc",
                    table="staff_location",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="location",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staff_locationevent" ("address", "closed_for_good_on", "country", "id", "is_main", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "subdivision", "time_zone") VALUES (OLD."address", OLD."closed_for_good_on", OLD."country", OLD."id", OLD."is_main", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."subdivision", OLD."time_zone"); RETURN NULL;',
                    hash="232a9e2d50a37fa4c054a1b87af04c36bc00bc79",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d4e4d",
                    table="staff_location",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="team",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "staff_teamevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id"); RETURN NULL;',
                    hash="36c77246bca22f68dcdd20c333ab26817d52ad12",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cacce",
                    table="staff_team",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="team",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staff_teamevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="a82f42ca22ad97efff13dfe4452a47b4182c7364",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_51e30",
                    table="staff_team",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="businessevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a862a3abf3c01c5dd8f80e46211ab9b680d2c3ab",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ceab1",
                    table="staff_businessevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="locationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c91bfd96db7dc4fcef2cded73bb244b027fd09fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_84f4f",
                    table="staff_locationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."location_id" IS DISTINCT FROM (NEW."location_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."single_keys" IS DISTINCT FROM (NEW."single_keys") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "staff_userevent" ("email", "id", "is_active", "is_superuser", "joined_at", "language", "location_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "single_keys", "time_zone", "title") VALUES (OLD."email", OLD."id", OLD."is_active", OLD."is_superuser", OLD."joined_at", OLD."language", OLD."location_id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."single_keys", OLD."time_zone", OLD."title"); RETURN NULL;',
                    hash="e69d8caa0d8ca8d2bb279d60285fb5308cc5728e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8c3eb",
                    table="staff_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staff_userevent" ("email", "id", "is_active", "is_superuser", "joined_at", "language", "location_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "single_keys", "time_zone", "title") VALUES (OLD."email", OLD."id", OLD."is_active", OLD."is_superuser", OLD."joined_at", OLD."language", OLD."location_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."single_keys", OLD."time_zone", OLD."title"); RETURN NULL;',
                    hash="54d1696e026ef5b1ccb64686876ca495e6130ecc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4dad5",
                    table="staff_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c65a059934255fe9585b05fe570f26cfb88b2b05",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_373cb",
                    table="staff_teamevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="userevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d9e3e5cda0d3e4611ee2539d3061fc48cb158c5f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_38e6a",
                    table="staff_userevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
