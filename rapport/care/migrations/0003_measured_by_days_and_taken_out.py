from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0002_telling_customers")]

    operations = [
        migrations.AddField("effectcheck", "by_days", models.BooleanField(default=False)),
        migrations.AlterModelOptions(
            "complaint", options={"permissions": [("export_complaint", "Can take complaints out as a table")]}
        ),
    ]
