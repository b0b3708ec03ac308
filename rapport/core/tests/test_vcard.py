"""Cards as address books read them: any script, any sign, lines no longer than they may be."""

from datetime import UTC, datetime

import pytest

from rapport.core.vcard import Card, CardAddress, Point, write

TAMAR = Card(
    "თამარ ბერიძე",
    given_name="თამარ",
    family_name="ბერიძე",
    organisation="Linden; Workshop, s.r.o.",
    title="Owner\\Founder",
    emails=(Point("tamar@beridze.example", "work", True), Point("t@beridze.example", "the one she reads")),
    phones=(Point("+995555010203", "cell"),),
    addresses=(CardAddress("აბაშიძის ქ. 14\nბინა 7", "თბილისი", "", "0179", "საქართველო", "home"),),
    language="ka",
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_card_says_who_where_and_how():
    lines = unfolded(write(TAMAR))
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"] and lines[-2:] == ["END:VCARD", ""]
    assert "FN:თამარ ბერიძე" in lines
    assert "N:ბერიძე;თამარ;;;" in lines
    assert "EMAIL;TYPE=INTERNET;TYPE=WORK;TYPE=PREF:tamar@beridze.example" in lines
    assert "EMAIL;TYPE=INTERNET:t@beridze.example" in lines
    assert "TEL;TYPE=CELL:+995555010203" in lines
    assert "ADR;TYPE=HOME:;;აბაშიძის ქ. 14\\nბინა 7;თბილისი;;0179;საქართველო" in lines


def test_signs_that_mean_something_in_a_card_are_escaped():
    lines = unfolded(write(TAMAR))
    assert "ORG:Linden\\; Workshop\\, s.r.o." in lines
    assert "TITLE:Owner\\\\Founder" in lines


def test_nobody_smuggles_a_line_into_a_card():
    card = Card("A\r\nTEL:+1", phones=(Point("1\x85TEL:2\u2028X:3\x00"),), pages=(Point("https://a.example/\r\nX:1"),))
    lines = unfolded(write(card))
    assert "FN:A\\nTEL:+1" in lines
    assert [line for line in lines if line.startswith(("TEL", "X"))] == ["TEL:1 TEL:2 X:3 "]
    assert "URL:https://a.example/X:1" in lines


@pytest.mark.parametrize("name", ["சுப்ரமணியன் " * 12, "თ" * 60, "😀" * 40, "a" * 200, "á" * 74])
def test_long_lines_are_folded_within_their_bytes_and_never_within_a_character(name):
    text = write(Card(name))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert f"FN:{name}" in unfolded(text)
    assert text.encode().decode() == text


@pytest.mark.parametrize(
    "birthday, version, line",
    [
        ((1980, 2, 9), "3.0", "BDAY:1980-02-09"),
        ((1980, 2, 9), "4.0", "BDAY:19800209"),
        ((None, 2, 29), "4.0", "BDAY:--0229"),
        ((None, 2, 29), "3.0", None),
    ],
)
def test_a_birthday_may_be_without_a_year(birthday, version, line):
    told = [one for one in unfolded(write(Card("Ann", birthday=birthday), version)) if one.startswith("BDAY")]
    assert told == ([line] if line else [])


def test_an_organisation_is_one_in_both_versions():
    card = Card("U Lípy", is_organisation=True)
    assert {"X-ABSHOWAS:COMPANY", "ORG:U Lípy", "N:;;;;"} <= set(unfolded(write(card)))
    assert {"KIND:org", "ORG:U Lípy"} <= set(unfolded(write(card, "4.0")))


def test_version_four_says_more():
    key = "01a2083a-420d-7675-8ac6-bb260c5b28dc"
    card = Card(
        "Madonna",
        emails=(Point("m@example.com", "home", True),),
        categories=("a,b", "c"),
        uid=key,
        changed_at=datetime(2026, 6, 9, 12, tzinfo=UTC),
    )
    lines = unfolded(write(card, "4.0"))
    assert {"EMAIL;TYPE=home;PREF=1:m@example.com", f"UID:urn:uuid:{key}", "REV:20260609T120000Z"} <= set(lines)
    assert {"N:Madonna;;;;", "CATEGORIES:a\\,b,c", "KIND:individual"} <= set(lines)
    with pytest.raises(ValueError, match=r"2\.1"):
        write(card, "2.1")
