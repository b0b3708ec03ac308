"""Entries are numbered by a function that goes on upwards when the house moves to another PostgreSQL."""

from django.db import migrations, models

import rapport.core.transactions


class Migration(migrations.Migration):
    dependencies = [("core", "0005_backups"), ("timeline", "0003_private_notes")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="transaction",
            field=models.BigIntegerField(db_default=rapport.core.transactions.TransactionNumber(), editable=False),
        ),
    ]
