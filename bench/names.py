"""Thousands of names in Latin (Czech, English), Georgian and Tamil letters, as common as among real customers."""

import random
from itertools import product

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
COMMON = ["Nováková", "Novák", "Svoboda", "Dvořák", "Smith", "Okafor", "Whitcombe", "Subramaniam"]
FORMS = "s.r.o. a.s. Ltd Bakery Studio Foundation".split()  # of organisations


def words(seed: int = 5) -> dict[tuple[str, str], list[str]]:
    """Lists of words by script and place in a name; the first ones of each are the most common."""
    chance = random.Random(seed)  # noqa: S311 - the same crowd on every run is the point
    return {
        ("la", "given"): GIVEN,
        ("la", "family"): _latin_families(chance),
        ("ka", "given"): GEORGIAN_GIVEN,
        ("ka", "family"): _georgian_families(),
        ("ta", "given"): TAMIL_GIVEN,
        ("ta", "family"): TAMIL_FAMILY,
        ("la", "form"): FORMS,
    }


def _latin_families(chance: random.Random) -> list[str]:
    stems = ["".join(parts).capitalize() for parts in product(LATIN_SOUNDS, repeat=2)]
    return COMMON + [stem + chance.choice(ENDINGS) for stem in stems for _ in range(6)]


def _georgian_families() -> list[str]:
    return ["".join(parts) for parts in product(GEORGIAN_SOUNDS, GEORGIAN_SOUNDS[:6], GEORGIAN_ENDINGS)]
