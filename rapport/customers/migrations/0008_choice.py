import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ids", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None)),
                ("filters", models.JSONField(default=dict)),
                ("count", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("deed", models.CharField(blank=True, max_length=20)),
                ("wish", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("transaction", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["made_at"], name="choice_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at", None), ("transaction__isnull", False), _connector="OR"),
                        name="choice_done_in_one_go",
                    )
                ],
            },
        ),
    ]
