"""Rows that this house gave out itself: they name whom they are about, and are compared with what stands here now.

A table that was exported and is read again changes nothing, then; a cell that somebody changed in it changes just that.
Where somebody works, and notes, are not taken from such a row.
"""

from collections.abc import Container
from uuid import UUID

from rapport.customers.importing.points import SECTIONS, Section
from rapport.customers.importing.stages import TEXTS, Stages

UNTAKEN = ("company", "title", "notes")
NAMED = ("account_manager", "language")  # by a name that may be nobody's here; empty is as good as unknown
OLDEST = 7  # version of the keys that we make; those of other address books are mostly of version 4


def uid(*cells: str) -> str:
    """The key that one of the cells holds, if it looks like ours; else ""."""
    for cell in cells:
        if len(cell) >= 32:
            try:
                key = UUID(cell)
            except ValueError:
                continue
            if key.version == OLDEST:
                return key.hex
    return ""


def find(stages: Stages) -> None:
    """Note in `found` whom the rows name, and as what they said last time what stands here."""
    if not stages.found.execute(BY_UID):
        return
    stages.present.execute(OF_COLUMNS)
    for section in SECTIONS:
        stages.present.execute(_of_points(section, stages.says), [list(section.slots)])
    stages.present.analyse("owner")
    stages.found.execute(AS_IT_STANDS)
    stages.rows.execute(EMPLOYERS_OF_NOBODY_ELSE)


# A record that was merged leads to whom it was merged into. Nobody is named by two rows: the cleaner sees to that.
# One look-up per row that names somebody; a join would read all customers for each batch.
BY_UID = """
INSERT INTO {stage} (owner, customer_id)
SELECT s.owner, coalesce(c.merged_into_id, c.id) FROM staged_rows s CROSS JOIN LATERAL (
  SELECT id, merged_into_id, kind, standing FROM customers_customer WHERE id = s.uid LIMIT 1
) c
WHERE s.uid IS NOT NULL AND c.kind = s.kind AND c.standing = ''
"""

# What cannot be said in a table, or is not found by what it says, is as it was.
OF_COLUMNS = f"""
INSERT INTO {{stage}}
SELECT f.owner, told.key, CASE
    WHEN told.key IN {UNTAKEN} OR (told.key IN {NAMED} AND told.value = '""') THEN told.value
    WHEN told.key = 'language' AND told.value = to_jsonb(split_part(c.language, '-', 1)) THEN told.value
    WHEN told.key = 'family_name' AND c.family_name = '' AND told.value = to_jsonb(c.name) THEN told.value  -- a card's
    WHEN told.key = 'account_manager' THEN to_jsonb(coalesce(c.account_manager_id::text, ''))
    WHEN told.key = 'tags' THEN CASE
      WHEN coalesce(tags.cannot_be_said, false) OR coalesce(tags.folded, '{{}}') = (
        SELECT coalesce(array_agg(DISTINCT lower(n.tag) ORDER BY lower(n.tag)), '{{}}')
        FROM jsonb_array_elements_text(told.value) n(tag)
      ) THEN told.value ELSE coalesce(tags.names, '[]') END
    WHEN starts_with(told.key, 'custom.') THEN CASE
      WHEN c.custom->>substr(told.key, 8) = told.value #>> '{{}}' THEN told.value
      ELSE coalesce(c.custom->substr(told.key, 8), 'null') END
    ELSE to_jsonb(c)->told.key
  END
FROM staged_found f JOIN staged_rows s USING (owner) JOIN customers_customer c ON c.id = f.customer_id
CROSS JOIN LATERAL jsonb_each(s.facts) told
LEFT JOIN LATERAL (
  SELECT jsonb_agg(t.name ORDER BY t.name) AS names, bool_or(t.name ~ '[;,|]') AS cannot_be_said,
    array_agg(DISTINCT lower(t.name) ORDER BY lower(t.name)) AS folded
  FROM customers_customer_tags m JOIN customers_tag t ON t.id = m.tag_id WHERE m.customer_id = c.id
) tags ON told.key = 'tags'
WHERE told.key IN {(*TEXTS, "name", "form_gender", "account_manager", "tags", *UNTAKEN)}
  OR starts_with(told.key, 'custom.')
"""  # noqa: S608

AS_IT_STANDS = """
UPDATE {stage} f SET old = told.facts FROM (
  SELECT owner, jsonb_object_agg(key, value) AS facts FROM staged_present GROUP BY owner
) told WHERE told.owner = f.owner
"""

EMPLOYERS_OF_NOBODY_ELSE = """
DELETE FROM {stage} s WHERE s.is_employer AND NOT EXISTS (
  SELECT FROM staged_affiliations a JOIN {stage} p ON p.key = a.person
  WHERE a.organisation = s.key AND NOT EXISTS (SELECT FROM staged_found f WHERE f.owner = p.owner)
)
"""

# Which of several a column is, "phone 2" tells.
PLACES = {
    "customers_email": "row_number() OVER (ORDER BY t.is_preferred DESC, t.position, t.id)",
    "customers_phone": "row_number() OVER (ORDER BY t.is_preferred DESC, t.position, t.id)",
    "customers_address": "row_number() OVER (ORDER BY t.is_preferred DESC, t.position, t.id)",
    "customers_handle": "row_number() OVER (PARTITION BY t.network ORDER BY t.position, t.id)",
    "customers_importantdate": "1",
}
OF_THE_KIND = {
    "customers_handle": "t.network = split_part(told.key, ':', 1)",
    "customers_importantdate": "t.kind = split_part(told.key, ':', 2)",
}
PARTS_OF_ADDRESSES = {"street": "t.lines = p.a", "city": "t.city = p.b", "area": "t.area = p.c"} | {
    "postal_code": "t.postal_code = p.d", "country": "(p.h = '' OR t.country = p.e)"
}  # fmt: skip


def _said_less(section: Section, says: Container[str]) -> str:
    """In what the table has no column for, it says the same."""
    if section.table != "customers_address":
        return "false"
    said = [same for part, same in PARTS_OF_ADDRESSES.items() if part in says]
    return f"({' AND '.join(said) or 'false'}) OR t.as_written <> ''"


def _of_points(section: Section, says: Container[str]) -> str:
    same = f"({section.same} OR {_said_less(section, says)})"
    stored = f"CASE WHEN replace({section.stored}, ' ¦ ', '') <> '' THEN {section.stored} ELSE '' END"
    if section.table == "customers_address" and not all(part in says for part in PARTS_OF_ADDRESSES):
        stored = "''"  # a city alone neither takes away nor replaces an address with its street; it stands beside it
    return f"""
INSERT INTO {{stage}}
SELECT f.owner, told.key, CASE
    WHEN told.value <> '""' AND (p.owner IS NULL OR EXISTS (
      SELECT FROM {section.table} t WHERE t.customer_id = f.customer_id AND {same}
    )) THEN told.value
    ELSE to_jsonb(coalesce((
      SELECT {stored} FROM (
        SELECT t.*, {PLACES[section.table]} AS place FROM {section.table} t WHERE t.customer_id = f.customer_id
      ) t
      WHERE {OF_THE_KIND.get(section.table, "true")}
        AND t.place = coalesce(nullif(left(regexp_replace(told.key, '[^0-9]', '', 'g'), 4), '')::integer, 1)
        AND NOT EXISTS (SELECT FROM staged_points p WHERE p.owner = f.owner AND p.kind = '{section.kind}' AND {same})
      LIMIT 1
    ), ''))
  END
FROM staged_found f JOIN staged_rows s USING (owner) CROSS JOIN LATERAL jsonb_each(s.facts) told
LEFT JOIN staged_points p ON p.owner = f.owner AND p.slot = told.key
WHERE split_part(told.key, ':', 1) = ANY(%s) AND strpos(told.key, ':') > 0
"""  # noqa: S608
