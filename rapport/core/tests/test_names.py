import pytest

from rapport.core.names import SplitName, clean, clean_lines, graphemes, initials, split_person_name, without_titles


@pytest.mark.parametrize(
    "typed, stored",
    [
        (None, ""),
        ("  Jana \t  Nováková\n", "Jana Nováková"),
        ("e\u0301", "é"),
        ("க\u0bc6\u0bbe", "க\u0bca"),
        ("Jan\x00\x07 Novák\x85", "Jan Novák"),
        ("\u202eJan\u202c \u2066Novák\u2069", "Jan Novák"),
        ("\ufeffJan\u200b No\u00advák\u200e", "Jan Novák"),
        ("a\u200db \u200cc", "ab c"),
        ("க்\u200cஷ", "க்\u200cஷ"),
        ("\u200dக", "க"),
        ("O’Brien", "O’Brien"),
        ("McDONALD", "McDONALD"),
        ("a\ud800b", "ab"),
        ("a\u00a0\u3000b", "a b"),
        ("e\u200d\u0301", "é"),
    ],
)
def test_a_text_is_stored_clean_and_otherwise_as_typed(typed, stored):
    assert clean(typed) == stored
    assert clean(stored) == stored


def test_notes_keep_their_lines_and_joined_emoji():
    assert clean_lines(" One \r\n\r\n\r\n\r\ntwo\x00 \n") == "One\n\ntwo"
    assert clean_lines("👩\u200d🌾") == "👩\u200d🌾"
    assert clean_lines(None) == ""


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Ing. Jana Nováková, Ph.D.", "JN"),
        ("თამარ კვარაცხელია", "თკ"),
        ("Isabel de Castro", "IC"),
        ("Jan Karel Novák", "JN"),
        ("Suharto", "S"),
        ("R. ரமேஷ்", "ர"),
        ("மு. கருணாநிதி", "க"),
        ("ஸ்ரீதர்", "ஸ்ரீ"),
        ("பிரியா", "பி"),
        ("Arjun Das", "AD"),
        ("Alfreds Futterkiste", "AF"),
        ("Linden Workshop, s.r.o.", "LW"),
        ("შპს ლინდენი", "ლ"),
        ("7-Eleven", "7"),
        ("“Acme” Tools", "AT"),
        ("Z\u0301oe", "Ź"),
        ("d'Artagnan", "d"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_initials_go_by_what_people_call_a_letter(name, letters):
    assert initials(name) == letters


def test_graphemes_keep_marks_with_their_letter():
    assert graphemes("ரமேஷ்") == ["ர", "மே", "ஷ்"]
    assert graphemes("க்ஷமா") == ["க்ஷ", "மா"]


@pytest.mark.parametrize(
    "name, language, parts",
    [
        ("Suharto", "", SplitName(given_name="Suharto")),
        ("John Smith", "en", SplitName(given_name="John", family_name="Smith")),
        ("Mr. John Smith Jr.", "en", SplitName(("Mr.",), "John", "", "Smith", ("Jr.",))),
        ("Ing. Jana Nováková, Ph.D.", "cs", SplitName(("Ing.",), "Jana", "", "Nováková", ("Ph.D.",))),
        ("prof. MUDr. Jan Novák CSc.", "cs", SplitName(("prof.", "MUDr."), "Jan", "", "Novák", ("CSc.",))),
        ("Ing. arch. Eva Malá, Ph.D., MBA", "cs", SplitName(("Ing.", "arch."), "Eva", "", "Malá", ("Ph.D.", "MBA"))),
        ("Jack Ma", "en", SplitName(given_name="Jack", family_name="Ma")),
        ("Ing Tan", "", SplitName(given_name="Ing", family_name="Tan")),
        ("Isabel de Castro", "", SplitName(given_name="Isabel", family_name="de Castro")),
        ("Jan van der Berg", "", SplitName(given_name="Jan", family_name="van der Berg")),
        ("Novák, Jan", "cs", SplitName(given_name="Jan", family_name="Novák")),
        ("MUDr. Svobodová Kateřina", "", SplitName(("MUDr.",), "Kateřina", "", "Svobodová")),
        ("paní Nováková, Hana", "", SplitName(("paní",), "Hana", "", "Nováková")),
        ("Pan Wei", "", SplitName(given_name="Pan", family_name="Wei")),
        ("Gabriel García Márquez", "es", SplitName()),
        ("Jan Karel Novák", "cs", SplitName(given_name="Jan Karel", family_name="Novák")),
        ("Nagy Anna", "hu", SplitName()),
        ("ბერიძე გიორგი", "ka", SplitName(given_name="გიორგი", family_name="ბერიძე")),
        (
            "გიორგი დავითის ძე ბერიძე",
            "ka",
            SplitName(given_name="გიორგი", patronymic="დავითის ძე", family_name="ბერიძე"),
        ),
        ("J. Smith", "en", SplitName(family_name="Smith", initials="J.")),
        ("R. Kumar", "ta", SplitName(given_name="Kumar", initials="R.")),
        ("Kumar R", "ta", SplitName(given_name="Kumar", initials="R")),
        ("Kumar R", "", SplitName(given_name="Kumar", initials="R")),
        ("மு. கருணாநிதி", "", SplitName(given_name="கருணாநிதி", initials="மு.")),
        ("திரு. ரமேஷ் குமார்", "ta", SplitName(("திரு.",), "ரமேஷ் குமார்")),
        ("Dr K.S. Ramesh", "ta", SplitName(("Dr",), "Ramesh", initials="K.S.")),
        ("Mgr.", "cs", SplitName(given_name="Mgr.")),
        ("", "", SplitName()),
    ],
)
def test_splitting_a_name_suggests_and_never_guesses(name, language, parts):
    assert split_person_name(name, language) == parts


def test_a_name_without_its_titles():
    assert without_titles("Ing. Jana Nováková, Ph.D.") == "Jana Nováková"
    assert without_titles("Dr. Who") == "Who"
