from django.db import migrations

FILL = """
INSERT INTO customers_nameword (word)
  SELECT DISTINCT w FROM customers_customer, unnest(string_to_array(search_key, ' ')) w
  WHERE length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w)
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_name_words")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
