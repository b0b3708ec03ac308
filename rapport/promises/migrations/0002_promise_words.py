from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="promise",
            index=GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="promise_words"),
        ),
    ]
