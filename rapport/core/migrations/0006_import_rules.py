from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_backups")]

    operations = [
        migrations.AddField("import", "match", models.CharField(blank=True, max_length=20)),
        migrations.AddField("import", "taken_in_at", models.DateTimeField(null=True)),
    ]
