from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_callbacks"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="address_key",
            field=models.CharField(blank=True, db_default="", max_length=254),
        ),
    ]
