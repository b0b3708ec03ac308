"""From matched subjects to customers, set-based: new ones are created, changed ones get what the file changed."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rapport.core.tabular.staging import Staging, staging
from rapport.customers import finding
from rapport.customers.importing.rules import Rule
from rapport.customers.importing.stages import KEYS, TEXTS
from rapport.customers.models import Affiliation, Customer, ExternalCode, ImportedRow
from rapport.customers.naming import NAME_FIELDS, keys
from rapport.timeline.models import Entry

OWN_FIELDS = """
coalesce((SELECT jsonb_object_agg(substr(f.key, 8), f.value) FROM jsonb_each(s.facts) f
          WHERE starts_with(f.key, 'custom.') AND f.value <> 'null' {only}), '{{}}')
"""


# What the timeline calls the facts of a row; those not named here are columns of the customer.
TOLD_AS = {
    "email": "emails",
    "phone": "phones",
    "address": "addresses",
    "web": "handles",
    "fax": "handles",
    "date": "dates",
    "title": "affiliations",
    "company": "affiliations",
}
CHANGES = f"""
coalesce((
  SELECT jsonb_agg(jsonb_build_object('field', told.name) ORDER BY told.name) FROM (
    SELECT DISTINCT CASE split_part(f.key, ':', 1)
      {" ".join(f"WHEN '{fact}' THEN '{name}'" for fact, name in TOLD_AS.items())} ELSE f.key END AS name
    FROM jsonb_each(s.facts) f WHERE f.value IS DISTINCT FROM s.old->f.key AND f.key <> 'notes'
  ) told
), '[]')
"""  # noqa: S608


def create(subjects: Staging, at: datetime) -> None:
    copied = ("kind", "name", *TEXTS, "form_gender", "account_manager", *KEYS)
    subjects.insert(
        Customer,
        {column: f"s.{column}" for column in copied}
        | {"id": "s.owner", "custom": OWN_FIELDS.format(only=""), "created_at": "now.at", "updated_at": "now.at"},
        "FROM {stage} s, (SELECT %s::timestamptz AS at) now WHERE s.status = 'new' ORDER BY s.owner",
        [at],
    )


def change(subjects: Staging, at: datetime, sort_language: str) -> None:
    """What the file changed since last time, over what stands here now."""
    differs = "s.facts ? '{0}' AND s.facts->'{0}' IS DISTINCT FROM s.old->'{0}'"
    texts = ("name", *TEXTS, "form_gender")
    changes = [f"{c} = CASE WHEN {differs.format(c)} THEN s.{c} ELSE c.{c} END" for c in texts]
    manager = f"CASE WHEN {differs.format('account_manager')} THEN s.account_manager ELSE c.account_manager_id END"
    own = OWN_FIELDS.format(only="AND f.value IS DISTINCT FROM s.old->f.key")
    emptied = (
        "ARRAY(SELECT substr(f.key, 8) FROM jsonb_each(s.facts) f WHERE starts_with(f.key, 'custom.')"
        " AND f.value = 'null' AND s.old->f.key <> 'null')"
    )
    subjects.execute(
        f"UPDATE customers_customer c SET {', '.join(changes)}, account_manager_id = {manager},"  # noqa: S608
        f" custom = (c.custom - {emptied}) || {own}, version = c.version + 1, updated_at = %s"
        " FROM {stage} s WHERE s.status = 'changed' AND c.id = s.customer_id",
        [at],
    )
    _refresh_keys(subjects, sort_language)


def complete(subjects: Staging, at: datetime) -> None:
    """Somebody who was known before this source told of them gets what was missing; nothing is overwritten."""
    gaps = [f"{c} = CASE WHEN c.{c} = '' THEN s.{c} ELSE c.{c} END" for c in TEXTS]
    subjects.execute(
        f"UPDATE customers_customer c SET {', '.join(gaps)},"  # noqa: S608
        " form_gender = CASE WHEN c.form_gender = 'unknown' THEN s.form_gender ELSE c.form_gender END,"
        " account_manager_id = coalesce(c.account_manager_id, s.account_manager),"
        f" custom = {OWN_FIELDS.format(only='')} || c.custom, version = c.version + 1, updated_at = %s"
        " FROM {stage} s WHERE s.status = 'linked' AND NOT s.is_employer AND c.id = s.customer_id",
        [at],
    )


def remember(subjects: Staging, source: str, import_id: UUID | None, *, has_known: bool) -> None:
    """By which codes and rows the source knows them, and what it said."""
    _remember_codes(subjects, source, has_known=has_known)
    subjects.insert(
        ImportedRow,
        {
            "customer": "s.customer_id",
            "source": "given.source",
            "key": "s.key",
            "mail_key": "s.mail_key",
            "facts": "s.facts",
            "import_id": "given.import_id",
        },
        "FROM {stage} s, (SELECT %s AS source, %s::uuid AS import_id) given WHERE s.status IN ('new', 'linked')",
        [source, import_id],
    )
    if not has_known:
        return
    subjects.execute(
        "UPDATE customers_importedrow r SET facts = s.old || s.facts, key = s.key, mail_key = s.mail_key,"
        " import_id = %s FROM {stage} s WHERE s.status = 'changed' AND r.id = s.row_id",
        [import_id],
    )


def _remember_codes(subjects: Staging, source: str, *, has_known: bool) -> None:
    """Of those who are new mostly all codes are free, and to ask for each once more takes half as long again."""
    if not has_known:
        with suppress(IntegrityError), transaction.atomic():
            _insert_codes(subjects, source)
            return
    # Another code of the same source may be theirs, or this one another's.
    _insert_codes(subjects, source, "ON CONFLICT DO NOTHING")


def _insert_codes(subjects: Staging, source: str, suffix: str = "") -> None:
    subjects.insert(
        ExternalCode,
        {"customer": "s.customer_id", "source": "given.source", "code": "s.code"},
        "FROM {stage} s, (SELECT %s AS source) given WHERE s.code <> '' AND s.status IN ('new', 'linked')",
        [source],
        suffix,
    )


def affiliate(affiliations: Staging, source: str, today: Any) -> None:
    """Who works where, as far as the file says something new about it."""
    known = {"source": source, "today": today}
    affiliations.execute(END_WHERE_THE_FILE_NAMES_ANOTHER, known)
    affiliations.execute(RETITLE, known)
    affiliations.insert(
        Affiliation,
        {"person": "p.customer_id", "organisation": "o.customer_id", "title": "a.title", "is_key": "a.is_key"},
        NEWLY_AFFILIATED,
        [source, source],
        "ON CONFLICT DO NOTHING",
    )


def find_anew(subjects: Staging, rule: Rule) -> None:
    """By what they are found. Of most who are new the file says it all; the others are looked at here."""
    is_told = (
        "s.status = 'new' AND NOT EXISTS (SELECT FROM staged_affiliations a WHERE a.person = s.key)"
        if rule.keeps_codes
        else "false"
    )
    subjects.execute(f"INSERT INTO customers_searchtext SELECT customer_id, found_by FROM {{stage}} s WHERE {is_told}")  # noqa: S608
    subjects.execute(NEW_WORDS)
    finding.gather_for(
        f"SELECT customer_id FROM staged_subjects s WHERE s.status <> 'unchanged' AND NOT ({is_told})"  # noqa: S608
    )


def tell(subjects: Staging, *, source: str, file: str, at: datetime, has_known: bool) -> None:
    """One line on each timeline. Nothing reacts to it."""
    facts = "jsonb_build_object('source', given.source, 'file', given.file)"
    given = "FROM {stage} s, (SELECT %s AS source, %s AS file, %s::timestamptz AS at) given"
    line = {
        "customer": "s.customer_id",
        "kind": "'customer.imported'",
        "at": "given.at",
        "recorded_at": "given.at",
        "imported": "true",
    }
    subjects.insert(
        Entry,
        line | {"body": "s.notes", "facts": facts},
        f"{given} WHERE s.status = 'new' OR (s.status = 'linked' AND NOT s.is_employer)",
        [source, file, at],
    )
    if not has_known:
        return
    notes = "CASE WHEN s.facts->'notes' IS DISTINCT FROM s.old->'notes' THEN s.notes ELSE '' END"
    subjects.insert(
        Entry,
        line | {"body": notes, "facts": f"{facts} || jsonb_build_object('changes', {CHANGES})"},
        f"{given} WHERE s.status = 'changed'",
        [source, file, at],
    )


def _refresh_keys(subjects: Staging, sort_language: str) -> None:
    """Keys come from the whole name, of which somebody here may have written a part."""
    changed = [f"s.facts->'{c}' IS DISTINCT FROM s.old->'{c}'" for c in NAME_FIELDS]
    renamed = subjects.rows(
        f"SELECT c.id, {', '.join(f'c.{c}' for c in NAME_FIELDS)} FROM customers_customer c"  # noqa: S608
        f" JOIN {{stage}} s ON s.customer_id = c.id WHERE s.status = 'changed' AND ({' OR '.join(changed)})"
    )
    write_keys(renamed, sort_language)


def write_keys(renamed: list[tuple[Any, ...]], sort_language: str) -> None:
    """Derive the keys anew of customers of whom (id, *names) are given."""
    if not renamed:
        return
    with staging(
        "keys", {"id": "uuid", "search": "text", "sound": "text", "sort": "text", "version": "integer"}
    ) as made:
        made.copy(_made_keys(renamed, sort_language))
        made.execute(
            "UPDATE customers_customer c SET search_key = k.search, sound_key = k.sound, sort_key = k.sort,"
            " key_version = k.version FROM {stage} k WHERE c.id = k.id"
        )


def _made_keys(rows: list[tuple[Any, ...]], sort_language: str) -> Iterator[tuple[Any, ...]]:
    for id_, *names in rows:
        parts = dict(zip(NAME_FIELDS, names, strict=True))
        found = keys(parts.pop("name"), **parts, language=sort_language)
        yield id_, found.search, found.sound, found.sort, found.version


# What `customers_keep_words` would note, which is not asked of rows that nobody watches.
NEW_WORDS = """
INSERT INTO customers_nameword (word)
SELECT DISTINCT w FROM {stage} s, unnest(string_to_array(
  concat(s.search_key, split_part(s.found_by, E'\\n', 5), split_part(s.found_by, E'\\n', 7)), ' ')) w
WHERE s.status = 'new' AND length(w) >= 4 AND NOT EXISTS (SELECT FROM customers_nameword k WHERE k.word = w)
"""

# The limits keep these look-ups in the index; see `matching`.
KNOWN_ROWS = """
CROSS JOIN LATERAL (
  SELECT customer_id FROM customers_importedrow WHERE source = {source} AND key = a.person LIMIT 1
) p CROSS JOIN LATERAL (
  SELECT customer_id FROM customers_importedrow WHERE source = {source} AND key = a.organisation LIMIT 1
) o
"""

NEWLY_AFFILIATED = f"""
FROM {{stage}} a {KNOWN_ROWS.format(source="%s")}
LEFT JOIN staged_subjects sp ON sp.key = a.person
LEFT JOIN staged_subjects so ON so.key = a.organisation
WHERE p.customer_id <> o.customer_id AND (
  sp.status IN ('new', 'linked') OR so.status = 'new'
  OR (sp.status = 'changed' AND sp.facts->'company' IS DISTINCT FROM sp.old->'company')
) AND NOT EXISTS (
  SELECT FROM customers_affiliation f
  WHERE f.person_id = p.customer_id AND f.organisation_id = o.customer_id AND f.until IS NULL
)
"""

RETITLE = f"""
UPDATE customers_affiliation f SET title = a.title
FROM {{stage}} a {KNOWN_ROWS.format(source="%(source)s")}
JOIN staged_subjects sp ON sp.key = a.person AND sp.status = 'changed' AND sp.old->>'title' <> a.title
WHERE f.person_id = p.customer_id AND f.organisation_id = o.customer_id AND f.until IS NULL
  AND f.title = sp.old->>'title'
"""  # noqa: S608

END_WHERE_THE_FILE_NAMES_ANOTHER = """
UPDATE customers_affiliation f SET until = %(today)s
FROM staged_subjects s
JOIN customers_importedrow o ON o.source = %(source)s
WHERE s.status = 'changed' AND s.facts ? 'company' AND s.old->>'company' <> ''
  AND s.facts->>'company' <> s.old->>'company' AND o.key = (s.old->>'company')::uuid
  AND f.person_id = s.customer_id AND f.organisation_id = o.customer_id AND f.until IS NULL
  AND (f.since IS NULL OR f.since <= %(today)s)
"""
