from django.db import migrations


class Migration(migrations.Migration):
    """The order of names is read backwards from the index that has it; a second one was dear to keep."""

    dependencies = [
        ("customers", "0024_organisations_by_name"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="customer", name="customer_by_name_back"),
    ]
