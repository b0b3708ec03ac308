"""People to be greeted, and what they wish."""

from rapport.core.address import Addressee

FRIENDLY = {"style": "first_name", "first_name_permission": True}
MAN, WOMAN = {"form_gender": "male"}, {"form_gender": "female"}
PARTS = [
    None,
    "",
    " ",
    "Jan",
    "Novák, Jan",
    "R.",
    "R",
    "test",
    "7",
    "{x}",
    "გიორგი",
    "பிரியா",
    "e\u0301va  x",
    "a,,b",
    ",",
    "Dr.",
    "Ing. A, Ph.D.",
]


def john(**wishes):
    return Addressee(**{"name": "John Smith", "given_name": "John", "family_name": "Smith"} | wishes)


def jan(**wishes):
    return Addressee(
        **{"name": "Jan Novák", "given_name": "Jan", "family_name": "Novák", "form_gender": "male"} | wishes
    )


def jana(**wishes):
    return jan(
        **{"name": "Jana Nováková", "given_name": "Jana", "family_name": "Nováková", "form_gender": "female"} | wishes
    )


def giorgi(**wishes):
    return Addressee(**{"name": "გიორგი ბერიძე", "given_name": "გიორგი", "family_name": "ბერიძე"} | wishes)


def ramesh(**wishes):
    return Addressee(**{"name": "R. ரமேஷ்", "given_name": "ரமேஷ்", "language": "ta"} | wishes)


def nino(**wishes):
    return giorgi(**{"name": "ნინო ბერიძე", "given_name": "ნინო"} | wishes)


def lakshmi(**wishes):
    return ramesh(**{"name": "K. லட்சுமி", "given_name": "லட்சுமி"} | wishes)


def mary(**wishes):
    return john(**{"name": "Mary Brown", "given_name": "Mary", "family_name": "Brown"} | wishes)
