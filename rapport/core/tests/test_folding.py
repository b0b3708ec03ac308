import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.core.folding import romanise, search_key, sort_key, sound_key

ACROSS_SCRIPTS = [
    ("giorgi", "გიორგი", "giorgi", "giorgi", "KRK", "KRK"),
    ("giorgi", "ᲒᲘᲝᲠᲒᲘ", "giorgi", "giorgi", "KRK", "KRK"),
    ("Kipshidze", "ყიფშიძე", "kipshidze", "qipshidze", "KPS", "KPS"),
    ("Dvorak", "Dvořák", "dvorak", "dvorak", "TVRK", "TVRK"),
    ("Priya", "பிரியா", "priya", "piriya", "PR", "PR"),
    ("Muthuswamy", "முத்துசாமி", "muthuswamy", "muttucami", "MTSM", "MTSM"),
    ("Lakshmi", "லட்சுமி", "lakshmi", "latcumi", "LKSM", "LKSM"),
    ("Sundar", "சுந்தர்", "sundar", "cuntar", "SNTR", "SNTR"),
    ("Meenakshi", "மீனாட்சி", "meenakshi", "minatci", "MNKS", "MNKS"),
    # Found by neither key: đ is d to us, and dj to who spells it out. A known gap.
    ("Djordje", "Đorđe", "djordje", "dorde", "SRS", "TRT"),
]


@pytest.mark.parametrize("query, stored, query_key, stored_key, query_sound, stored_sound", ACROSS_SCRIPTS)
def test_names_are_found_across_scripts(query, stored, query_key, stored_key, query_sound, stored_sound):
    assert (search_key(query), search_key(stored)) == (query_key, stored_key)
    assert (sound_key(query), sound_key(stored)) == (query_sound, stored_sound)


def test_the_known_gap_is_the_only_pair_that_sounds_different():
    assert [pair[0] for pair in ACROSS_SCRIPTS if pair[4] != pair[5]] == ["Djordje"]


@pytest.mark.parametrize(
    "text, key",
    [
        ("Łukasz  Straße-Øster, Æsir & Œuvre Þór Ðan IŞIK ı", "lukasz strasse oster aesir oeuvre thor dan isik i"),
        ("O’Brien O'Brien OʼBrien Oʻ`Brien", "obrien obrien obrien obrien"),
        ("Žižka", "zizka"),
        ("ქეთევან წჭ პეტრე ტყე", "ketevan tsch petre tqe"),
        ("மு. கருணாநிதி ௧௨௩", "mu karunaniti 123"),
        ("அஃது", "aktu"),
        ("NFD: e\u0301, தமி\u0bb4\u0bcd க\u0bc6\u0bbe", "nfd e tamil ko"),
        ("Lidl 24/7", "lidl 24 7"),
        ("İstanbul", "istanbul"),
        ("Иван Čech", "иван cech"),
        ("ﬁne ①", "fine 1"),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_search_key_is_plain_words(text, key):
    assert search_key(text) == key


@pytest.mark.parametrize(
    "word, key",
    [
        ("Yvonne", "YVN"),
        ("Anna", "AN"),
        ("Hana", "N"),
        ("Zhanna Xaver", "LN KSVR"),
        ("R. Kumar 24", "R KMR 24"),
        ("", ""),
    ],
)
def test_a_sound_key_is_a_skeleton_of_each_word(word, key):
    assert sound_key(word) == key


@pytest.mark.parametrize("one, other", [("Ramesh", "Romesh"), ("Jan", "Jana"), ("Petr", "Pedro")])
def test_false_friends_sound_alike_so_sound_identifies_nobody(one, other):
    assert sound_key(one) == sound_key(other)


@given(st.text())
def test_keys_are_stable_and_safe_to_store(text):
    key = search_key(text)
    assert search_key(key) == key
    assert key == " ".join(key.split())
    assert all(part.isascii() for part in sound_key(text))
    for language in ("en", "ka", "cs", "ta"):
        assert sort_key(text, language) == sort_key(text, f"{language}-XX")


@given(st.text(alphabet=st.sampled_from("aáčďňřžABŽ აბგჰᲐ கஙசா்ஜஃ'’- 09")))
def test_search_keys_of_our_languages_are_ascii(text):
    assert search_key(text).isascii()


@pytest.mark.parametrize(
    "name, latin",
    [
        ("გიორგი ყიფშიძე", "Giorgi Q'ipshidze"),
        ("თამარ კვარაცხელია", "Tamar K'varatskhelia"),
        ("ᲜᲘᲜᲝ", "Nino"),
        ("ჭიჭიკო", "Ch'ich'ik'o"),
        ("ரமேஷ்", "Ramēṣ"),
        ("R. ரமேஷ்", "R. Ramēṣ"),
        ("மு. கருணாநிதி", "Mu. Karuṇāniti"),
        ("க்\u200cஷமா", "Kṣamā"),
        ("ஃ ௧௨", "Ḵ 12"),
        ("Jana  Nováková", ""),
        ("Иван", ""),
        ("", ""),
    ],
)
def test_georgian_and_tamil_names_in_latin_letters(name, latin):
    assert romanise(name) == latin


def test_every_georgian_letter_follows_the_national_romanisation():
    assert romanise(" ".join("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ")) == (
        "A B G D E V Z T I K' L M N O P' Zh R S T' U P K Gh Q' Sh Ch Ts Dz Ts' Ch' Kh J H"
    )


def words(*lines):
    return " ".join(lines).split()


@pytest.mark.parametrize(
    "language, in_order",
    [
        # As ICU sorts them.
        (
            "cs",
            words(
                "cab cáb caba cena čad čaj ďas dům hora chata chyba i",
                "Nova Nová Novák Nováková Novotný Nový rok řeka sova šála zebra zeď žena",
            ),
        ),
        ("cs", ["Nov ák", "Nova", "Nová", "Nova Ak", "Novák"]),
        (
            "ta",
            words(
                "அ ஔ ஃ ஃக க் க்க க கக கல் கா கி குமார் கௌ நந்தினி பக்கம் பகல்",
                "ம் ல வ ழ ள ற ன ஜ ஜெயா ஶ ஷ ஸ்ரீ ஸ ஹ க்ஷ abc",
            ),
        ),
        ("ka", ["9", "ანა", "გიორგი", "ჰამლეტი", "Anna", "Zoe"]),
        ("en", ["Adam", "Čech", "Chalupa", "Cosmo", "Łukasz", "Luke", "Müller", "O’Brien", "Obrigado", "ანა"]),
    ],
)
def test_names_sort_as_people_expect(language, in_order):
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == in_order
