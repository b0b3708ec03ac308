import pytest
from django.utils import translation

from rapport.core.postal import (
    PostalAddress,
    country_choices,
    country_name,
    fields,
    format_lines,
    recognise_country,
    validate,
)

PRAGUE = PostalAddress(("Dlouhá 12",), "Praha 1", "", "110 00", "CZ", "Ing. Jana Nováková, Ph.D.", "Linden s.r.o.")
TBILISI = PostalAddress(("რუსთაველის 5", "ბინა 3"), "თბილისი", "", "0108", "GE", "ნინო ბერიძე")
CHENNAI = PostalAddress(("12 அண்ணா சாலை",), "சென்னை", "தமிழ்நாடு", "600002", "IN", "R. ரமேஷ்")


@pytest.mark.parametrize(
    "address, lines",
    [
        (PRAGUE, ["Ing. Jana Nováková, Ph.D.", "Linden s.r.o.", "Dlouhá 12", "110 00 Praha 1"]),
        (TBILISI, ["ნინო ბერიძე", "რუსთაველის 5", "ბინა 3", "0108 თბილისი"]),
        (CHENNAI, ["R. ரமேஷ்", "12 அண்ணா சாலை", "சென்னை 600002", "தமிழ்நாடு"]),
        (PostalAddress(("2732 Baker Blvd.",), "Eugene", "OR", "97403", "US"), ["2732 Baker Blvd.", "Eugene, OR 97403"]),
        (PostalAddress(("Main St 1",), "Eugene", "", "97403", "us"), ["Main St 1", "Eugene, 97403"]),
        (PostalAddress(("Main St 1",), "", "OR", "", "US"), ["Main St 1", "OR"]),
        (PostalAddress(("120 Hanover Sq.",), "London", "", "WA1 1DP", "GB"), ["120 Hanover Sq.", "London", "WA1 1DP"]),
        (PostalAddress(("8 Johnstown Road",), "Cork", "Co. Cork", "", "IE"), ["8 Johnstown Road", "Cork", "Co. Cork"]),
        (
            PostalAddress(("Rua 1",), "Rio de Janeiro", "RJ", "02389-673", "BR"),
            ["Rua 1", "Rio de Janeiro-RJ", "02389-673"],
        ),
        (PostalAddress(("Rua 1",), "Rio de Janeiro", "", "02389-673", "BR"), ["Rua 1", "Rio de Janeiro", "02389-673"]),
        (PostalAddress(("Torikatu 38",), "Oulu", "", "90110", "FI"), ["Torikatu 38", "FI-90110 Oulu"]),
        (PostalAddress(("Torikatu 38",), "Oulu", "", "FI-90110", "FI"), ["Torikatu 38", "FI-90110 Oulu"]),
        (PostalAddress(("Torikatu 38",), "Oulu", "", "", "FI"), ["Torikatu 38", "Oulu"]),
        (PostalAddress(("Åkergatan 24",), "Bräcke", "", "S-844 67", "SE"), ["Åkergatan 24", "S-844 67 Bräcke"]),
        (
            PostalAddress(("道玄坂 1-2",), "", "東京都", "150-0043", "JP", "山田"),
            ["〒150-0043", "東京都", "道玄坂 1-2", "山田"],
        ),
        (
            PostalAddress(("Dogenzaka 1-2",), "", "Tokyo", "150-0043", "JP", "Yamada"),
            ["Yamada", "Dogenzaka 1-2, Tokyo", "150-0043"],
        ),
        (PostalAddress(("Somewhere 1",), "Town", "", "1", ""), ["Somewhere 1", "1 Town"]),
        (PostalAddress(("Somewhere 1",), "Town", "", "1", "QQ"), ["Somewhere 1", "1 Town"]),
        (PostalAddress(country="CZ"), []),
    ],
)
def test_an_address_is_written_as_in_its_country_and_as_typed(address, lines):
    assert format_lines(address) == lines


@pytest.mark.parametrize(
    "sender, language, last",
    [
        ("CZ", "cs", "110 00 Praha 1"),
        ("GE", "ka", "ჩეხეთი / CZECHIA"),
        ("GB", "en", "CZECHIA"),
        ("IN", "ta", "செசியா / CZECHIA"),
        ("", "en", "110 00 Praha 1"),
    ],
)
def test_the_country_is_named_on_letters_abroad(sender, language, last):
    assert format_lines(PRAGUE, sender_country=sender, language=language)[-1] == last


@pytest.mark.parametrize(
    "country, names, required",
    [
        ("CZ", ["lines", "postal_code", "city"], {"lines", "postal_code", "city"}),
        ("ge", ["lines", "postal_code", "city"], {"lines", "city"}),
        ("IN", ["lines", "city", "postal_code", "area"], {"lines", "city", "postal_code", "area"}),
        ("US", ["lines", "city", "area", "postal_code"], {"lines", "city", "postal_code", "area"}),
        ("JP", ["postal_code", "area", "lines"], {"lines", "postal_code", "area"}),
        ("", ["lines", "city_area", "city", "area", "postal_code"], set()),
        ("QQ", ["lines", "city_area", "city", "area", "postal_code"], set()),
    ],
)
def test_each_country_has_its_own_fields(country, names, required):
    offered = fields(country)
    assert [field.name for field in offered] == names
    assert {field.name for field in offered if field.required} == required


def test_fields_are_called_what_the_country_calls_them():
    india = {field.name: field for field in fields("IN")}
    assert (str(india["postal_code"].label), str(india["area"].label)) == ("PIN code", "State")
    assert ("Tamil Nadu", "Tamil Nadu") in india["area"].choices
    assert ("OR", "Oregon") in next(field for field in fields("US") if field.name == "area").choices
    assert str(next(field for field in fields("IE") if field.name == "postal_code").label) == "Eircode"


def test_every_country_has_fields_and_a_form():
    for code, _name in country_choices("en"):
        address = PostalAddress(("Street 1",), "City", "Area", "123", code, "Name", "Org", "Quarter")
        assert {"lines"} <= {field.name for field in fields(code)}
        lines = format_lines(address)
        assert {"Name", "Org"} <= set(lines)
        assert not any("%" in line or line != " ".join(line.split()) for line in lines)
        assert all(str(warning.message) for warning in validate(address))


@pytest.mark.parametrize(
    "address, warned",
    [
        (PRAGUE, []),
        (TBILISI, []),
        (CHENNAI, []),
        (PostalAddress(("Dlouhá 12",), "", "", "1100", "CZ"), ["city", "postal_code"]),
        (PostalAddress((), "Tbilisi", "", "", "GE"), ["lines"]),
        (PostalAddress(("1 Road",), "Chennai", "Nowhere", "600002", "IN"), ["area"]),
        (PostalAddress(("1 Road",), "Chennai", "", "", "IN"), ["area", "postal_code"]),
        (PostalAddress(("1 Road",), "Town"), ["country"]),
    ],
)
def test_doubts_are_said_and_nothing_is_refused(address, warned):
    warnings = validate(address)
    assert sorted(warning.field for warning in warnings) == warned
    assert all(str(warning.message) for warning in warnings)


def test_an_example_helps_with_postal_codes():
    warning = validate(PostalAddress(("Dlouhá 12",), "Praha", "", "1", "CZ"))[0]
    assert "100 00" in str(warning.message)


@pytest.mark.parametrize(
    "text, code",
    [
        ("Germany", "DE"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        (" usa ", "US"),
        ("საქართველო", "GE"),
        ("Georgia", "GE"),
        ("Gruzie", "GE"),
        ("ஜார்ஜியா", "GE"),
        ("Česko", "CZ"),
        ("česká republika", "CZ"),
        ("Czech Republic", "CZ"),
        ("ČR", "CZ"),
        ("CR", "CR"),
        ("cz", "CZ"),
        ("CZE", "CZ"),
        ("இந்தியா", "IN"),
        ("Venezuela", "VE"),
        ("Deutschland", "DE"),
        ("Österreich", "AT"),
        ("España", "ES"),
        ("The Netherlands", "NL"),
        ("Atlantis", ""),
        ("EU", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_countries_are_recognised_as_people_write_them(text, code):
    assert recognise_country(text) == code


@pytest.mark.parametrize("language", ["en", "ka", "cs", "ta"])
def test_every_country_is_recognised_by_its_name(language):
    choices = country_choices(language)
    assert len(choices) > 240
    assert [(code, recognise_country(name)) for code, name in choices] == [(code, code) for code, _name in choices]


def test_countries_are_sorted_as_the_reader_sorts():
    names = [name for _code, name in country_choices("cs")]
    assert names.index("Chile") > names.index("Guatemala")
    assert names.index("Česko") > names.index("Curaçao")
    with translation.override("ka"):
        assert country_choices()[0][1] == "ავსტრალია"
        assert country_name("cz") == "ჩეხეთი"
    assert country_name("QQ", "en") == "QQ"


def test_the_countries_of_a_real_customer_file():
    written = (
        "Argentina Austria Belgium Brazil Canada Denmark Finland France Germany Ireland Italy Mexico Norway Poland"
    )
    written += " Portugal Spain Sweden Switzerland UK USA Venezuela"
    codes = "AR AT BE BR CA DK FI FR DE IE IT MX NO PL PT ES SE CH GB US VE"
    assert [recognise_country(name) for name in written.split()] == codes.split()
