"""Address books become tables."""

import pytest

from rapport.core.tabular.reading import BrokenRow, UnreadableFile, open_table
from rapport.core.tabular.uploads import ending_of
from rapport.core.vcard import Card, CardAddress, Point, write

APPLE = r"""BEGIN:VCARD
VERSION:3.0
FN:Ing. Jana Nováková\, Ph.D.
N:Nováková;Jana;;Ing.;Ph.D.
ORG:Acme\; s.r.o.;Sales
EMAIL;TYPE=INTERNET;TYPE=WORK:jana@acme.example
item1.TEL;type=CELL;type=VOICE;type=pref:+420 605 123 456
TEL;TYPE=FAX:+420 222 333 444
item2.ADR;TYPE=HOME:;;Dlouhá 5;Brno;;602 00;Czechia
BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-14
NOTE:Long note that is fol
 ded here\nwith a line
PHOTO;ENCODING=b;TYPE=JPEG:AAAABBBB
 CCCC
CATEGORIES:vip,spring
UID:abc-1
END:VCARD
"""
OLD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E1=83=91=E1=83=94=E1=83=A0=E1=83=98=E1=83=AB=E1=83=94;=E1=83=92=
=E1=83=98=E1=83=9D
TEL;CELL:599123456
END:VCARD
"""
NEW = """BEGIN:VCARD
VERSION:4.0
KIND:org
FN:லிண்டன்
EMAIL;PREF=1:mailto:hi@linden.example
TEL;VALUE=uri;TYPE="voice,cell":tel:+919840123456
BDAY:--0314
END:VCARD
"""


def rows(tmp_path, text: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    path = tmp_path / "book.vcf"
    path.write_bytes(text.encode(encoding))
    with open_table(path) as table:
        return [
            {heading: cell for heading, cell in zip(table.headings, cells, strict=True) if cell}
            | ({"broken": cells.reason} if isinstance(cells, BrokenRow) else {})
            for _line, cells in table
        ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cards_of_every_version_become_rows(tmp_path, encoding):
    apple, old, new = rows(tmp_path, (APPLE + OLD + NEW).replace("\n", "\r\n"), encoding)
    assert apple["Name"] == "Ing. Jana Nováková, Ph.D."
    assert (apple["Family name"], apple["Name prefix"], apple["Company"]) == ("Nováková", "Ing.", "Acme; s.r.o.")
    assert (apple["Phone 1 - Value"], apple["Phone 1 - Label"]) == ("+420 605 123 456", "mobile")
    assert (apple["Address 1 - Street"], apple["Address 1 - Postal Code"]) == ("Dlouhá 5", "602 00")
    assert apple["Notes"] == "Long note that is folded here\nwith a line"
    assert (apple["Birthday"], apple["Labels"], apple["Record ID"]) == ("--03-14", "vip; spring", "abc-1")
    assert "AAAA" not in str(apple)
    assert (old["Family name"], old["Given name"], old["Phone 1 - Label"]) == ("ბერიძე", "გიო", "mobile")
    assert (new["Kind"], new["Name"], new["E-mail 1 - Value"]) == ("organisation", "லிண்டன்", "hi@linden.example")
    assert (new["Phone 1 - Value"], new["Birthday"]) == ("+919840123456", "--03-14")


def test_what_we_write_we_read(tmp_path):
    card = Card(
        name="Jana; Nováková, Ph.D.",
        given_name="Jana",
        family_name="Nováková",
        emails=(Point("jana@example.org", "work"),),
        phones=(Point("+420605123456", "cell"),),
        addresses=(CardAddress("Dlouhá 5\n2. patro", "Brno", postal_code="602 00", country="Czechia"),),
        birthday=(1980, 3, 14),
        note="a\nb \\ c",
    )
    for version in ("3.0", "4.0"):
        [row] = rows(tmp_path, write(card, version))
        assert (row["Name"], row["Notes"], row["Birthday"]) == ("Jana; Nováková, Ph.D.", "a\nb \\ c", "1980-03-14")
        assert (row["Address 1 - Street"], row["Phone 1 - Label"]) == ("Dlouhá 5\n2. patro", "mobile")


def test_a_card_that_is_cut_off_is_said_to_be_and_the_others_are_read(tmp_path):
    whole, cut = rows(tmp_path, OLD + "BEGIN:VCARD\nFN:Cut off\nNOTE:no end")
    assert "broken" not in whole
    assert cut["Name"] == "Cut off" and "cut off" in cut["broken"]


@pytest.mark.parametrize("text", ["BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VCARD\n:::\n;;;\nEND:VCARD\n"])
def test_a_file_without_a_card_says_so(tmp_path, text):
    with pytest.raises(UnreadableFile, match="no card"):
        rows(tmp_path, text)


def test_nasty_cards_cost_nothing_but_themselves(tmp_path):
    nasty = "BEGIN:VCARD\nFN:Big\x00Bob\nPHOTO:" + "A" * 2_000_000 + "\nNOTE:" + "b" * 400_000 + "\nEND:VCARD\n"
    inner = "BEGIN:VCARD\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Secretary\nEND:VCARD\nEND:VCARD\n"
    big, boss = rows(tmp_path, nasty + inner)
    assert big["Name"] == "BigBob" and len(big["Notes"]) <= 140_000
    assert boss["Name"] == "Boss"


def test_an_uploaded_address_book_is_known_by_what_is_in_it(tmp_path):
    path = tmp_path / "contacts.txt"
    path.write_bytes(APPLE.encode("utf-16"))
    assert ending_of(path) == ".vcf"
    path.write_text("name,city\nBEGIN:VCARD,Brno\n")
    assert ending_of(path) == ".csv"
