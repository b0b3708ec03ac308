"""How much each agreement says, in bits (DOMAIN 2.4, after Fellegi and Sunter 1969).

`m` is how often a field agrees within one customer, `u` how often among two; what agrees adds log2(m/u), what differs
adds log2((1-m)/(1-u)), what is missing adds nothing. The sum with the prior is the weight of a pair.
"""

from math import log2

STRONG, POSSIBLE = 0.99, 0.80


def bits(m: float, u: float) -> tuple[float, float]:
    """What agreeing and what differing add."""
    return log2(m / u), log2((1 - m) / (1 - u))


EMAIL = bits(0.70, 0.00001)
PHONE = bits(0.60, 0.00005)
BIRTH = bits(0.90, 0.00005)
NAME = bits(0.80, 0.002)
SOUND = bits(0.95, 0.01)
POSTAL = bits(0.75, 0.01)
CITY = bits(0.85, 0.08)
PRIOR = log2((1 / 50_000) / (1 - 1 / 50_000))  # that two who came into question at all are one

# What the table of DOMAIN 2.4 leaves open, found with the sets of `duplicates.testing`.
STREET = (4.0, -1.0)  # the same house; another one in the same town
BIRTHDAY = (6.5, -3.32)  # day and month, of one of whom the year is not known
BIRTH_SLIP = 5.0  # another day of the month, day and month changed places, one digit another
EMAIL_SLIP, PHONE_SLIP = 5.0, 4.0  # one letter, one digit; only where the name agrees
SHORT_NAME = 4.0  # an initial, a pet name, the initials of a father
PART_OF_NAME = 2.0  # one of them has only a part of the name
MORE_NAMES = -1.5  # a second name that the other one lacks
LIKE_NAME = -3.0  # another given name that is written much the same: Nino and Nina
OTHER_FAMILY_NAME = -2.0  # as after a wedding
OTHER_GIVEN_NAME = -6.0
OTHER_NAME = -10.0
COMPANY_NAME, COMPANY_SLIP, COMPANY_PART = 14.7, 8.5, 1.0  # companies with the same name are few
COMPANY_DIFFERS = -0.5  # one has many addresses and numbers
COMPANY_SITE = 6.0  # addresses of the same domain
OTHER_GENERATION = -12.0  # born more than so many years apart, on another day of the year
GENERATION = 12
HOUSEHOLD_AT_MOST = 6.0  # what a family has in common, where something says they are two of it


def probability(weight: float) -> float:
    return 1 / (1 + 2 ** -max(-500.0, min(500.0, weight)))


def weight_of(p: float) -> float:
    return log2(p / (1 - p))
