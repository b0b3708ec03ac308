from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0011_lane_notes")]

    operations = [
        migrations.AddIndex(
            "conversation",
            models.Index(fields=["frozen_at"], name="conv_frozen", condition=models.Q(frozen_at__isnull=False)),
        ),
    ]
