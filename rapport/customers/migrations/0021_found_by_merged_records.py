"""Whoever took in another record is found by what that one was found by, too: its old name, what was not taken over."""

from django.db import migrations

# As before, with the rows of those who were merged into each; where nobody was, one look into a small index says so.
FOUND_BY = r"""
CREATE OR REPLACE FUNCTION customers_found_by(ids uuid[]) RETURNS TABLE (customer_id uuid, text text) LANGUAGE sql STABLE AS $f$
  SELECT c.id, concat(
    CASE WHEN all_names.key <> '' THEN ' 0' || replace(replace(all_names.key, ' ', ' 0'), '0| ', '| ') END, E'\n',
    (SELECT string_agg(DISTINCT ' ' || replace(o.search_key, ' | ', ' '), '') FROM customers_affiliation a
       JOIN customers_customer o ON o.id = a.organisation_id
       WHERE a.person_id = ANY(them.keys) AND (a.until IS NULL OR a.until >= current_date)), E'\n',
    (SELECT string_agg(' ' || e.key, '' ORDER BY e.key) FROM customers_email e
       WHERE e.customer_id = ANY(them.keys)), E'\n',
    (SELECT string_agg(DISTINCT ' ' || regexp_replace(
       CASE WHEN p.e164 <> '' THEN p.e164 ELSE p.raw END, '\D', '', 'g'), '')
       FROM customers_phone p WHERE p.customer_id = ANY(them.keys)), E'\n',
    (SELECT string_agg(DISTINCT ' ' || customers_folded(a.city), '') FROM customers_address a
       WHERE a.customer_id = ANY(them.keys) AND a.city <> ''), E'\n',
    (SELECT string_agg(' ' || lower(x.code), '' ORDER BY x.code) FROM customers_externalcode x
       WHERE x.customer_id = ANY(them.keys)), E'\n',
    (SELECT string_agg(DISTINCT ' ' || customers_folded(t.name), '') FROM customers_customer_tags m
       JOIN customers_tag t ON t.id = m.tag_id WHERE m.customer_id = ANY(them.keys)))
  FROM customers_customer c
  CROSS JOIN LATERAL (SELECT array_agg(m.id) AS keys FROM customers_customer m WHERE m.merged_into_id = c.id) merged
  CROSS JOIN LATERAL (SELECT array_prepend(c.id, merged.keys) AS keys) them
  CROSS JOIN LATERAL (SELECT CASE WHEN merged.keys IS NULL THEN c.search_key ELSE (
    SELECT string_agg(m.search_key, ' | ' ORDER BY m.id <> c.id, m.id) FROM customers_customer m
    WHERE m.id = ANY(them.keys) AND m.search_key <> '') END AS key) all_names
  WHERE c.id = ANY(ids)
$f$
"""

FIND_ANEW = r"""
CREATE OR REPLACE FUNCTION customers_find_anew(ids uuid[]) RETURNS bigint LANGUAGE plpgsql AS $f$
DECLARE
  written bigint;
  them uuid[] := ids || ARRAY(SELECT DISTINCT merged_into_id FROM customers_customer
    WHERE merged_into_id IS NOT NULL AND id = ANY(ids));
BEGIN
  IF cardinality(them) > 0 THEN
    PERFORM FROM customers_searchtext s WHERE s.customer_id = ANY(them) ORDER BY s.customer_id FOR UPDATE;
    WITH fresh AS (
      INSERT INTO customers_searchtext AS s (customer_id, text)
        SELECT f.customer_id, f.text FROM customers_found_by(them) f ORDER BY f.customer_id
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

# Whom somebody leads to, and whom no longer, is gathered anew.
KEEP = r"""
CREATE OR REPLACE FUNCTION customers_keep_changed_words() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  renamed uuid[];
  leaders uuid[];
BEGIN
  SELECT coalesce(array_agg(id) FILTER (WHERE fresh.search_key <> stale.search_key), '{}'),
      array_agg(fresh.merged_into_id) FILTER (WHERE fresh.merged_into_id IS DISTINCT FROM stale.merged_into_id)
      || array_agg(stale.merged_into_id) FILTER (WHERE fresh.merged_into_id IS DISTINCT FROM stale.merged_into_id)
    INTO renamed, leaders FROM fresh JOIN stale USING (id)
    WHERE fresh.search_key <> stale.search_key OR fresh.merged_into_id IS DISTINCT FROM stale.merged_into_id;
  PERFORM customers_find_anew(array_remove(leaders, NULL));
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
END $f$
"""

OF_THOSE_MERGED_ALREADY = """
SELECT customers_find_anew(ARRAY(SELECT DISTINCT merged_into_id FROM customers_customer
  WHERE merged_into_id IS NOT NULL))
"""

KEEP_NAMES = r"""
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
END $f$
"""

FOUND_BY_ONE = r"""
CREATE OR REPLACE FUNCTION customers_found_by(ids uuid[]) RETURNS TABLE (customer_id uuid, text text) LANGUAGE sql STABLE AS $f$
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

FIND_ONE_ANEW = r"""
CREATE OR REPLACE FUNCTION customers_find_anew(ids uuid[]) RETURNS bigint LANGUAGE plpgsql AS $f$
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


class Migration(migrations.Migration):
    dependencies = [("customers", "0020_one_index_for_parts")]

    operations = [
        migrations.RunSQL(
            ";".join([FOUND_BY, FIND_ANEW, KEEP, OF_THOSE_MERGED_ALREADY]),
            ";".join([KEEP_NAMES, FOUND_BY_ONE, FIND_ONE_ANEW, OF_THOSE_MERGED_ALREADY]),
        ),
    ]
