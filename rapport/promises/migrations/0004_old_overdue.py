from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0003_indexes_once")]

    operations = [
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                fields=["due_at", "id"],
                name="promise_old_overdue",
                condition=models.Q(("imported", True), ("state", "overdue")),
            ),
        ),
    ]
