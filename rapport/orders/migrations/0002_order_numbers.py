"""Where our own order numbers come from; two people who order at the same moment get two numbers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE orders_order_number START 1001", "DROP SEQUENCE orders_order_number"),
    ]
