from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0022_cities_known")]

    operations = [
        migrations.AddField("personalexport", "released_at", models.DateTimeField(null=True)),
    ]
