import phonenumbers
import pytest

from rapport.core.phones import Phone, digits, display, parse, tel_link, type_of


@pytest.mark.parametrize(
    "raw, region, e164, extension",
    [
        ("599 12 34 56", "GE", "+995599123456", ""),
        ("032 212 34 56", "GE", "+995322123456", ""),
        ("777 123 456", "CZ", "+420777123456", ""),
        ("00420 777 123 456", "CZ", "+420777123456", ""),
        ("420777123456", "CZ", "+420777123456", ""),
        ("098401 23456", "IN", "+919840123456", ""),
        ("044 2345 6789", "IN", "+914423456789", ""),
        ("௯௮௪௦௧௨௩௪௫௬", "in", "+919840123456", ""),
        ("+1 212 736 5000 x12", "", "+12127365000", "12"),
        ("tel:+420777123456;ext=5", "", "+420777123456", "5"),
        ("1-800-FLOWERS", "US", "+18003569377", ""),
        ("+420 (0) 777 123 456", "", "+420777123456", ""),
        ("00420 (0)777 123 456", "CZ", "+420777123456", ""),
        ("00420 777 123 456", "", "+420777123456", ""),
        ("(00 420) 777 123 456", "", "+420777123456", ""),
        ("+44 (0)20 7946 0958", "US", "+442079460958", ""),
        ("(020) 7946 0958", "GB", "+442079460958", ""),
        ("+39 06 698 12345", "CZ", "+390669812345", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(raw, region, e164, extension):
    phone = parse(raw, region)
    assert (phone.e164, phone.extension, phone.raw, phone.is_possible) == (e164, extension, raw, True)


@pytest.mark.parametrize(
    "raw, region",
    [
        ("112", "CZ"),
        ("12345", "CZ"),
        ("call Ann", "CZ"),
        ("", ""),
        ("777 123 456", ""),
        ("1" * 30, "US"),
        ("777", "XX"),
    ],
)
def test_what_is_no_number_stays_as_typed_and_is_flagged(raw, region):
    assert parse(raw, region) == Phone(raw=raw, region=region)


def test_a_possible_number_that_nobody_can_have_only_warns():
    phone = parse("(171) 555-7788", "GB")
    assert phone.is_possible
    assert not phone.is_valid


@pytest.mark.parametrize(
    "raw, region", [("+44 7911 123456", "CZ"), ("+39 06 698 12345", ""), ("+1 604 555 4729", "US")]
)
def test_the_region_stays_the_hint_it_was(raw, region):
    assert parse(raw, region).region == region


def test_types():
    assert parse("+420 777 123 456").type == "mobile"
    assert parse("032 212 34 56", "GE").type == "fixed_line"
    assert parse("1-800-FLOWERS", "US").type == "toll_free"


@pytest.mark.parametrize(
    "phone, viewer, shown, link",
    [
        (parse("777123456", "CZ"), "CZ", "777 123 456", "tel:+420-777-123-456"),
        (parse("777123456", "CZ"), "ge", "+420 777 123 456", "tel:+420-777-123-456"),
        (parse("777123456", "CZ"), "", "+420 777 123 456", "tel:+420-777-123-456"),
        (parse("tel:+420777123456;ext=5"), "CZ", "777 123 456 ext. 5", "tel:+420-777-123-456;ext=5"),
        (parse("112", "CZ"), "CZ", "112", "tel:112"),
        (parse("ask Ann"), "CZ", "ask Ann", ""),
        (Phone(e164="+995599123456"), "GE", "599 12 34 56", "tel:+995-599-12-34-56"),
        (Phone(e164="nonsense", raw="5"), "GE", "5", "tel:5"),
        (Phone(), "", "", ""),
    ],
)
def test_a_number_is_shown_as_the_reader_dials_it(phone, viewer, shown, link):
    assert (display(phone, viewer), tel_link(phone)) == (shown, link)


def test_digits_of_any_script_find_a_number():
    assert digits("+91 ௯௮ (40)-1x") == "9198401"


def test_numbers_of_a_real_file_that_lack_their_area_code_stay_as_typed():
    assert parse("40.67.88.88", "FR") == Phone(raw="40.67.88.88", region="FR")
    assert parse("(1) 42.34.22.66", "FR").e164 == "+33142342266"


def test_types_are_told_as_the_library_tells_them():
    told = 0
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        for kind in range(11):
            if number := phonenumbers.example_number_for_type(regions[0], kind):
                assert type_of(number) == phonenumbers.number_type(number), number
                number.national_number += 10_000
                assert type_of(number) == phonenumbers.number_type(number), number
                told += 1
        assert type_of(phonenumbers.PhoneNumber(country_code=code, national_number=12)) == 99
    assert told > 500
