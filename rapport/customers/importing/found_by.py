"""The text by which a new customer is found, made beside the database: what `customers_found_by` there would make.

Seven lines: names, organisations, e-mails, phones, cities, codes, tags. Whoever works somewhere is left to the
database, which knows the organisation.
"""

import re
from functools import lru_cache

from rapport.core import folding
from rapport.customers.finding import NAME_SIGN
from rapport.customers.importing.subjects import Subject

NOT_A_DIGIT = re.compile("[^0-9]")


def found_by(subject: Subject) -> str:
    key = subject.columns["search_key"].replace(" ", f" {NAME_SIGN}").replace(f"{NAME_SIGN}| ", "| ")
    mails, phones, cities, tags = set(), set(), set(), set()
    for point in subject.points:
        match point.kind:
            case "email":
                mails.add(point.parts[0])
            case "phone":
                phones.add(" " + NOT_A_DIGIT.sub("", point.parts[0] or point.value))
            case "address" if point.parts[1]:
                cities.add(_folded(point.parts[1]))
            case "tag":
                tags.add(point.value)
    return "\n".join(
        (
            f" {NAME_SIGN}{key}" if key else "",
            "",
            "".join([f" {mail}" for mail in sorted(mails)]),
            "".join(sorted(phones)),
            "".join(sorted(cities)),
            f" {subject.code.lower()}" if subject.code else "",
            "".join(map(_folded, sorted(tags))),
        )
    )


@lru_cache(10_000)
def _folded(text: str) -> str:
    return f" {folding.search_key(text)}"
