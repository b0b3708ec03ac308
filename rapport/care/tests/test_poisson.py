"""The ratio of two Poisson rates, against worked examples."""

from math import inf

import pytest

from rapport.care.causes.poisson import rate_ratio, share_interval


def test_the_example_of_r():
    """`poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))` in the manual of R: 1.971488, 0.8584264 to 4.2772659."""
    ratio = rate_ratio(21, 3011, 11, 800)

    assert ratio.estimate == pytest.approx(1.971488, abs=1e-6)
    assert (ratio.low, ratio.high) == pytest.approx((0.8584264, 4.2772659), rel=1e-5)


@pytest.mark.parametrize(
    "count, of, low, high", [(0, 10, 0, 0.3084971), (5, 10, 0.1870860, 0.8129140), (1, 1, 0.025, 1)]
)
def test_shares_of_clopper_and_pearson(count, of, low, high):
    """None of ten: 1 - 0.025 ** (1 / 10). Half of ten: the table every textbook has. One of one: 0.025."""
    assert share_interval(count, of) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    "before, after, is_fewer",
    [
        (6, 0, True),  # 1 - 0.025 ** (1 / 6) = 0.459 of all six after: a ratio of 0.85 at the most
        (5, 0, False),  # 0.522: 1.09
        (12, 2, True),
        (12, 4, False),
        (40, 20, True),
        (40, 24, False),
    ],
)
def test_how_much_rarer_it_must_be_among_as_many_deliveries(before, after, is_fewer):
    assert rate_ratio(before, 1000, after, 1000).shows_fewer is is_fewer


def test_the_number_of_deliveries_counts():
    """Ten in 2,000 and five in 500 are a rate that doubled."""
    ratio = rate_ratio(10, 2000, 5, 500)

    assert ratio.estimate == pytest.approx(2)
    assert not ratio.shows_fewer


def test_where_nothing_happened_before_nothing_can_be_said():
    ratio = rate_ratio(0, 100, 3, 100)

    assert (ratio.estimate, ratio.high) == (None, inf)


def test_a_rate_is_a_rate_of_something():
    with pytest.raises(ValueError, match="a rate of"):
        rate_ratio(1, 0, 1, 10)


def test_thousands_are_no_harder_than_ten():
    ratio = rate_ratio(3000, 90_000, 2700, 90_000)

    assert (ratio.low, ratio.high) == pytest.approx((0.854, 0.949), abs=0.002)
