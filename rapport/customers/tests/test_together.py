"""Doing one thing to many customers, and taking it back."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rapport.customers import actions, together
from rapport.customers.models import Choice, Customer, CustomField
from rapport.customers.queries import Filters
from rapport.customers.testing import a_customer
from rapport.staff.models import Team
from rapport.timeline.models import Entry


@pytest.fixture
def three(business):
    return [a_customer(name) for name in ("Ana", "Bela", "Cyril")]


def choose(client, customers, deed, **more):
    """What the list sends; answers the address of the deed's page."""
    chosen = [str(customer.pk) for customer in customers]
    return client.post(reverse("customers:choosing"), {"chosen": chosen, "deed": deed, **more}).url


def tags_of(customer) -> set[str]:
    return set(customer.tags.values_list("name", flat=True))


def test_many_are_tagged_and_put_back_but_for_whom_somebody_changed(as_ann, ann, three):
    ana, bela, cyril = three
    actions.set_tags(bela, ["vip"], by=ann)

    where = choose(as_ann, three, "tags")
    response = as_ann.post(where, {"add": "vip, spring"})
    assert response.url == "/customers/"
    assert [tags_of(one) for one in three] == [{"vip", "spring"}] * 3
    told = Entry.objects.filter(customer=bela).latest("recorded_at")
    assert (told.kind, told.by, told.facts["added"]) == ("customer.tagged", ann, ["spring"])

    actions.set_tags(cyril, ["vip"], by=ann)
    undo = reverse("customers:chosen-undo", args=[Choice.objects.get().pk])
    page = as_ann.post(undo, follow=True)
    assert [tags_of(one) for one in three] == [set(), {"vip"}, set()]
    assert page.status_code == 200
    assert as_ann.post(undo).status_code == 409


def test_many_are_handed_over_and_back(as_ann, ann, cast, three):
    ana, bela, cyril = three
    Customer.objects.filter(pk=ana.pk).update(account_manager=cast["bob"])
    team = Team.objects.create(name="Brno")

    where = choose(as_ann, three, "handing-over")
    as_ann.post(where, {"account_manager": str(ann.pk), "team": str(team.pk)})
    assert set(Customer.objects.values_list("account_manager", "team")) == {(ann.pk, team.pk)}
    assert sorted(Entry.objects.get(customer=ana).facts["changes"], key=lambda one: one["field"]) == [
        {"field": "account_manager", "old": str(cast["bob"]), "new": str(ann)},
        {"field": "team", "old": "", "new": "Brno"},
    ]

    Customer.objects.filter(pk=cyril.pk).update(account_manager=cast["mark"])
    as_ann.post(reverse("customers:chosen-undo", args=[Choice.objects.get().pk]))
    found = dict(Customer.objects.values_list("name", "account_manager"))
    assert found == {"Ana": cast["bob"].pk, "Bela": None, "Cyril": cast["mark"].pk}
    assert not Customer.objects.exclude(team=None).exists()


def test_many_are_archived_and_brought_back(as_ann, ann, three):
    actions.archive(three[2], by=ann, reason="Moved away")
    choice = together.choose(by=ann, at=timezone.now(), ids=[one.pk for one in three])

    as_ann.post(reverse("customers:chosen-deed", args=[choice.pk, "archiving"]), {"reason": "Closed down"})
    reasons = dict(Customer.objects.values_list("name", "archived_because"))
    assert reasons == {"Ana": "Closed down", "Bela": "Closed down", "Cyril": "Moved away"}

    as_ann.post(reverse("customers:chosen-undo", args=[choice.pk]))
    assert list(Customer.objects.exclude(archived_at=None)) == [three[2]]


def test_everybody_found_is_chosen_and_newcomers_stay_out(as_ann, ann, three):
    where = choose(as_ann, [], "tags", all="on", kind="person")
    a_customer("Dora")
    assert as_ann.get(where).context["choice"].count == 3

    as_ann.post(where, {"add": "spring"})
    assert set(Customer.objects.filter(tags__name="spring")) == set(three)


def test_whoever_came_into_the_list_otherwise_is_noticed(as_ann, ann, three):
    actions.archive(three[0], by=ann, reason="Twice")
    where = choose(as_ann, [], "tags", all="on")
    actions.restore(three[0], by=ann)

    assert as_ann.post(where, {"add": "spring"}).status_code == 409
    assert not Customer.objects.filter(tags__name="spring").exists()


@pytest.mark.parametrize(
    "deed, said, status",
    [("tags", {}, 422), ("handing-over", {"account_manager": "as-it-is"}, 422), ("archiving", {}, 422), ("x", {}, 404)],
)
def test_what_makes_no_sense_is_refused(as_ann, ann, three, deed, said, status):
    choice = together.choose(by=ann, at=timezone.now(), ids=[three[0].pk])
    page = reverse("customers:chosen-deed", args=[choice.pk, deed])
    assert as_ann.post(page, said).status_code == status


def test_who_may(client, cast, ann, three):
    client.force_login(cast["rita"])
    page = client.get("/customers/").text
    assert 'name="chosen"' not in page
    where = choose(client, three, "tags")
    assert client.post(where, {"add": "x"}).status_code == 403

    client.force_login(cast["ann"])
    assert client.get(where).status_code == 404  # what others chose does not exist
    assert client.get(choose(client, three, "export")).status_code == 403
    assert client.get(reverse("customers:chosen", args=[uuid4()])).status_code == 404


def test_nobody_chosen_leads_back_to_the_list(as_ann, three):
    assert choose(as_ann, [], "tags", kind="person") == "/customers/?kind=person"
    assert as_ann.get(reverse("customers:choosing")).url == "/customers/"


def test_those_chosen_are_taken_out_as_a_table(client, cast, three, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(cast["mark"])
    where = choose(client, three[:2], "export")
    assert client.get(where).status_code == 200
    shown = client.post(where, {"ending": "csv"}).url
    assert "Fetch the table" in client.get(shown).text

    answer = client.get(reverse("customers:chosen-table", args=[Choice.objects.get().pk]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3 and "Ana" in lines[1] and "Bela" in lines[2]

    together.forget_old_files(timezone.now() + together.taking_out.KEPT)
    assert client.get(reverse("customers:chosen-table", args=[Choice.objects.get().pk])).status_code == 404


def test_the_number_of_statements_does_not_grow(ann, business, django_assert_max_num_queries):
    for count in (10, 40):
        some = [a_customer(f"{count} {n}").pk for n in range(count)]
        choice = together.choose(by=ann, at=timezone.now(), ids=some)
        together.plan(choice, "tags", {"add": ["spring"], "remove": []})
        with django_assert_max_num_queries(20):
            assert together.do(choice, at=timezone.now()).done == count


@pytest.mark.django_db(transaction=True)
def test_very_many_are_done_by_the_worker_and_taken_back(as_ann, ann, three, monkeypatch, run_jobs):
    monkeypatch.setattr(together, "IN_A_REQUEST", 2)
    where = choose(as_ann, three, "tags")
    shown = as_ann.post(where, {"add": "spring"}).url
    assert "How far it is" in as_ann.get(shown).text
    run_jobs()
    assert Customer.objects.filter(tags__name="spring").count() == 3
    assert "The tags of 3 customers are changed." in as_ann.get(shown).text

    as_ann.post(shown + "undo/")
    run_jobs()
    assert not Customer.objects.filter(tags__name="spring").exists()


def test_what_the_list_is_narrowed_to_is_kept_and_taken_up(ann):
    filters = Filters(kind="person", tag="vip", manager="none", archived=True, followed_by=ann, brought_by=uuid4())
    assert Filters.taken_up(filters.kept(), user=ann) == filters


def test_one_fact_for_many_and_back_but_for_whom_somebody_changed(as_ann, ann, three):
    ana, bela, cyril = three
    where = choose(as_ann, three, "fact")
    assert "Choose a fact first" in as_ann.post(where, {"fact": ""}).text
    asked = as_ann.get(where, {"fact": "language"})
    assert asked.context["form"].fields["value"].choices[1][0] == "en"
    as_ann.post(where, {"fact": "language", "value": "cs"})
    assert set(Customer.objects.values_list("language", flat=True)) == {"cs"}
    told = Entry.objects.get(customer=ana, kind="customer.edited")
    assert told.facts["changes"][0]["field"] == "language"

    Customer.objects.filter(pk=cyril.pk).update(language="ta")
    as_ann.post(reverse("customers:chosen-undo", args=[Choice.objects.get().pk]))
    assert list(Customer.objects.order_by("name").values_list("language", flat=True)) == ["", "", "ta"]


def test_a_field_of_ones_own_is_set_and_cleared_and_who_it_is_not_for_is_listed(as_ann, ann, three):
    CustomField.objects.create(key="shoe", label="Shoe size", type="number", for_kind="person")
    house = a_customer("Linden", kind="organisation")
    where = choose(as_ann, [*three, house], "fact")
    page = as_ann.post(where, {"fact": "custom.shoe", "value": "42"}, follow=True)
    assert "Not done for" in page.text and "Linden" in page.text
    assert [one.custom for one in Customer.objects.order_by("name")] == [
        {"shoe": "42"},
        {"shoe": "42"},
        {"shoe": "42"},
        {},
    ]

    where = choose(as_ann, three[:1], "fact")
    assert as_ann.post(where, {"fact": "custom.shoe"}).status_code == 422
    as_ann.post(where, {"fact": "custom.shoe", "clear": "on"})
    assert Customer.objects.get(name="Ana").custom == {}


def test_nobody_is_called_by_first_name_who_did_not_permit_it(as_ann, three):
    ana = three[0]
    Customer.objects.filter(pk=ana.pk).update(first_name_permission="said", first_name_permission_at=timezone.now())
    where = choose(as_ann, three, "fact")
    as_ann.post(where, {"fact": "address_style", "value": "first_name"})
    assert set(Customer.objects.filter(address_style="first_name")) == {ana}
    assert Choice.objects.get().failed == 2


def test_one_note_on_many_timelines(as_ann, ann, three):
    where = choose(as_ann, three, "note")
    assert "cannot be taken back" in as_ann.get(where).text
    as_ann.post(where, {"text": "Met at the fair."})
    notes = Entry.objects.filter(kind="note.written", body="Met at the fair.", by=ann)
    assert notes.count() == 3
    assert as_ann.post(reverse("customers:chosen-undo", args=[Choice.objects.get().pk])).status_code == 409


def test_what_is_done_to_many_asks_the_same_number_of_queries_for_more_of_them(
    as_ann, three, django_assert_max_num_queries
):
    everybody = [*three, *(a_customer(f"Customer {n}") for n in range(30))]
    where = choose(as_ann, everybody, "fact")
    with django_assert_max_num_queries(30):
        as_ann.post(where, {"fact": "source", "value": "the fair"})
