"""A customer as a card for an address book: who they are and how to reach them, and nothing that was noted of them."""

import segno
from django.utils.safestring import SafeString, mark_safe
from segno.encoder import DataOverflowError

from rapport.core.countries import country_name
from rapport.core.vcard import Card, CardAddress, Point, write
from rapport.customers.models import Customer

KINDS = {"mobile": "cell", "fixed_line": "voice", "fax": "fax", "pager": "pager"}
IN_PICTURE = 3  # ways of each kind that a code to be read from a screen has room for


def card_of(customer: Customer, *, work=None, most: int | None = None, with_address: bool = True) -> Card:
    """The card of `customer`. `work` is the affiliation that stands on it; `most` how many of each way to reach them.

    Reads their e-mails, phones, addresses and web pages; prefetch them for a list. Without birthday, notes and tags.
    """
    addresses = [_address(address) for address in customer.addresses.all()] if with_address else []
    pages = [handle for handle in customer.handles.all() if handle.network == "web"]
    return Card(
        name=customer.name,
        given_name=customer.given_name,
        family_name=customer.family_name,
        middle_names=customer.patronymic,
        titles_before=customer.titles_before,
        titles_after=customer.titles_after,
        is_organisation=customer.is_organisation,
        organisation=work.organisation.name if work else "",
        title=work.title if work else "",
        emails=tuple(Point(mail.address, mail.label, mail.is_preferred) for mail in customer.emails.all())[:most],
        phones=tuple(
            Point(phone.e164 or phone.raw, KINDS.get(phone.type) or phone.label, phone.is_preferred)
            for phone in customer.phones.all()
        )[:most],
        pages=tuple(Point(page.handle) for page in pages)[:most],
        addresses=tuple(addresses)[: 1 if most else None],
        language=customer.language,
        uid=str(customer.pk),
        changed_at=customer.updated_at,
    )


def picture(customer: Customer, *, work=None) -> SafeString:
    """A QR code with the card, for a telephone to read; with less on it where all would make it too fine."""
    for most, with_address in ((IN_PICTURE, True), (IN_PICTURE, False), (1, False)):
        text = write(card_of(customer, work=work, most=most, with_address=with_address))
        try:
            code = segno.make(text.encode(), error="l", micro=False)
        except DataOverflowError:
            continue
        if code.version <= 25 or most == 1:
            return mark_safe(code.svg_inline(omitsize=True, border=4, light="#fff", dark="#000"))  # noqa: S308
    return SafeString("")


def _address(address) -> CardAddress:
    return CardAddress(
        lines=address.lines or address.as_written,
        city=address.city,
        area=address.area,
        postal_code=address.postal_code,
        country=country_name(address.country) if address.country else "",
        label=address.label,
        is_preferred=address.is_preferred,
    )
