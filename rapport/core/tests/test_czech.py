import pytest

from rapport.core.czech import vocative

MEN = """Novák Nováku,Svoboda Svobodo,Novotný Novotný,Dvořák Dvořáku,Černý Černý,Procházka Procházko,Kučera Kučero,
Horák Horáku,Němec Němče,Hájek Hájku,Král Králi,Beneš Beneši,Doležal Doležale,Kolář Koláři,Krejčí Krejčí,Petrů Petrů,
Růžička Růžičko,Švec Šveci,Smith Smithe,Johnson Johnsone,Müller Müllere,O'Brien O'Briene,Nguyen Nguyene,García Garcío,
Zurab Zurabe,Karthik Karthiku,Beridze Beridze,Lee Lee,Novák-Svoboda Nováku-Svobodo,NOVÁK NOVÁKU,McDonald McDonalde,
Dostojevskij Dostojevskij,გიორგი გიორგი,பிரியா பிரியா,X X"""


@pytest.mark.parametrize("pair", MEN.replace("\n", "").split(","))
def test_men_are_addressed_in_the_vocative(pair):
    name, form = pair.split()
    assert vocative(name, woman=False, family=True) == form


@pytest.mark.parametrize(
    "name, woman, family, form",
    [
        ("van der Berg", False, True, "van der Bergu"),
        ("Jan Karel", False, False, "Jane Karle"),
        ("Jan", False, False, "Jane"),
        ("Jiří", False, False, "Jiří"),
        ("Zdeněk", False, False, "Zdeňku"),
        ("Pavel", False, False, "Pavle"),
        ("J. Novák", False, True, "J. Nováku"),
        ("NOVA\u0301K", False, True, "NOVÁKU"),
        ("Jana", True, False, "Jano"),
        ("Marie", True, False, "Marie"),
        ("Lucie", True, False, "Lucie"),
        ("Nikol", True, False, "Nikol"),
        ("Ester", True, False, "Ester"),
        ("Nováková-Svobodová", True, True, "Nováková-Svobodová"),
        ("Smith", True, True, "Smith"),
        ("", False, True, ""),
    ],
)
def test_compounds_initials_and_women(name, woman, family, form):
    assert vocative(name, woman=woman, family=family) == form
