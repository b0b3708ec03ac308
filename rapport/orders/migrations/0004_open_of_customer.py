from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_indexes_once")]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                models.F("customer"),
                models.OrderBy(models.F("placed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("outcome", "open")),
                name="order_open_of_customer",
            ),
        ),
    ]
