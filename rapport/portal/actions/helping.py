"""What colleagues do for customers on their site: send a link, look at what they see, open it to others."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.emails import email_key
from rapport.core.refusals import Refusal
from rapport.customers.models import Affiliation, Customer
from rapport.portal import tokens
from rapport.portal.actions.asking import send_link
from rapport.portal.models import LINK_LASTS, Access, Session, SignInLink
from rapport.portal.visiting import spoken
from rapport.timeline.actions import record


class NotTheirAddress(Refusal):
    code = "not_their_address"
    message = _("That is no address of theirs. Add it to their contact details first.")


@transaction.atomic
def invite(customer: Customer, address: str, *, by, at: datetime) -> SignInLink:
    """Send `customer` a link to one of their addresses, verified or not: whoever opens it verifies it."""
    key = email_key(address)
    point = customer.emails.filter(key=key).first()
    if point is None:
        raise NotTheirAddress
    record(customer, "portal.link_sent", by=by, at=at)
    return send_link(customer, point.address, at=at, by=by)


@transaction.atomic
def look(customer: Customer, *, by, at: datetime) -> str:
    """A token by which `by` sees for a quarter of an hour what `customer` sees, changing nothing. It is recorded."""
    link = SignInLink.objects.create(
        customer=customer, language=spoken(customer), made_at=at, expires_at=at + LINK_LASTS, by=by, is_look=True
    )
    record(customer, "portal.looked", by=by, at=at)
    return tokens.token_of(link.pk)


@transaction.atomic
def give_access(part: Affiliation, sections: Iterable[str], *, by, at: datetime) -> Access | None:
    """Let that person of an organisation see these sections of its matters; none takes it away from them."""
    part = Affiliation.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=part.pk)
    access, wanted = Access.objects.filter(affiliation=part).first(), sorted(set(sections))
    if (sorted(access.sections) if access else []) == wanted:
        return access
    facts = {"person": part.person.name, "person_id": str(part.person_id), "sections": wanted}
    record(part.organisation, "portal.access_given", by=by, at=at, **facts)
    if access and not wanted:
        Session.objects.filter(access=access).update(access=None)
        access.delete()
        return None
    access = access or Access(affiliation=part)
    access.sections, access.by, access.at = wanted, by, at
    access.save()
    return access
