from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from rapport.core.formats import money
from rapport.core.money import Money, currency_choices, digits, is_currency, parse_amount, parse_money, round_amount


@pytest.mark.parametrize(
    "typed, language, amount",
    [
        ("12", "", "12"),
        ("12.5", "", "12.5"),
        ("9.80000019", "", "9.80000019"),
        ("12,50", "", "12.50"),
        ("1.234", "", "1.234"),
        ("1 234,50", "cs", "1234.50"),
        ("1\u00a0234,50 Kč", "cs", "1234.50"),
        ("1.234,50", "cs", "1234.50"),
        ("12.50", "cs", "12.50"),
        ("1,234", "cs", "1.234"),
        ("1,234.50", "en", "1234.50"),
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("1234,5", "en", "1234.5"),
        ("0,125", "en", "0.125"),
        ("12,34,567.50", "ta", "1234567.50"),
        ("12,34,567", "", "1234567"),
        ("1.234.567", "ka", "1234567"),
        ("1'234.50", "", "1234.50"),
        ("1\u202f234,5", "ka", "1234.5"),
        ("௧௨.௫", "ta", "12.5"),
        ("€ 5", "", "5"),
        ("5 EUR", "", "5"),
        ("12,-", "cs", "12"),
        ("-5", "", "-5"),
        ("−5,5", "cs", "-5.5"),
        ("5-", "", "-5"),
        ("(5)", "", "-5"),
        ("+5", "", "5"),
        ("-€5", "en", "-5"),
        (".5", "", "0.5"),
        ("0", "", "0"),
        ("1234,567", "", "1234.567"),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, language, amount):
    assert parse_amount(typed, language) == Decimal(amount)


@pytest.mark.parametrize(
    "typed, language, code",
    [
        ("", "", "unreadable"),
        ("twelve", "", "unreadable"),
        ("12..5", "", "unreadable"),
        ("12,3456,7", "", "unreadable"),
        ("1,23.456,7", "", "unreadable"),
        ("1,2345.50", "en", "unreadable"),
        ("5 apples", "", "unreadable"),
        ("5 box", "", "unreadable"),
        ("--5", "", "unreadable"),
        ("1,234", "", "ambiguous"),
        ("1.234", "cs", "ambiguous"),
        ("NaN", "", "unreadable"),
        ("1e5", "", "unreadable"),
    ],
)
def test_what_may_mean_two_amounts_or_none_is_refused(typed, language, code):
    with pytest.raises(ValidationError) as refused:
        parse_amount(typed, language)
    assert refused.value.code == code
    assert refused.value.messages[0]


@pytest.mark.parametrize("language", ["en", "ka", "cs", "ta"])
@pytest.mark.parametrize("amount", ["0.05", "12.50", "1234567.89", "-999.99"])
def test_what_we_write_we_can_read(language, amount):
    for currency in ("EUR", "GEL", "CZK", "INR", "USD"):
        assert parse_money(money(Decimal(amount), currency, language=language), currency, language) == Money(
            Decimal(amount), currency
        )


@pytest.mark.parametrize(
    "typed, currency",
    [("10", "EUR"), ("12,50 €", "EUR"), ("USD 10", "USD"), ("10 gel", "GEL"), ("10 Kč", "CZK"), ("₹10", "INR")],
)
def test_a_currency_beside_the_amount_is_noticed(typed, currency):
    assert parse_money(typed, "EUR", "cs").currency == currency


def test_amounts_of_one_currency_add_up():
    assert Money(Decimal("1.5"), "EUR") + Money(Decimal(1), "EUR") - Money(Decimal("0.5"), "EUR") == Money(
        Decimal(2), "EUR"
    )
    assert -Money(Decimal(2), "EUR") == Money(Decimal(-2), "EUR")
    assert not Money(Decimal(0), "EUR")
    with pytest.raises(ValueError):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(ValueError):
        Money(Decimal(1), "EUR") + 1


def test_rounding_goes_to_the_currency_s_digits():
    assert (digits("EUR"), digits("JPY"), digits("KWD")) == (2, 0, 3)
    assert round_amount(Decimal("2.345"), "EUR") == Decimal("2.35")
    assert round_amount(Decimal("-2.5"), "JPY") == Decimal("-3")
    assert str(Money(Decimal("12.5"), "EUR").rounded()) == "12.50 EUR"


def test_currencies_on_offer():
    choices = currency_choices("en")
    assert choices[0] == ("EUR", "EUR – Euro")
    codes = [code for code, _ in choices]
    assert len(codes) == len(set(codes)) > 140
    assert not {"DEM", "XAU"} & set(codes)
    assert is_currency("GEL")
    assert not is_currency("gel")
    assert dict(currency_choices("cs"))["GEL"] == "GEL – gruzínské lari"
