from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_import_rules")]

    operations = [
        migrations.AddField("import", "dates", models.CharField(blank=True, max_length=3)),
        migrations.AddField("importfile", "dates", models.JSONField(default=list)),
    ]
