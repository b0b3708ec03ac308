"""One index by parts of any word, in place of three: on names, on e-mails and on the digits of phones."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0013_search_texts")]

    operations = [
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["text"],
                gin_pending_list_limit=1024,
                name="search_text_parts",
                opclasses=["gin_trgm_ops"],
            ),
        ),
    ]
