"""Who the subjects of a batch are: somebody we know, or somebody new.

Nobody is taken for someone else on a guess. A subject is known by the row it was imported from before, by its code, by
an e-mail address together with the name, and an employer by its full name where only one organisation bears it.
"""

from rapport.core.tabular.staging import Staging

NEW, LINKED, CHANGED, UNCHANGED, WAITING = "new", "linked", "changed", "unchanged", "waiting"


def match(subjects: Staging, source: str, *, is_last: bool) -> None:
    """Set `customer_id`, `old` (what the file said last time) and `status` of each staged subject.

    `is_last`: all other rows of the file have been matched, so that whoever is still unknown may be somebody whose name
    was changed in the file. Before that, such rows are left `waiting`.
    """
    subjects.execute(BY_ROW, [source])
    subjects.execute(BY_CODE, [source])
    if is_last:
        subjects.execute(BY_MAIL_WITH_ANOTHER_NAME, {"source": source})
    else:
        subjects.execute(WAITS_FOR_THE_OTHERS, [source])
    subjects.execute(BY_MAIL_AND_NAME)
    subjects.execute(EMPLOYER_BY_NAME)
    subjects.execute(DECIDE)


# One look-up in the index per row, whatever the planner believes: it has never heard of a new source, takes it for one
# row, and would compare each row of a join with each other.
BY_ROW = """
UPDATE {stage} s SET (customer_id, old, row_id) = (
  SELECT r.customer_id, r.facts, r.id FROM customers_importedrow r WHERE r.source = %s AND r.key = s.key
)
"""

BY_CODE = """
UPDATE {stage} s SET customer_id = (
  SELECT c.customer_id FROM customers_externalcode c WHERE c.source = %s AND c.code = s.code
) WHERE customer_id IS NULL AND code <> ''
"""

# With all that stands in its line; employers may stand in others, too.
WAITS_FOR_THE_OTHERS = """
UPDATE {stage} s SET status = 'waiting' WHERE NOT is_employer AND line IN (
  SELECT w.line FROM {stage} w
  WHERE w.customer_id IS NULL AND w.mail_key IS NOT NULL AND (
    SELECT true FROM customers_importedrow r WHERE r.source = %s AND r.mail_key = w.mail_key LIMIT 1
  )
)
"""

# Whoever has the address and was not seen in the whole file is not in it any more under the old name.
BY_MAIL_WITH_ANOTHER_NAME = """
WITH gone AS (
  SELECT r.mail_key, (array_agg(r.id))[1] AS id FROM customers_importedrow r
  WHERE r.source = %(source)s AND r.mail_key IN (SELECT mail_key FROM {stage} WHERE customer_id IS NULL)
    AND NOT EXISTS (SELECT FROM staged_seen n WHERE n.key = r.key)
  GROUP BY r.mail_key HAVING count(*) = 1
), renamed AS (
  SELECT s.mail_key FROM {stage} s WHERE s.customer_id IS NULL AND s.mail_key IS NOT NULL
  GROUP BY s.mail_key HAVING count(*) = 1
)
UPDATE {stage} s SET customer_id = r.customer_id, old = r.facts, row_id = r.id
FROM gone JOIN renamed USING (mail_key) JOIN customers_importedrow r ON r.id = gone.id
WHERE s.mail_key = gone.mail_key AND s.customer_id IS NULL
"""

BY_MAIL_AND_NAME = """
WITH same AS (
  SELECT s.owner, (array_agg(DISTINCT c.id))[1] AS id
  FROM {stage} s
  JOIN staged_points p ON p.owner = s.owner AND p.kind = 'email'
  JOIN customers_email e ON e.key = p.a
  JOIN customers_customer c ON c.id = e.customer_id AND c.kind = s.kind
    AND split_part(c.search_key, ' | ', 1) = s.name_key
  WHERE s.customer_id IS NULL AND s.code = '' AND s.status = ''
  GROUP BY s.owner HAVING count(DISTINCT c.id) = 1
)
UPDATE {stage} s SET customer_id = same.id FROM same WHERE s.owner = same.owner
"""

EMPLOYER_BY_NAME = """
WITH same AS (
  SELECT s.owner, (array_agg(c.id))[1] AS id
  FROM {stage} s
  JOIN customers_customer c ON c.kind = 'organisation' AND c.archived_at IS NULL
    AND split_part(c.search_key, ' | ', 1) = s.name_key
  WHERE s.customer_id IS NULL AND s.is_employer AND s.name_key <> ''
  GROUP BY s.owner HAVING count(*) = 1
)
UPDATE {stage} s SET customer_id = same.id FROM same WHERE s.owner = same.owner
"""

DECIDE = """
UPDATE {stage} SET
  status = CASE
    WHEN customer_id IS NULL THEN 'new'
    WHEN old IS NULL THEN 'linked'
    WHEN old || facts = old THEN 'unchanged'
    ELSE 'changed'
  END,
  customer_id = coalesce(customer_id, owner),
  old = coalesce(old, '{}')
WHERE status = ''
"""
