"""Every library that is installed with Rapport may be given on with it, under the MIT licence."""

import re
from importlib.metadata import distribution, metadata

import pytest
from django.conf import settings

REQUIREMENTS = (settings.BASE / "requirements" / "base.txt").read_text("utf-8")
LIBRARIES = re.findall(r"^([a-z0-9.-]+)==[^;\n]*\\$", REQUIREMENTS, re.MULTILINE)  # without those of other systems
FREE = r"MIT|BSD|ISC|Apache|PSF|Unlicense"
UNCHANGED = r"LGPL-3.0|Mozilla Public License 2.0|MPL-2.0"  # asks something only of whoever changes the library
WITH_SUCH = {"certifi", "fido2", "psycopg", "psycopg-binary", "psycopg-pool"}


def test_the_list_is_read():
    assert {"django", "fido2", "segno", "cryptography", "pyjwt", "oauthlib", "requests"} <= set(LIBRARIES)


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_may_be_given_on_with_rapport(name):
    licences = said_by(name)
    assert licences, "it has to say something"
    for licence in licences:
        allowed = f"{FREE}|{UNCHANGED}" if name in WITH_SUCH else FREE
        assert re.search(allowed, licence), licence


def said_by(name: str) -> list[str]:
    told = metadata(name)
    if told.get("License-Expression"):
        return [told["License-Expression"]]
    classified = [
        line for line in told.get_all("Classifier", []) if line.count("::") == 2 and line.startswith("License")
    ]
    if classified or told["License"]:
        return classified or [told["License"]]
    return ["BSD" for text in texts_of(name) if "Redistribution and use in source and binary forms" in text]


def texts_of(name: str) -> list[str]:
    """What stands in the licence's own text; there are libraries that bring nothing else."""
    files = [path for path in distribution(name).files or [] if path.name.startswith(("COPYING", "LICENSE", "LICENCE"))]
    return [path.read_text("utf-8") for path in files]
