from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_order_files")]

    operations = [migrations.AddField("wish", "expected_on", models.DateField(blank=True, null=True))]
