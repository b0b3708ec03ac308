"""By what an import takes a row for somebody who is here already. One rule is chosen for each import.

A row that fits two customers, or a customer whom another row of the file fits, is left to a person: it is not taken.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from rapport.customers.importing.stages import Stages

AUTO = ""
SAME = "same"


@dataclass(frozen=True)
class Rule:
    name: str
    label: str | Promise
    by_code: bool = False
    pairs: str = ""  # what joins staged rows `s` with the customers `c` that they fit

    @property
    def knows_ours(self) -> bool:
        """Whether rows that this house gave out are about those whom they name."""
        return bool(self.by_code or self.pairs)

    @property
    def keeps_codes(self) -> bool:
        """Whether the code of somebody new is theirs for certain, and not another's already."""
        return self.by_code


# The code of a record that was merged leads to whom it was merged into.
BY_CODE = """
INSERT INTO {stage} (owner, customer_id)
SELECT s.owner, coalesce(k.merged_into_id, k.id) FROM staged_rows s CROSS JOIN LATERAL (
  SELECT customer_id FROM customers_externalcode WHERE source = %s AND code = s.code LIMIT 1
) c JOIN customers_customer k ON k.id = c.customer_id
WHERE s.code <> '' AND NOT EXISTS (SELECT FROM staged_found f WHERE f.owner = s.owner)
"""

PAIRS = """
SELECT DISTINCT s.owner, s.line, c.id FROM staged_rows s {}
WHERE c.merged_into_id IS NULL AND NOT s.is_employer
  AND NOT EXISTS (SELECT FROM staged_found f WHERE f.owner = s.owner)
"""
MAIL = """
JOIN staged_points p ON p.owner = s.owner AND p.kind = 'email'
JOIN customers_email e ON e.key = p.a
JOIN customers_customer c ON c.id = e.customer_id AND c.kind = s.kind
"""
MAIL_AND_NAME = MAIL + " AND s.code = '' AND split_part(c.search_key, ' | ', 1) = s.name_key"
PHONE = """
JOIN staged_points p ON p.owner = s.owner AND p.kind = 'phone' AND p.a <> ''
JOIN customers_phone t ON t.e164 = p.a
JOIN customers_customer c ON c.id = t.customer_id AND c.kind = s.kind
"""
# One look-up in the index of whole names per row.
NAME_AND_CITY = """
JOIN staged_points p ON p.owner = s.owner AND p.kind = 'address' AND p.b <> '' AND s.name_key <> ''
CROSS JOIN LATERAL (
  SELECT id, merged_into_id FROM customers_customer
  WHERE string_to_array(search_key, ' | ') @> ARRAY[s.name_key] AND kind = s.kind OFFSET 0
) c
JOIN customers_address t ON t.customer_id = c.id AND lower(t.city) = lower(p.b)
"""

RULES = {
    rule.name: rule
    for rule in (
        Rule(
            AUTO, _lazy("What is certain: the code; without codes the e-mail address and the name"), True, MAIL_AND_NAME
        ),
        Rule("code", _lazy("The code"), by_code=True),
        Rule("email", _lazy("An e-mail address"), pairs=MAIL),
        Rule("phone", _lazy("A phone number"), pairs=PHONE),
        Rule("name_city", _lazy("The name and the city"), pairs=NAME_AND_CITY),
        Rule("new", _lazy("Nothing: every row is somebody new")),
    )
}


def find(stages: Stages, rule: Rule, source: str) -> None:
    """Note in `found` whom the rows fit that nobody knows yet, and in `not_taken` those that stay with a person."""
    if rule.by_code:
        stages.found.execute(BY_CODE, [source])
    if not rule.pairs or not stages.fitting.execute(f"INSERT INTO {{stage}} {PAIRS.format(rule.pairs)}"):  # noqa: S608
        return
    for statement in (FITS_SEVERAL, FITS_LIKE_AN_EARLIER_ROW, FITS_LIKE_A_KNOWN_ROW, FITS_LIKE_ANOTHER_ROW):
        stages.not_taken.execute(statement)
    stages.fitting.execute("DELETE FROM {stage} WHERE line IN (SELECT line FROM staged_not_taken)")
    stages.found.execute("INSERT INTO {stage} (owner, customer_id) SELECT owner, customer_id FROM staged_fitting")
    stages.claimed.execute("INSERT INTO {stage} SELECT customer_id, line FROM staged_fitting")
    stages.leave_out(stages.not_taken)


def reason(why: str, number: int) -> str:
    """Why a row is not taken: `number` is how many customers fit, or the line of the row that fits the same one."""
    if why == SAME:
        return _("Line %(line)d is about the same customer.") % {"line": number}
    return ngettext(
        "%(number)d customer here fits this row. Decide which one is meant, and change that one by hand.",
        "%(number)d customers here fit this row. Decide which one is meant, and change that one by hand.",
        number,
    ) % {"number": number}


FITS_SEVERAL = """
INSERT INTO {stage} SELECT line, 'several', count(DISTINCT customer_id) FROM staged_fitting
GROUP BY owner, line HAVING count(DISTINCT customer_id) > 1
"""
FITS_LIKE_AN_EARLIER_ROW = """
INSERT INTO {stage} SELECT f.line, 'same', min(k.line) FROM staged_fitting f JOIN staged_claimed k USING (customer_id)
WHERE f.line <> k.line AND f.line NOT IN (SELECT line FROM {stage}) GROUP BY f.line
"""
FITS_LIKE_A_KNOWN_ROW = """
INSERT INTO {stage} SELECT f.line, 'same', min(s.line) FROM staged_fitting f
JOIN staged_found k USING (customer_id) JOIN staged_rows s ON s.owner = k.owner
WHERE f.line <> s.line AND f.line NOT IN (SELECT line FROM {stage}) GROUP BY f.line
"""
FITS_LIKE_ANOTHER_ROW = """
INSERT INTO {stage} SELECT line, 'same', first FROM (
  SELECT line, min(line) OVER (PARTITION BY customer_id) AS first FROM staged_fitting
  WHERE line NOT IN (SELECT line FROM {stage})
) fit WHERE line <> first
"""
