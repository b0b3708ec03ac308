"""Which pairs are compared at all. A million customers make 500,000,000,000 pairs; a few millions share something.

Everything is done by the database in temporary tables: customers with the same key stand in one group, and each group
is turned into its pairs. Groups that are larger than their block allows, such as a company's switchboard or the first
of January, are left out and counted; what they share says little, and other blocks hold whoever else is alike.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rapport.customers.duplicates.profiles import FIELD
from rapport.customers.duplicates.words_of_names import LEGAL_FORMS, LEGAL_LETTERS

# As `expressions.Mailbox`, of any column.
MAILBOX = (
    "(CASE WHEN split_part({key}, '@', 2) IN ('gmail.com', 'googlemail.com')"
    " THEN replace(split_part(split_part({key}, '@', 1), '+', 1), '.', '') || '@gmail.com'"
    " ELSE split_part(split_part({key}, '@', 1), '+', 1) || '@' || split_part({key}, '@', 2) END)"
)
_MAILBOX = MAILBOX.format(key="key")
_FORMS = "|".join([*LEGAL_LETTERS, *sorted(LEGAL_FORMS)])

# Everybody who may be the same as somebody: in use, not archived, not merged already.
PEOPLE = f"""
CREATE TEMP TABLE dup_one ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id)::int AS n, id, kind = 'person' AS is_person,
  string_to_array(sound_key, ' ') AS sounds,
  (SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(string_to_array(CASE WHEN kind = 'person' THEN first_name
    ELSE regexp_replace(first_name, '\\m({_FORMS})\\M', '', 'g') END, ' ')) w
    WHERE w <> '') AS name
FROM (SELECT id, kind, sound_key, split_part(search_key, ' | ', 1) AS first_name FROM customers_customer
      WHERE archived_at IS NULL AND standing = '' AND merged_into_id IS NULL) c
"""  # noqa: S608
PLACES = """
CREATE TEMP TABLE dup_place ON COMMIT DROP AS
SELECT DISTINCT n, is_person, name, sounds, lower(regexp_replace(postal_code, '[^[:alnum:]]', '', 'g')) AS postal,
  lower(split_part(btrim(city), ' ', 1)) AS city, lower(regexp_replace(lines, '[^[:alnum:]]', '', 'g')) AS street
FROM customers_address JOIN dup_one ON dup_one.id = customer_id
"""


# What it says that two meet in a block: that they resemble each other, are reached in the same way, have one code.
ALIKE, NEAR, SURE = range(3)


@dataclass(frozen=True)
class Block:
    """Whoever has the same `key` among `rows` is compared; groups of more than `most` are cut off."""

    name: str
    label: str
    key: str
    rows: str
    most: int = 60
    closeness: int = ALIKE
    is_told: bool = True  # False: whoever is left out is no loss; two common names in a town are two people


_OF = "customers_{table} JOIN dup_one ON dup_one.id = customer_id"
_BORN = (
    _OF.format(table="importantdate") + "{more} WHERE customers_importantdate.kind = 'birthday' AND year IS NOT NULL"
)
_DATE = "(year * 400 + month * 32 + day)::text"
_SOUNDS_OF_ALL = "(SELECT string_agg(s, ' ' ORDER BY s) FROM unnest(sounds) s)"
_LETTERS_OF_ALL = "(SELECT string_agg(left(s, 1), '' ORDER BY s) FROM unnest(sounds) s)"
_WITH_CODE = "dup_place WHERE postal <> ''"

BLOCKS = (
    Block("email", _("the same mailbox"), _MAILBOX, _OF.format(table="email"), 40, NEAR),
    Block("phone", _("the same phone"), "e164", _OF.format(table="phone") + " WHERE e164 <> ''", 40, NEAR),
    Block(
        "code",
        _("the same code of another system"),
        "source || ' ' || lower(code)",
        _OF.format(table="externalcode"),
        10,
        SURE,
    ),
    Block(
        "birth",
        _("the same birth date and a name that sounds alike"),
        f"{_DATE} || s",
        _BORN.format(more=", unnest(sounds) s") + " AND length(s) > 1",
    ),
    Block(
        "birth_letters",
        _("the same birth date and the same initials"),
        f"{_DATE} || {_LETTERS_OF_ALL}",
        _BORN.format(more=""),
    ),
    Block("name_postal", _("the same name and postal code"), "postal || ' ' || name", _WITH_CODE, 40),
    Block(
        "sound_postal",
        _("a name that sounds alike and the same postal code"),
        f"postal || ' ' || {_SOUNDS_OF_ALL}",
        _WITH_CODE,
        40,
    ),
    Block(
        "name_city",
        _("a rare name in the same town"),
        "city || ' ' || name",
        "dup_place WHERE city <> ''",
        4,
        is_told=False,
    ),
    Block(
        "street",
        _("the same house and a part of the name that sounds alike"),
        "coalesce(nullif(postal, ''), city) || street || ' ' || s",
        "dup_place, unnest(sounds) s WHERE length(street) > 3",
        closeness=NEAR,
    ),
    Block("company", _("companies of the same name"), "name", "dup_one WHERE NOT is_person AND length(name) > 3", 30),
)
LABELS = {block.name: block.label for block in BLOCKS}

GROUPS = """
CREATE TEMP TABLE dup_group ON COMMIT DROP AS
SELECT array_agg(n) AS members FROM (SELECT DISTINCT hashtextextended({key}, 0) AS key, n FROM {rows}) k
WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1
"""
PAIRS = """
INSERT INTO dup_pair (a, b, closeness)
SELECT least(x.n, y.n), greatest(x.n, y.n), %s
FROM dup_group, unnest(members) WITH ORDINALITY x(n, i), unnest(members[i + 1:]) y(n)
WHERE cardinality(members) <= %s
"""
CUT = "SELECT count(*), coalesce(sum(cardinality(members)), 0) FROM dup_group WHERE cardinality(members) > %s"

# What tells at once that most pairs are two: how they are called.
NAMES = """
SELECT w.n, c.id, c.kind, c.name, c.search_key, c.given_name, c.family_name, c.titles_after, c.form_gender,
  NULL, NULL, NULL, NULL, NULL, NULL
FROM ({who}) w JOIN customers_customer c ON c.id = w.id
"""
# All that two are compared by, of `{who}`: a query that answers (n, id).
PROFILES = f"""
SELECT w.n, c.id, c.kind, c.name, c.search_key, c.given_name, c.family_name, c.titles_after, c.form_gender,
  (SELECT array_agg({_MAILBOX}) FROM customers_email e WHERE e.customer_id = c.id),
  (SELECT array_agg(key) FROM customers_email e WHERE e.customer_id = c.id),
  (SELECT array_agg(e164) FROM customers_phone p WHERE p.customer_id = c.id AND e164 <> ''),
  (SELECT array_agg(coalesce(year, 0) || '-' || month || '-' || day) FROM customers_importantdate d
    WHERE d.customer_id = c.id AND d.kind = 'birthday'),
  (SELECT array_agg(city || '{FIELD}' || postal_code || '{FIELD}' || lines) FROM customers_address a
    WHERE a.customer_id = c.id),
  (SELECT array_agg(source || '{FIELD}' || lower(code)) FROM customers_externalcode x WHERE x.customer_id = c.id)
FROM ({{who}}) w JOIN customers_customer c ON c.id = w.id
"""  # noqa: S608
