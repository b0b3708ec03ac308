"""What a customer is found by, gathered into one text for each; kept current by triggers, whoever writes.

Parts arrive folded: names, organisations, e-mails and phones have keys that the application made. Only cities and tags
have none; `customers_folded` makes for them what `core.folding.search_key` makes, and a test holds the two together.
"""

import django.db.models.deletion
from django.db import migrations, models

FOLDED = r"""
CREATE FUNCTION customers_folded(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $f$
DECLARE
  t text := lower(said);
BEGIN
  IF octet_length(t) > length(t) THEN
    t := lower(normalize(lower(normalize(t, NFKC)), NFKC));
    IF t ~ '[\u10a0-\u10ff]' THEN
      t := replace(replace(replace(replace(replace(t, 'ჟ', 'zh'), 'ღ', 'gh'), 'შ', 'sh'), 'ჩ', 'ch'), 'ც', 'ts');
      t := replace(replace(replace(replace(replace(t, 'ძ', 'dz'), 'წ', 'ts'), 'ჭ', 'ch'), 'ხ', 'kh'), 'ჱ', 'ey');
      t := translate(t, 'აბგდევზთიკლმნოპრსტუფქყჯჰჲჳჴჵ', 'abgdevztiklmnoprstupkqjhywqo');
    END IF;
    IF t ~ '[\u0b80-\u0bff]' THEN
      t := regexp_replace(t, '([\u0b95-\u0bb9])(?![\u0bbe-\u0bcd\u0bd7])', '\1a', 'g');
      t := regexp_replace(translate(t, E'\u0bcd', ''), '[\u200c\u200d]', '', 'g');
      t := replace(replace(replace(replace(replace(t, 'ஐ', 'ai'), E'\u0bc8', 'ai'), 'ஔ', 'au'), E'\u0bcc', 'au'),
        E'\u0bd7', 'au');
      t := replace(t, E'\u0bd0', 'om');
      t := translate(t, 'அஆஇஈஉஊஎஏஒஓ' || E'\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2\u0bc6\u0bc7\u0bca\u0bcb', 'aaiiuueeooaiiuueeoo');
      t := translate(t, 'கஙசஞடணதநபமயரலவழளறனஜஷஸஹஶஃஂ௦௧௨௩௪௫௬௭௮௯', 'kncntntnpmyrlvllrnjsshskm0123456789');
    END IF;
    t := replace(replace(replace(replace(t, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
    t := normalize(translate(t, 'łđøðı’ʼʻ‘´', 'ldodi'), NFKD);
    t := lower(regexp_replace(t, '[\u0300-\u036f\u093c\u094d\u09bc\u09cd\u0a3c\u0a4d\u0abc\u0acd\u0b3c\u0b4d\u0c4d\u0ccd\u0d4d]', '', 'g'));
  END IF;
  RETURN trim(regexp_replace(translate(t, $q$'`$q$, ''), '[^[:alnum:]\u0900-\u0dff]+', ' ', 'g'));
END $f$
"""

# Seven lines: names, organisations, e-mails, phones, cities, codes, tags. Each word of a name has a 0 before it, so that
# the index tells the beginning of a name from that of a city.
FOUND_BY = r"""
CREATE FUNCTION customers_found_by(ids uuid[]) RETURNS TABLE (customer_id uuid, text text) LANGUAGE sql STABLE AS $f$
  SELECT c.id, concat(
    CASE WHEN c.search_key <> '' THEN ' 0' || replace(replace(c.search_key, ' ', ' 0'), '0| ', '| ') END, E'\n',
    (SELECT string_agg(DISTINCT ' ' || replace(o.search_key, ' | ', ' '), '') FROM customers_affiliation a
       JOIN customers_customer o ON o.id = a.organisation_id
       WHERE a.person_id = c.id AND (a.until IS NULL OR a.until >= current_date)), E'\n',
    (SELECT string_agg(' ' || e.key, '' ORDER BY e.key) FROM customers_email e WHERE e.customer_id = c.id), E'\n',
    (SELECT string_agg(DISTINCT ' ' || regexp_replace(
       CASE WHEN p.e164 <> '' THEN p.e164 ELSE p.raw END, '\D', '', 'g'), '')
       FROM customers_phone p WHERE p.customer_id = c.id), E'\n',
    (SELECT string_agg(DISTINCT ' ' || customers_folded(a.city), '') FROM customers_address a
       WHERE a.customer_id = c.id AND a.city <> ''), E'\n',
    (SELECT string_agg(' ' || lower(x.code), '' ORDER BY x.code) FROM customers_externalcode x
       WHERE x.customer_id = c.id), E'\n',
    (SELECT string_agg(' ' || customers_folded(t.name), '' ORDER BY t.name) FROM customers_customer_tags m
       JOIN customers_tag t ON t.id = m.tag_id WHERE m.customer_id = c.id))
  FROM customers_customer c WHERE c.id = ANY(ids)
$f$
"""

# Rows are locked before they are read, or of two writers at once the later would forget what the earlier wrote.
FIND_ANEW = r"""
CREATE FUNCTION customers_find_anew(ids uuid[]) RETURNS bigint LANGUAGE plpgsql AS $f$
DECLARE
  written bigint;
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM FROM customers_searchtext s WHERE s.customer_id = ANY(ids) ORDER BY s.customer_id FOR UPDATE;
    WITH fresh AS (
      INSERT INTO customers_searchtext AS s (customer_id, text)
        SELECT f.customer_id, f.text FROM customers_found_by(ids) f ORDER BY f.customer_id
      ON CONFLICT (customer_id) DO UPDATE SET text = excluded.text WHERE s.text <> excluded.text
      RETURNING s.text
    ), words AS (
      INSERT INTO customers_nameword (word)
        SELECT DISTINCT w FROM fresh f,
          unnest(string_to_array(split_part(f.text, E'\n', 5) || split_part(f.text, E'\n', 7), ' ')) w
        WHERE length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w)
    )
    SELECT count(*) FROM fresh INTO written;
  END IF;
  RETURN coalesce(written, 0);
END $f$
"""

# Who writes very many customers says "later" and calls `customers_find_anew` once for all of them.
CHANGED = r"""
CREATE FUNCTION customers_find_later() RETURNS boolean LANGUAGE sql STABLE AS
  $f$ SELECT coalesce(current_setting('rapport.search_text', true), '') = 'later' $f$;

CREATE FUNCTION customers_find_of_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF customers_find_later() THEN
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM customers_find_anew(ARRAY(SELECT DISTINCT customer_id FROM fresh));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM customers_find_anew(ARRAY(SELECT DISTINCT customer_id FROM stale));
  ELSE
    PERFORM customers_find_anew(ARRAY(SELECT customer_id FROM fresh UNION SELECT customer_id FROM stale));
  END IF;
  RETURN NULL;
END $f$;

CREATE FUNCTION customers_find_of_affiliated() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF customers_find_later() THEN
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM customers_find_anew(ARRAY(SELECT DISTINCT person_id FROM fresh));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM customers_find_anew(ARRAY(SELECT DISTINCT person_id FROM stale));
  ELSE
    PERFORM customers_find_anew(ARRAY(SELECT person_id FROM fresh UNION SELECT person_id FROM stale));
  END IF;
  RETURN NULL;
END $f$;

CREATE FUNCTION customers_find_of_retagged() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  PERFORM customers_find_anew(ARRAY(SELECT DISTINCT m.customer_id FROM customers_customer_tags m
    JOIN fresh ON fresh.id = m.tag_id JOIN stale ON stale.id = fresh.id WHERE fresh.name <> stale.name));
  RETURN NULL;
END $f$;

CREATE FUNCTION customers_find_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  DELETE FROM customers_searchtext s USING stale WHERE s.customer_id = stale.id;
  RETURN NULL;
END $f$;

CREATE OR REPLACE FUNCTION customers_keep_words() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO customers_nameword (word)
    SELECT DISTINCT w FROM fresh, unnest(string_to_array(fresh.search_key, ' ')) w
    WHERE length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w);
  IF NOT customers_find_later() THEN
    PERFORM customers_find_anew(ARRAY(SELECT id FROM fresh));
  END IF;
  RETURN NULL;
END $f$;

CREATE OR REPLACE FUNCTION customers_keep_changed_words() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  renamed uuid[] := ARRAY(SELECT id FROM fresh JOIN stale USING (id) WHERE fresh.search_key <> stale.search_key);
BEGIN
  IF cardinality(renamed) = 0 THEN
    RETURN NULL;
  END IF;
  INSERT INTO customers_nameword (word)
    SELECT DISTINCT w FROM fresh, unnest(string_to_array(fresh.search_key, ' ')) w
    WHERE fresh.id = ANY(renamed) AND length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w);
  IF NOT customers_find_later() THEN
    PERFORM customers_find_anew(ARRAY(
      SELECT unnest(renamed) UNION SELECT person_id FROM customers_affiliation WHERE organisation_id = ANY(renamed)));
  END IF;
  RETURN NULL;
END $f$;
"""

EVENTS = {
    "insert": "INSERT ON {table} REFERENCING NEW TABLE AS fresh",
    "update": "UPDATE ON {table} REFERENCING NEW TABLE AS fresh OLD TABLE AS stale",
    "delete": "DELETE ON {table} REFERENCING OLD TABLE AS stale",
}
WATCHED = {
    "customers_email": ("customers_find_of_changed", tuple(EVENTS)),
    "customers_phone": ("customers_find_of_changed", tuple(EVENTS)),
    "customers_address": ("customers_find_of_changed", tuple(EVENTS)),
    "customers_externalcode": ("customers_find_of_changed", tuple(EVENTS)),
    "customers_customer_tags": ("customers_find_of_changed", tuple(EVENTS)),
    "customers_affiliation": ("customers_find_of_affiliated", tuple(EVENTS)),
    "customers_tag": ("customers_find_of_retagged", ("update",)),
    "customers_customer": ("customers_find_of_deleted", ("delete",)),
}
TRIGGERS = [
    (f"search_text_{event}", table, EVENTS[event].format(table=table), function)
    for table, (function, events) in WATCHED.items()
    for event in events
]
MAKE_TRIGGERS = ";".join(
    f"CREATE TRIGGER {name} AFTER {event} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    for name, _table, event, function in TRIGGERS
)
DROP_TRIGGERS = ";".join(f"DROP TRIGGER {name} ON {table}" for name, table, _event, _function in TRIGGERS)

BEFORE = """
CREATE OR REPLACE FUNCTION customers_keep_words() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO customers_nameword (word)
    SELECT DISTINCT w FROM fresh, unnest(string_to_array(fresh.search_key, ' ')) w
    WHERE length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w);
  RETURN NULL;
END $f$;
CREATE OR REPLACE FUNCTION customers_keep_changed_words() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO customers_nameword (word)
    SELECT DISTINCT w
    FROM fresh JOIN stale USING (id), unnest(string_to_array(fresh.search_key, ' ')) w
    WHERE fresh.search_key <> stale.search_key AND length(w) >= 4
      AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w);
  RETURN NULL;
END $f$;
DROP FUNCTION customers_find_of_deleted();
DROP FUNCTION customers_find_of_retagged();
DROP FUNCTION customers_find_of_affiliated();
DROP FUNCTION customers_find_of_changed();
DROP FUNCTION customers_find_later();
DROP FUNCTION customers_find_anew(uuid[]);
DROP FUNCTION customers_found_by(uuid[]);
DROP FUNCTION customers_folded(text);
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0011_duplicates")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunSQL(";".join([FOLDED, FOUND_BY, FIND_ANEW, CHANGED, MAKE_TRIGGERS]), f"{DROP_TRIGGERS};{BEFORE}"),
    ]
