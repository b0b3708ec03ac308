from dataclasses import dataclass

import pytest

from rapport.timeline.mentions import marked, named_in


@dataclass(frozen=True)
class Colleague:
    pk: int
    name: str


PEOPLE = [
    Colleague(1, "Petra Malá"),
    Colleague(2, "Davit Lomidze"),
    Colleague(3, "Davit Kobalia"),
    Colleague(4, "கவிதா ராமன்"),
    Colleague(5, "ნინო კობალია"),
    Colleague(6, "Ann"),
]


@pytest.mark.parametrize(
    "text, named",
    [
        ("Ask @Petra about it", [1]),
        ("@petra malá, please", [1]),
        ("(@Petra  Malá)", [1]),
        ("@Davit knows", []),  # which of them?
        ("@Davit Kobalia knows, @Davit Lomidze too", [3, 2]),
        ("@கவிதா பார்க்கவும்", [4]),
        ("@கவிதாவிடம் கேளுங்கள்", []),  # a longer word
        ("@ნინო, ნახე", [5]),
        ("@Annabel and ann@Ann.example", []),
        ("write to info@Petra.example", []),
        ("@Ann @Ann @Ann", [6]),
        ("nobody", []),
        ("@", []),
    ],
)
def test_who_is_named(text, named):
    assert [person.pk for person in named_in(text, PEOPLE)] == named


def test_names_are_set_off_and_everything_else_is_harmless():
    assert marked("<b>@Petra</b> & co", PEOPLE) == '&lt;b&gt;<b class="mention">@Petra</b>&lt;/b&gt; &amp; co'
