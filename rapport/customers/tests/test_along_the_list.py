"""A page of organisations is found along an order of their own, wherever they stand among everybody."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.customers.queries import narrowing

ORDER = ("sort_key", "id")
ORGANISATION = Customer.Kind.ORGANISATION


@pytest.fixture
def many(business, ann, monkeypatch):
    """People before the organisations in every list, and so few customers taken for very many."""
    for name in ("Anna Adler", "Berta Brno", "Cora Cole"):
        actions.add(name, by=ann)
    for name in ("Zeta Works", "Yarn & Co"):
        actions.add(name, by=ann, kind="organisation")
    monkeypatch.setattr(narrowing, "SMALL", 0)
    monkeypatch.setattr(narrowing, "AT_LEAST", 0)
    monkeypatch.setattr(narrowing, "everybody", lambda: 5)
    monkeypatch.setattr(narrowing, "estimate", lambda *_args, **_more: narrowing.Count(2))


@pytest.mark.django_db
def test_they_are_found_without_looking_at_people(many):
    asked = Customer.objects.filter(kind=ORGANISATION, archived_at=None)
    with CaptureQueriesContext(connection) as queries:
        found = narrowing.screenful(asked, order=ORDER, size=1, among=Customer.objects.filter(archived_at=None))

    assert [Customer.objects.get(pk=key).name for key in found.keys] == ["Yarn & Co", "Zeta Works"]
    walked = next(query["sql"] for query in queries if "LIMIT" in query["sql"])
    assert walked.count("\"kind\" = 'organisation'") == 2  # of whom is asked, and along whom is looked


@pytest.mark.parametrize(
    "asked",
    [
        Q(name="Zeta Works"),
        ~Q(kind=ORGANISATION),
        Q(kind=ORGANISATION) | Q(name="Anna Adler"),
        Q(kind=Customer.Kind.PERSON),
    ],
)
@pytest.mark.django_db
def test_where_people_may_be_meant_too_everybody_is_looked_at(asked):
    among = Customer.objects.filter(archived_at=None)
    assert narrowing._among_their_kind(among, Customer.objects.filter(asked), ORDER) is among
