"""Customers put on a list from the list of all, and taken off."""

from django.urls import reverse

from rapport.customers.models import Choice
from rapport.customers.testing import a_customer
from rapport.segments import actions
from rapport.segments.models import Segment


def choose(client, customers, deed) -> str:
    chosen = [str(customer.pk) for customer in customers]
    return client.post(reverse("customers:choosing"), {"chosen": chosen, "deed": deed}).url


def test_many_are_put_on_a_new_list_and_taken_back(client, ann, business):
    client.force_login(ann)
    three = [a_customer(name) for name in ("Ana", "Bela", "Cyril")]
    where = choose(client, three, "putting-in")
    assert client.post(where, {"segment": "new"}).status_code == 422
    client.post(where, {"segment": "new", "name": "Guests of the fair"})
    segment = Segment.objects.get()
    assert segment.memberships.count() == 3
    client.post(reverse("customers:chosen-undo", args=[Choice.objects.get().pk]))
    assert segment.memberships.count() == 0


def test_who_was_on_the_list_before_stays_when_the_rest_is_taken_back(client, ann, business, cora):
    client.force_login(ann)
    segment = actions.save("Guests", by=ann)
    actions.put_in(segment, [cora.pk], by=ann, at=cora.created_at)
    client.post(choose(client, [cora, a_customer("Ana")], "putting-in"), {"segment": str(segment.pk)})
    client.post(reverse("customers:chosen-undo", args=[Choice.objects.get().pk]))
    assert [one.customer for one in segment.memberships.all()] == [cora]


def test_lists_of_others_are_not_offered(client, cast, business, cora):
    client.force_login(cast["ann"])
    theirs = actions.save("Theirs", by=cast["bob"], is_shared=True)
    where = choose(client, [cora], "taking-off")
    assert client.post(where, {"segment": str(theirs.pk)}).status_code == 422
