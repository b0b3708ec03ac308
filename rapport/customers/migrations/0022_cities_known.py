"""How many live where: statistics, which no partial index gathers; and cities found without reading the addresses."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0021_found_by_merged_records")]

    operations = [
        migrations.RemoveIndex("address", "address_by_city"),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("city"), name="text_pattern_ops"
                ),
                condition=models.Q(("city", ""), _negated=True),
                include=("customer", "valid_to", "city"),
                name="address_by_city",
            ),
        ),
        migrations.RunSQL(
            [
                "CREATE STATISTICS address_city_known ON (upper(city)) FROM customers_address",
                "ANALYZE customers_address",
            ],
            ["DROP STATISTICS address_city_known"],
        ),
    ]
