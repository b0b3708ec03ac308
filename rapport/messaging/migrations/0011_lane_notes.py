from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0010_chat")]

    operations = [
        migrations.CreateModel(
            name="LaneNote",
            fields=[
                ("lane", models.BigIntegerField(primary_key=True, serialize=False)),
                ("on_wire", models.UUIDField(null=True)),
            ],
        ),
        migrations.RunSQL("ALTER TABLE messaging_lanenote SET UNLOGGED", migrations.RunSQL.noop),
        # What a worker of the release before left is settled as it noted it.
        migrations.RunSQL(
            "INSERT INTO messaging_lanenote (lane, on_wire) SELECT number, on_wire FROM messaging_lane",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField("lane", "gone"),
        migrations.RemoveField("lane", "on_wire"),
    ]
