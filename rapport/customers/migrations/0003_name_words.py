import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Lower

import rapport.customers.expressions

# A word is of use for slips of the finger only; short words are alike by chance.
TRIGGERS = """
CREATE FUNCTION customers_keep_words() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO customers_nameword (word)
    SELECT DISTINCT w FROM fresh, unnest(string_to_array(fresh.search_key, ' ')) w
    WHERE length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w);
  RETURN NULL;
END $f$;
CREATE FUNCTION customers_keep_changed_words() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO customers_nameword (word)
    SELECT DISTINCT w
    FROM fresh JOIN stale USING (id), unnest(string_to_array(fresh.search_key, ' ')) w
    WHERE fresh.search_key <> stale.search_key AND length(w) >= 4
      AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w);
  RETURN NULL;
END $f$;
CREATE TRIGGER words_of_new_customers AFTER INSERT ON customers_customer
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION customers_keep_words();
CREATE TRIGGER words_of_renamed_customers AFTER UPDATE ON customers_customer
  REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
  FOR EACH STATEMENT EXECUTE FUNCTION customers_keep_changed_words();
"""
NO_TRIGGERS = """
DROP TRIGGER words_of_new_customers ON customers_customer;
DROP TRIGGER words_of_renamed_customers ON customers_customer;
DROP FUNCTION customers_keep_words();
DROP FUNCTION customers_keep_changed_words();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_looked_before")]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="name_word"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="name_word_likeness", opclasses=["gin_trgm_ops"]
                    ),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    rapport.customers.expressions.WholeNames(F("search_key")), name="array_ops"
                ),
                name="customer_whole_names",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    rapport.customers.expressions.Words(F("search_key")), name="array_ops"
                ),
                name="customer_words",
            ),
        ),
        migrations.AddIndex(
            model_name="email",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["key"], name="email_parts", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="externalcode",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(Lower("code"), name="text_pattern_ops"),
                name="code_in_any_case",
            ),
        ),
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(F("user"), F("looked_at").desc(nulls_last=True), name="looked_at_last"),
        ),
    ]
