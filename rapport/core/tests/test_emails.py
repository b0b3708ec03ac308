import pytest
from django.core.exceptions import ValidationError

from rapport.core.emails import alias_key, display, email_key, is_role_address, needs_smtputf8, parse, validate


@pytest.mark.parametrize(
    "raw, shown, key, utf8",
    [
        ("Jan.Novak@Example.CZ", "Jan.Novak@Example.CZ", "jan.novak@example.cz", False),
        ("jan@háčkyčárky.cz", "jan@háčkyčárky.cz", "jan@xn--hkyrky-ptac70bc.cz", False),
        ("jan@xn--hkyrky-ptac70bc.cz", "jan@xn--hkyrky-ptac70bc.cz", "jan@xn--hkyrky-ptac70bc.cz", False),
        ("გიორგი@example.ge", "გიორგი@example.ge", "გიორგი@example.ge", True),
        ("e\u0301va@example.cz", "éva@example.cz", "éva@example.cz", True),
        ("  mailto:ann@example.com ", "ann@example.com", "ann@example.com", False),
        ('"Ann, Dr" <Ann@example.com>;', "Ann@example.com", "ann@example.com", False),
        ("ann+shop@gmail.com", "ann+shop@gmail.com", "ann+shop@gmail.com", False),
        ("cora@linden.test", "cora@linden.test", "cora@linden.test", False),
    ],
)
def test_an_address_is_shown_as_typed_and_looked_up_by_its_key(raw, shown, key, utf8):
    email = parse(raw)
    assert (email.display, email.key, email.needs_smtputf8) == (shown, key, utf8)
    assert (display(raw), email_key(raw), needs_smtputf8(raw)) == (shown, key, utf8)


@pytest.mark.parametrize(
    "raw, code",
    [
        ("", "required"),
        ("jan.novak", "no_at"),
        ("a@b@example.cz", "two_ats"),
        ("a@x.cz, b@x.cz", "two_ats"),
        ("@example.cz", "no_local_part"),
        ("jan@", "no_domain"),
        ("jan novak@example.cz", "space"),
        ("jan@localhost", "no_dot"),
        ("jan..novak@example.cz", "two_dots"),
        ("a" * 250 + "@example.cz", "too_long"),
        ("jan@-example.cz", "invalid"),
        ("jan@exa_mple.cz", "invalid"),
        ("jan(at)@example.cz", "invalid"),
        ("jan@example.local", "invalid"),
    ],
)
def test_a_wrong_address_is_refused_with_its_reason(raw, code):
    with pytest.raises(ValidationError) as refused:
        validate(raw)
    assert refused.value.code == code
    assert str(refused.value.message)


@pytest.mark.parametrize("raw", ["", "@", "no at", "a@", "a@-b-.c", "a@" + "ž" * 80 + ".cz", "\x00"])
def test_a_key_is_made_of_anything(raw):
    assert email_key(email_key(raw)) == email_key(raw)


@pytest.mark.parametrize(
    "one, other, are_aliases",
    [
        ("jan.novak+shop@gmail.com", "JanNovak@googlemail.com", True),
        ("jan+a@example.cz", "jan@example.cz", True),
        ("jan.novak@example.cz", "jannovak@example.cz", False),
    ],
)
def test_aliases_are_proposed_but_stay_two_addresses(one, other, are_aliases):
    assert (alias_key(one) == alias_key(other)) == are_aliases
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    "address, is_role",
    [("Info@example.com", True), ("podpora@example.cz", True), ("sales+cz@x.cz", True), ("ann@example.com", False)],
)
def test_role_addresses_belong_to_the_organisation(address, is_role):
    assert is_role_address(address) == is_role
