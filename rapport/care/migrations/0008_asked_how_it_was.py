import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0007_actions_by_cause_and_day"), ("messaging", "0001_initial")]

    operations = [
        migrations.AddField("noticerecipient", "asked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "noticerecipient",
            "question",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="messaging.message",
            ),
        ),
        migrations.AddField("noticerecipient", "rating", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("noticerecipient", "rating_words", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("noticerecipient", "rated_at", models.DateTimeField(blank=True, null=True)),
    ]
