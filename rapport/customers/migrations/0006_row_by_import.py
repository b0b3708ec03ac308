"""Which import in the browser brought a customer, so that the list can show them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_order_of_rows"),
    ]
    operations = [
        migrations.AddField(
            model_name="importedrow",
            name="import_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="importedrow",
            index=models.Index(
                condition=models.Q(("import_id__isnull", False)),
                fields=["import_id", "customer"],
                name="row_by_import",
            ),
        ),
    ]
