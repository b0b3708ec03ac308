"""For segments: who lives in a city, and who has a value in an own field."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0017_import_changes")]

    operations = [
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("city"), name="text_pattern_ops"
                ),
                condition=models.Q(("city", ""), _negated=True),
                include=("customer", "valid_to"),
                name="address_by_city",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True),
                fields=["custom"],
                name="customer_own_fields",
                opclasses=["jsonb_path_ops"],
            ),
        ),
    ]
