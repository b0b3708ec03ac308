"""Who the subjects of a batch are: somebody we know, or somebody new.

Nobody is taken for someone else on a guess. A subject is known by the row it was imported from before; else by what
the rule of the import says (`rules`), where that fits one customer and no other row of the file; and an employer by its
full name where only one organisation bears it.
"""

from rapport.customers.importing import ours, rules
from rapport.customers.importing.rules import Rule
from rapport.customers.importing.stages import Stages

NEW, LINKED, CHANGED, UNCHANGED = "new", "linked", "changed", "unchanged"


def match(stages: Stages, source: str, rule: Rule, *, is_known: bool, is_last: bool) -> None:
    """Fill `subjects` with the staged rows and who they are: `customer_id`, `old` (what the file said last time) and
    `status`.

    `is_known`: this source has brought rows before. `is_last`: all other rows of the file have been matched, so that
    whoever is still unknown may be somebody whose name was changed in the file. Before that, such rows are held.
    Rows that fit several customers, or one whom another row fits, are left out and named in `not_taken`.
    """
    found = stages.found
    if rule.knows_ours:
        ours.find(stages)
    if is_known:
        found.execute(BY_ROW, [source])
        if is_last:
            found.execute(BY_MAIL_WITH_ANOTHER_NAME, {"source": source})
        else:
            if stages.waiting.execute(WAITS_FOR_THE_OTHERS, [source]):
                stages.hold()
            stages.seen.execute("INSERT INTO {stage} SELECT key FROM staged_rows WHERE mail_key IS NOT NULL")
    rules.find(stages, rule, source)
    found.execute(EMPLOYER_BY_NAME)
    found.analyse("owner")
    stages.subjects.execute(SETTLED)
    stages.subjects.execute(SILENT)
    stages.subjects.analyse("owner", "key", "status")


def is_known(stages: Stages, source: str) -> bool:
    """Whether anything was taken from that source before; else nobody needs to be looked for in its rows."""
    return stages.rows.one("SELECT EXISTS (SELECT FROM customers_importedrow WHERE source = %s)", [source])


# One look-up in the index per row, whatever the planner believes: it has never heard of a new source, takes it for one
# row, and would compare each row of a join with each other.
BY_ROW = """
INSERT INTO {stage} SELECT s.owner, r.customer_id, r.facts, r.id
FROM staged_rows s CROSS JOIN LATERAL (
  SELECT customer_id, facts, id FROM customers_importedrow WHERE source = %s AND key = s.key LIMIT 1
) r
WHERE s.uid IS NULL OR NOT EXISTS (SELECT FROM {stage} f WHERE f.owner = s.owner)
"""

# With all that stands in its line; employers may stand in others, too.
WAITS_FOR_THE_OTHERS = """
INSERT INTO {stage} SELECT DISTINCT s.line FROM staged_rows s
WHERE s.mail_key IS NOT NULL AND NOT EXISTS (SELECT FROM staged_found f WHERE f.owner = s.owner) AND (
  SELECT true FROM customers_importedrow r WHERE r.source = %s AND r.mail_key = s.mail_key LIMIT 1
)
"""

# Whoever has the address and was not seen in the whole file is not in it any more under the old name.
BY_MAIL_WITH_ANOTHER_NAME = """
WITH unknown AS (
  SELECT s.owner, s.mail_key FROM staged_rows s
  WHERE s.mail_key IS NOT NULL AND NOT EXISTS (SELECT FROM {stage} f WHERE f.owner = s.owner)
), gone AS (
  SELECT r.mail_key, (array_agg(r.id))[1] AS id FROM customers_importedrow r
  WHERE r.source = %(source)s AND r.mail_key IN (SELECT mail_key FROM unknown)
    AND NOT EXISTS (SELECT FROM staged_seen n WHERE n.key = r.key)
  GROUP BY r.mail_key HAVING count(*) = 1
), renamed AS (
  SELECT mail_key, (array_agg(owner))[1] AS owner FROM unknown GROUP BY mail_key HAVING count(*) = 1
)
INSERT INTO {stage} SELECT renamed.owner, r.customer_id, r.facts, r.id
FROM gone JOIN renamed USING (mail_key) JOIN customers_importedrow r ON r.id = gone.id
"""

EMPLOYER_BY_NAME = """
INSERT INTO {stage} (owner, customer_id)
SELECT s.owner, (array_agg(c.id))[1] FROM staged_rows s CROSS JOIN LATERAL (
  SELECT id FROM customers_customer
  WHERE string_to_array(search_key, ' | ') @> ARRAY[s.name_key] AND split_part(search_key, ' | ', 1) = s.name_key
    AND kind = 'organisation' AND archived_at IS NULL AND merged_into_id IS NULL OFFSET 0
) c
WHERE s.is_employer AND s.name_key <> '' AND NOT EXISTS (SELECT FROM {stage} f WHERE f.owner = s.owner)
GROUP BY s.owner HAVING count(*) = 1
"""

SETTLED = """
INSERT INTO {stage} SELECT s.*,
  CASE
    WHEN f.owner IS NULL THEN 'new'
    WHEN f.old IS NULL THEN 'linked'
    WHEN f.old || s.facts = f.old THEN 'unchanged'
    ELSE 'changed'
  END,
  coalesce(f.customer_id, s.owner), coalesce(f.old, '{}'), f.row_id
FROM staged_rows s LEFT JOIN staged_found f USING (owner)
"""

# An empty cell takes away what the same source said earlier. Where it never said anything, it says nothing now.
SILENT = """
UPDATE {stage} s SET facts = told.facts,
  status = CASE WHEN s.old || told.facts = s.old THEN 'unchanged' ELSE s.status END
FROM (
  SELECT q.owner, coalesce(jsonb_object_agg(f.key, f.value) FILTER (WHERE f.value IS NOT NULL), '{}') AS facts
  FROM {stage} q LEFT JOIN LATERAL (
    SELECT key, value FROM jsonb_each(q.facts) WHERE q.old ? key OR value NOT IN ('""', '[]', 'null')
  ) f ON true
  WHERE q.status = 'changed'
  GROUP BY q.owner
) told
WHERE told.owner = s.owner AND told.facts <> s.facts
"""
