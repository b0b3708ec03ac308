"""Ready answers: written once, used often. A field stands in braces and is filled in for each customer."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.ids import is_id
from rapport.core.names import clean, clean_lines
from rapport.customers.naming import form_of_address, language_of, salutation
from rapport.messaging.inbox.greeting import ready_answers
from rapport.messaging.models import CannedReply, Conversation
from rapport.staff.models import Business

FIELD = re.compile(r"\{([a-z_]{1,30})\}")
MOST = 30
FIELDS = {
    "greeting": _("their greeting, with its comma"),
    "customer": _("how they are addressed"),
    "name": _("their name"),
    "first_name": _("their given name"),
    "me": _("your name"),
    "business": _("the name of the house"),
    "subject": _("what the conversation is about"),
    "due": _("when they have our answer"),
}


def filled(text: str, *, customer, by, conversation: Conversation | None = None) -> str:
    """`text` with its fields filled in. What is not known stays as it stands, so that nothing is sent with a gap."""
    return _fill(text, _known(customer, by, conversation))


def all_filled(
    answers: Iterable[CannedReply], *, customer, by, conversation: Conversation | None = None
) -> list[tuple[CannedReply, str, str]]:
    """Each of `answers` with its subject and its text, filled in."""
    known = _known(customer, by, conversation)
    return [(row, _fill(row.subject, known), _fill(row.text, known)) for row in answers]


def unknown_fields(text: str) -> list[str]:
    """Fields in `text` that nobody can fill in."""
    return sorted({name for name in FIELD.findall(text) if name not in FIELDS})


def _known(customer, by, conversation: Conversation | None) -> dict[str, str]:
    business = Business.objects.current()
    due = conversation and conversation.due_at
    return {
        "greeting": salutation(customer, business=business),
        "customer": form_of_address(customer, business=business),
        "name": customer.name,
        "first_name": customer.given_name,
        "me": by.get_full_name(),
        "business": business.name,
        "subject": conversation.subject if conversation else "",
        "due": formats.moment(due, at=None, language=customer.language or None) if due else "",
    }


def offered(user, customer, text: str = "") -> list[CannedReply]:
    """For that customer, in their language, by words of the name or the short word; the most used first."""
    rows = ready_answers(user, language_of(customer))
    if text:
        rows = rows.filter(Q(shortcut__istartswith=text) | Q(name__icontains=text) | Q(text__icontains=text))
    return list(rows.order_by("-used", "name", "id")[:MOST])


@transaction.atomic
def save(row: CannedReply, *, at: datetime, **fields) -> CannedReply:
    """A new ready answer, or a changed one."""
    for name, value in fields.items():
        setattr(
            row, name, clean_lines(value) if name == "text" else clean(value) if name in ("name", "subject") else value
        )
    row.updated_at = at
    row.save()
    return row


def used(keys: Iterable[str]) -> None:
    """They stood in something that was sent: what is used most is offered first."""
    if wanted := [key for key in keys if is_id(key)]:
        CannedReply.objects.filter(pk__in=wanted[:MOST]).update(used=F("used") + 1)


def _fill(text: str, known: dict[str, str]) -> str:
    return FIELD.sub(lambda field: known.get(field[1]) or field[0], text)
