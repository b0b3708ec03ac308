from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0005_news_reached_them")]

    operations = [
        migrations.AddField("complaintstep", "took_minutes", models.PositiveIntegerField(null=True)),
        migrations.AddField("complaintstep", "in_time", models.BooleanField(null=True)),
    ]
