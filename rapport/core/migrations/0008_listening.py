from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_dates_of_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listening",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
    ]
