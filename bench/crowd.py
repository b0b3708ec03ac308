"""A large crowd of made-up customers, written by set-based SQL: for measuring how they are found.

Thousands of different names in four languages, so that words are about as common as among real customers.
"""

import random
from itertools import product

from django.db import connection

from rapport.core.folding import romanise, search_key, sort_key, sound_key

GIVEN = (
    "Anna Jana Eva Petr Tomáš Zdeněk Jiří Lenka Šárka Ondřej Ruth John Mary James Emma Oliver Grace Henry Alice Samuel "
    "Priya Lakshmi Karthik Kavitha Nino Giorgi Levan Tamar Davit Salome Marina Elena Peter Julia Martin Lucie Pavel"
).split()
GEORGIAN_GIVEN = "გიორგი ნინო თამარ დავით ლევან სალომე მარიამ ირაკლი ქეთევან ზურაბ ელენე ლუკა".split()
TAMIL_GIVEN = "லட்சுமி கார்த்திக் பிரியா மீனாட்சி முருகன் கவிதா செல்வி குமார் சுந்தர் வள்ளி".split()
LATIN_SOUNDS = "ba be bo da do ga go ha ho ja ka ko la le lo ma me mo na no pa po ra ro sa so ta to va vo".split()
ENDINGS = "vák váková ský ská man sen dová ek ová nek lík ton ham ley son berg".split()
GEORGIAN_SOUNDS = "ბე კა ლო მა წე გე ჩხე ხა ჯა ყი შა ტყე ღლო ნა".split()
GEORGIAN_ENDINGS = "რიძე ნაძე მიძე შვილი თელი იანი ურია ავა".split()
TAMIL_FAMILY = "நாராயணன் சுப்ரமணியன் ராமன் ஐயர் பாண்டியன் செட்டியார் கிருஷ்ணன் வேலு அய்யனார் மாணிக்கம்".split()


def fill(count: int, *, seed: int = 5) -> None:
    """`count` customers with an e-mail, a phone and a code each; one in eight is written in Georgian or Tamil."""
    chance = random.Random(seed)  # noqa: S311 - the same crowd on every run is the point
    names = {"la": (GIVEN, _latin_families(chance)), "ka": (GEORGIAN_GIVEN, _georgian_families())}
    names["ta"] = (TAMIL_GIVEN, TAMIL_FAMILY)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE names (script text, part text, n int, name text, search text, sound text, sort text)"
        )
        rows = [
            (script, part, n, word, _search(word), sound_key(word), sort_key(word))
            for script, parts in names.items()
            for part, words in zip(("given", "family"), parts, strict=True)
            for n, word in enumerate(words)
        ]
        cursor.executemany("INSERT INTO names VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
        cursor.execute("SELECT setseed(0.5)")
        sizes = {
            f"{script}_{part}": len(words)
            for script, parts in names.items()
            for part, words in zip(("given", "family"), parts, strict=True)
        }
        cursor.execute(CUSTOMERS, sizes | {"count": count})
        cursor.execute(CONTACTS)
    connection.commit()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _search(word: str) -> str:
    return search_key(romanise(word) or word)


def _latin_families(chance: random.Random) -> list[str]:
    stems = ["".join(parts).capitalize() for parts in product(LATIN_SOUNDS, repeat=2)]
    common = ["Nováková", "Novák", "Svoboda", "Dvořák", "Smith", "Okafor", "Whitcombe", "Subramaniam"]
    return common + [stem + chance.choice(ENDINGS) for stem in stems for _ in range(6)]


def _georgian_families() -> list[str]:
    return ["".join(parts) for parts in product(GEORGIAN_SOUNDS, GEORGIAN_SOUNDS[:6], GEORGIAN_ENDINGS)]


CUSTOMERS = """
INSERT INTO customers_customer (id, kind, name, given_name, family_name, patronymic, titles_before, titles_after,
  nickname, romanised_name, pronunciation, form_gender, title_wish, language, time_zone, address_style,
  first_name_permission, vocative_given, vocative_family, photo, source, how_met, preference_notes, custom,
  search_key, sound_key, sort_key, key_version, version, archived_because, created_at, updated_at)
SELECT uuidv7(), 'person', g.name || ' ' || f.name, g.name, f.name, '', '', '', '', '', '', 'unknown', '',
  CASE p.script WHEN 'la' THEN 'cs' ELSE p.script END, '', 'formal', '', '', '', '', '', '', '', '{}',
  g.search || ' ' || f.search, g.sound || ' ' || f.sound, g.sort || ' ' || f.sort, 1, 1, '',
  now() - p.n * interval '1 minute', now() - p.n * interval '1 minute'
FROM (
  SELECT n, script,
    floor(power(random(), 1.5) * CASE script WHEN 'la' THEN %(la_given)s WHEN 'ka' THEN %(ka_given)s
      ELSE %(ta_given)s END)::int AS given,
    floor(power(random(), 3) * CASE script WHEN 'la' THEN %(la_family)s WHEN 'ka' THEN %(ka_family)s
      ELSE %(ta_family)s END)::int AS family
  FROM (SELECT n, CASE WHEN n %% 16 = 0 THEN 'ka' WHEN n %% 16 = 8 THEN 'ta' ELSE 'la' END AS script
        FROM generate_series(1, %(count)s) n) numbered
) p
JOIN names g ON g.script = p.script AND g.part = 'given' AND g.n = p.given
JOIN names f ON f.script = p.script AND f.part = 'family' AND f.n = p.family
"""
CONTACTS = """
CREATE TEMP TABLE crowd AS
  SELECT id, row_number() OVER (ORDER BY id) AS n, replace(search_key, ' ', '.') AS slug FROM customers_customer;
INSERT INTO customers_email (id, customer_id, address, key, label, is_preferred, note, position)
  SELECT uuidv7(), id, slug || n || '@customers.example', slug || n || '@customers.example', '', true, '', 0 FROM crowd;
INSERT INTO customers_phone (id, customer_id, raw, e164, extension, type, is_valid, label, is_preferred, note, position)
  SELECT uuidv7(), id, number, number, '', 'mobile', true, '', true, '', 0
  FROM (SELECT id, '+4206' || lpad(((n * 7919) % 100000000)::text, 8, '0') AS number FROM crowd) numbers;
INSERT INTO customers_externalcode (id, customer_id, source, code)
  SELECT uuidv7(), id, 'bench', 'C' || lpad(n::text, 7, '0') FROM crowd
"""
