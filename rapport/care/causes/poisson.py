"""Whether something became rarer: two counts compared by the ratio of two Poisson rates.

Given that a + b events happened in all, how many of them fell into the second time is binomial, with a share p that
depends on the ratio of the rates alone (Przyborowski & Wilenski, Biometrika 31, 1940, pp. 313-323). The exact interval
of p (Clopper & Pearson, Biometrika 26, 1934, pp. 404-413) becomes that of the ratio by

    ratio = p / (1 - p) * time before / time after

It holds at least 95 % whatever the counts are, which a normal approximation does not for counts as small as ours.
R's `poisson.test` answers the same numbers.
"""

from dataclasses import dataclass
from math import exp, inf, lgamma, log

TAIL = 0.025  # of each side: 95 % between them
HALVINGS = 60  # of the interval from 0 to 1: beyond what a float tells apart


@dataclass(frozen=True)
class Ratio:
    """The rate after to the rate before; `high` is infinite where nothing happened before."""

    estimate: float | None  # none where nothing happened before
    low: float
    high: float

    @property
    def shows_fewer(self) -> bool:
        """With 95 % certainty it became rarer."""
        return self.high < 1


def rate_ratio(before: int, before_of: float, after: int, after_of: float) -> Ratio:
    """The ratio of the rates `after / after_of` and `before / before_of`, with its exact 95 % interval.

    `before_of` and `after_of` say out of how much: deliveries, or days. Both must be more than nothing.
    """
    if min(before_of, after_of) <= 0:
        raise ValueError("a rate needs something that it is a rate of")
    estimate = (after / after_of) / (before / before_of) if before else None
    share_low, share_high = share_interval(after, before + after)
    of = before_of / after_of
    return Ratio(estimate, _odds(share_low) * of, _odds(share_high) * of)


def share_interval(count: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of a share: those shares under which `count` or more, or less, is not too rare."""
    low = 0.0 if count == 0 else _where(lambda share: 1 - _at_most(count - 1, of, share), TAIL)
    high = 1.0 if count == of else _where(lambda share: 1 - _at_most(count, of, share), 1 - TAIL)
    return low, high


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf


def _where(rising, goal: float) -> float:
    """Between 0 and 1, where the function `rising` reaches `goal`."""
    low, high = 0.0, 1.0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < goal:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(count: int, of: int, share: float) -> float:
    """The chance that at most `count` of `of` happen, each with the chance `share`."""
    if share <= 0 or count >= of:
        return 1.0
    if share >= 1:
        return 0.0
    yes, no = log(share), log(1 - share)
    whole = lgamma(of + 1)
    return sum(exp(whole - lgamma(k + 1) - lgamma(of - k + 1) + k * yes + (of - k) * no) for k in range(count + 1))
