"""To whom something that was done to many could not be done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0018_city_and_own_fields")]

    operations = [
        migrations.AddField("choice", "failed", models.PositiveIntegerField(default=0)),
        migrations.AddField("choice", "failures", models.JSONField(default=list)),
    ]
