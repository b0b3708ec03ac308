"""Links by which a customer answers without an account.

Only the message that goes out has the signed word in them. In our inbox, in the story and in the tables stand dots, so
that nobody of us can answer in a customer's name.
"""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from rapport.care.cases.telling import KEY
from rapport.care.complaints import tokens
from rapport.care.models import Fairness
from rapport.messaging.outgoing.sealed import DOTS, sources

RESTATED, FAIRNESS = "complaint-restated", "fairness"  # what the key of the message says after its case


def sealed_link(name: str) -> str:
    """The address of the page `name`, as it is written down."""
    return settings.PORTAL_ADDRESS + reverse(f"care:{name}", args=["-"]).replace("/-/", f"/{DOTS}/")


def _opens(rest: str) -> str:
    case, what, key = [*rest.split(":"), ""][:3]
    if what == RESTATED:
        return tokens.of("restatement", UUID(key))
    if what == FAIRNESS and (asked := Fairness.objects.filter(case=case).first()):
        return tokens.of("fairness", asked.pk)
    return DOTS


sources[KEY] = _opens
