import pytest

from rapport.core.tabular.columns import Field, UnknownColumn, UnknownField, fold, recognise

FIELDS = [
    Field("name", "Name", ("full name", "jméno", "სახელი", "பெயர்")),
    Field("given_name", "Given name", ("first name", "křestní jméno")),
    Field("email", "E-mail", ("e-mail", "e-mail # - value", "email address"), many=True, prefixes=True),
    Field("phone", "Phone", ("telephone", "phone # - value", "mobile > mobile", "telefon"), many=True, prefixes=True),
    Field("street", "Street", ("address", "address line 1", "address 1"), many=True, prefixes=True),
    Field("code", "Code", ("id", "customer id")),
]


def fields_of(headings, overrides=None):
    columns = recognise(headings, FIELDS, overrides)
    return {
        headings[match.index]: (match.field, match.label) for name in FIELDS for match in columns.matches(name.name)
    }


@pytest.mark.parametrize(
    "heading, same",
    [("E-mail 1 – Value", "email1value"), ("Telefonní číslo", "telefonnicislo"), ("customer_ID*", "customerid")],
)
def test_headings_are_compared_folded(heading, same):
    assert fold(heading) == same


def test_headings_are_recognised_in_many_languages_and_spellings():
    assert fields_of(["JMÉNO", "e_mail", "TELEFON", "First Name"]) == {
        "JMÉNO": ("name", ""),
        "e_mail": ("email", ""),
        "TELEFON": ("phone", ""),
        "First Name": ("given_name", ""),
    }
    assert fields_of(["სახელი"]) == {"სახელი": ("name", "")}
    assert fields_of(["பெயர்"]) == {"பெயர்": ("name", "")}


def test_numbers_and_prefixes_label_a_match():
    assert fields_of(["E-mail 2 - Value", "Home Phone", "Mobile", "billing_address_1", "Phone2"]) == {
        "E-mail 2 - Value": ("email", ""),
        "Home Phone": ("phone", "home"),
        "Mobile": ("phone", "mobile"),
        "billing_address_1": ("street", "billing"),
        "Phone2": ("phone", ""),
    }


def test_an_override_beats_what_a_heading_says():
    columns = recognise(["Name", "Nr", "Cell"], FIELDS, {"nr": "code", "Cell": "phone:mobile", "Name": ""})

    assert columns.first("code", ["Ann", "7", "1"]) == "7"
    assert columns.matches("phone")[0].label == "mobile"
    assert not columns.has("name")
    assert columns.ignored == ["Name"]


def test_the_first_filled_cell_of_a_field_counts():
    columns = recognise(["Full name", "Name"], FIELDS)

    assert columns.first("name", ["Ann Lee", ""]) == "Ann Lee"
    assert columns.first("name", ["Ann Lee", "Ann"]) == "Ann"


def test_wrong_overrides_are_named_with_the_choices():
    with pytest.raises(UnknownColumn, match="no column named “Nrr”. Did you mean “Nr”. The columns are: Nr, Name"):
        recognise(["Nr", "Name"], FIELDS, {"Nrr": "code"})
    with pytest.raises(UnknownField, match="no field named “cod”. Did you mean “code”.*code, email, given_name"):
        recognise(["Nr", "Name"], FIELDS, {"Nr": "cod"})


def test_a_heading_gives_way_to_a_more_telling_one():
    fields = [Field("job", "Job", ("job title", "title")), Field("courtesy", "Courtesy", (), otherwise=("Title",))]

    assert recognise(["Title"], fields).has("job")
    both = recognise(["Title", "Job Title"], fields)
    assert (both.indexes("job"), both.indexes("courtesy")) == ([1], [0])


def test_a_column_can_be_named_by_its_place_and_parts_of_one_thing_stay_together():
    fields = [Field("street", "Street", (), many=True, joined=True), Field("phone", "Phone", (), many=True)]

    found = recognise(["A", "A", "B"], fields, {0: "street", 1: "street:work", 2: "phone"})

    assert [(match.label, match.number) for match in found.matches("street")] == [("", ""), ("work", "")]
    assert found.indexes("phone") == [2]
