"""Whom somebody who is being added may be: found while one types, and asked about before they are saved."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from rapport.core import phones
from rapport.core.emails import alias_key, email_key
from rapport.core.names import clean, split_person_name
from rapport.customers.actions.sections import region_of
from rapport.customers.duplicates.changed import how_many
from rapport.customers.duplicates.comparing import compare
from rapport.customers.duplicates.comparison import profiles_of
from rapport.customers.duplicates.profiles import Profile
from rapport.customers.expressions import ANOTHER_MAILBOX, Mailbox
from rapport.customers.models import Customer, Email, Phone
from rapport.customers.naming import keys
from rapport.customers.queries.search import search

MOST = 5
LOOKED_AT = 20
LEAST_NAME = 3  # letters
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Alike:
    """Somebody who is here, what they have in common with the one being added, and whether that is asked about."""

    customer: Customer
    reasons: list[str]
    is_asked_about: bool


def alike(user, *, name: str = "", email: str = "", phone: str = "", kind: str = "person") -> list[Alike]:
    """Whom `user` sees and who may be the one described, the likest first. At most a dozen queries, mostly six.

    Addresses are equal in spite of dots and tags, numbers however they are written, names in any script and order, with
    a slip and as one is called at home.
    """
    seen = Customer.objects.visible_to(user).in_use()
    draft = _draft(clean(name), email, phone, kind)
    found = [*_reached(seen, draft), *_called(seen, user, clean(name))]
    rows = seen.in_bulk(dict.fromkeys(found)) if found else {}
    others = profiles_of(rows) if rows else {}
    alikes = []
    for pk in dict.fromkeys(found):
        if pk in rows and pk in others and (one := _alike(rows[pk], draft, others[pk])):
            alikes.append(one)
    return sorted(alikes, key=lambda one: (not one.is_asked_about, -len(one.reasons)))[:MOST]


def _draft(name: str, email: str, phone: str, kind: str) -> Profile:
    split = split_person_name(name) if kind == Customer.Kind.PERSON else split_person_name("")
    number = phones.parse(phone, region_of(Customer(kind=kind))).e164 if phone.strip() else ""
    return Profile(
        id=NOBODY,
        kind=kind,
        name=name,
        key=keys(name, given_name=split.given_name, family_name=split.family_name).search,
        given_name=split.given_name,
        family_name=split.family_name,
        emails=frozenset([alias_key(email)] if "@" in email else ()),
        exact_emails=frozenset([email_key(email)] if "@" in email else ()),
        phones=frozenset([number] if number else ()),
    )


def _reached(seen, draft: Profile) -> list[UUID]:
    """By the mailbox and by the number. Two queries."""
    found: list[UUID] = []
    if draft.emails:
        mailboxes = [*draft.emails, *draft.exact_emails]
        tagged = Email.objects.alias(mailbox=Mailbox(F("key"))).filter(ANOTHER_MAILBOX, mailbox__in=mailboxes)
        having = Q(pk__in=Email.objects.filter(key__in=mailboxes).values("customer")[:LOOKED_AT])
        found += seen.filter(having | Q(pk__in=tagged.values("customer")[:LOOKED_AT])).values_list("pk", flat=True)
    if draft.phones:
        lines = Phone.objects.filter(e164__in=draft.phones).values("customer")[:LOOKED_AT]
        found += seen.filter(pk__in=lines).values_list("pk", flat=True)
    return found[:LOOKED_AT]


def _called(seen, user, name: str) -> list[UUID]:
    if len(name) < LEAST_NAME:
        return []
    return [match.customer.pk for match in search(seen, name, limit=LOOKED_AT, reader=user)]


def _alike(customer: Customer, draft: Profile, other: Profile) -> Alike | None:
    facts = {name: outcome for name, outcome, _bits in compare(draft, other, how_many()).facts}
    if draft.kind != other.kind:
        facts = {}
    named = facts.get("name") in ("same", "alike", "short")
    reached = [way for way, ours, theirs in _ways(draft, other) if ours & theirs]
    if not named and not reached:
        return None
    reasons = [{"email": _("the same e-mail"), "phone": _("the same phone")}[way] for way in reached]
    if named:
        reasons.append(_("the same name") if facts["name"] == "same" else _("a similar name"))
    differs = "differs" in (facts.get("email"), facts.get("phone"))
    return Alike(customer, reasons, is_asked_about=bool(reached) or (facts["name"] == "same" and not differs))


def _ways(draft: Profile, other: Profile):
    return ("email", draft.emails, other.emails), ("phone", draft.phones, other.phones)
