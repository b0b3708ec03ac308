"""A customer on their own pages, for tests of every slice that has a section there.

client = portal_visitor(cora)                  # a Client that is signed in as Cora
client.get("/portal/orders/")
portal_visitor(cora, of=hotel, sections=["orders"])   # Cora, looking after the hotel's orders
"""

from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.utils import timezone

from rapport.customers.models import Affiliation, Customer
from rapport.portal import actions
from rapport.portal.models import Access
from rapport.portal.visiting import COOKIE


def a_visitor(
    person: Customer, *, of: Customer | None = None, sections: Iterable[str] = (), language: str = "en"
) -> Client:
    """A browser in which `person` is signed in; with `of`, looking after the matters of that organisation."""
    session, secret = actions.start_session(person, language=language, browser="Firefox", at=timezone.now())
    if of is not None:
        part, _made = Affiliation.objects.get_or_create(person=person, organisation=of)
        access, _made = Access.objects.update_or_create(affiliation=part, defaults={"sections": list(sections)})
        actions.look_after(session, access)
    client = Client()
    client.cookies[COOKIE] = secret
    return client


@pytest.fixture
def portal_visitor(business) -> Callable[..., Client]:
    return a_visitor
