import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.db import migrations, models

OUTCOMES = [("edited", "Changed since by somebody here"), ("used", "Something belongs to it by now")]


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_came_and_on_its_way")]

    operations = [
        migrations.CreateModel(
            name="ProductImportChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("import_id", models.UUIDField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, default="", max_length=8)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_changes",
                        to="orders.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("import_id", "product"), name="product_changed_once_by_import")
                ],
            },
        ),
    ]
