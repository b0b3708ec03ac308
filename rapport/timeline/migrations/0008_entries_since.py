import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("timeline", "0007_last_contacts")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["recorded_at"], name="entry_since", pages_per_range=32
            ),
        ),
    ]
