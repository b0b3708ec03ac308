from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0006_how_long_steps_took")]

    operations = [
        migrations.RemoveIndex("action", "action_of_cause"),
        migrations.AddIndex("action", models.Index(fields=["cause", "product", "done_at"], name="action_of_cause")),
    ]
