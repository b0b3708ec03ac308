from django.db import migrations

FILL = """
INSERT INTO customers_searchtext (customer_id, text)
  SELECT f.customer_id, f.text FROM customers_found_by(ARRAY(SELECT id FROM customers_customer)) f
  ON CONFLICT DO NOTHING;
INSERT INTO customers_nameword (word)
  SELECT DISTINCT w FROM (SELECT customers_folded(name) AS said FROM customers_tag
    UNION SELECT customers_folded(city) FROM (SELECT DISTINCT city FROM customers_address) cities) places,
    unnest(string_to_array(said, ' ')) w
  WHERE length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w)
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_search_text")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
