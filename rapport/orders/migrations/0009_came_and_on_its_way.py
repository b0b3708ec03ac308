from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_what_was_said_to_who_waits")]

    operations = [
        migrations.AddIndex(
            "order", models.Index(fields=["finished_at"], name="order_finished", condition=Q(finished_at__isnull=False))
        ),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["tracking_url"], name="order_on_its_way", condition=Q(outcome="open") & ~Q(tracking_url="")
            ),
        ),
    ]
