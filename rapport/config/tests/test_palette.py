"""The palette: anyone, any order, any promise, any page, anything to do; and nothing a role may not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.palette.answers import answer
from rapport.core.registry import palette_sources, palette_words
from rapport.customers import actions
from rapport.customers.testing import a_customer
from rapport.orders.testing import an_order
from rapport.promises.testing import a_promise


@pytest.fixture
def tamar(business, ann):
    return actions.add(
        "თამარ ბერიძე", by=ann, language="ka", emails=["tamar@beridze.example"], phones=["+995 555 01 02 03"]
    )


def lines(user, text="", **options) -> dict[str, list[str]]:
    groups = answer(user, text, **options).groups
    return {group.label: [offer.item.label for offer in group.offers] for group in groups}


def every_line(user, text="", **options) -> list[str]:
    return [line for group in lines(user, text, **options).values() for line in group]


@pytest.mark.parametrize("typed", ["tamar", "თამ", "beridze", "tamar@ber", "beridze.example", "555 01 02", "beridez"])
def test_a_customer_is_found_by_any_spelling_and_by_what_one_has_at_hand(ann, tamar, typed):
    assert lines(ann, typed)["Customers"] == ["თამარ ბერიძე"]


def test_an_order_is_found_by_its_number_and_a_promise_by_its_words(ann, tamar):
    order = an_order(customer=tamar, by=ann)
    a_promise(tamar, "Three oiled walnut samples", by=ann)

    assert lines(ann, f"#{order.number}")["Orders"] == [order.number]
    assert lines(ann, "WALNUT sampl")["Promises"] == ["Three oiled walnut samples"]
    assert "Promises" not in lines(ann, "oak sampl")


def test_pages_and_deeds_are_found_by_their_words_and_by_others(cast):
    assert "Public holidays" in lines(cast["mark"], "holid")["Go to"]
    assert "Add a customer" in lines(cast["ann"], "new person")["Do"]
    assert lines(cast["ann"], "prom some")["Do"] == ["Promise something to…"]


def test_what_is_only_alike_comes_behind_what_is_meant(ann, business):
    a_customer("Dorothy Holliday")

    groups = answer(ann, "holidy").groups
    assert [group.is_sure for group in groups] == sorted((group.is_sure for group in groups), reverse=True)


@pytest.mark.parametrize(
    "who, offered",
    [
        (
            "rita",
            {"Promise something to…": False, "Add a customer": False, "Note a call with…": False, "Customers": True},
        ),
        (
            "ann",
            {
                "Promise something to…": True,
                "Add a customer": True,
                "Invite a colleague": False,
                "Opening hours": False,
            },
        ),
        ("olga", {"Promise something to…": True, "Invite a colleague": True, "Own fields": True}),
    ],
)
def test_nobody_is_offered_what_their_role_may_not_do(cast, who, offered):
    found = every_line(cast[who])
    assert {label: label in found for label in offered} == offered


def test_a_reader_is_not_led_into_a_first_step_either(client, cast, tamar):
    client.force_login(cast["rita"])
    response = client.get("/search/", {"do": "promises.new", "q": "tamar"})

    assert tamar.get_absolute_url() in response.text
    assert "/promises/new/" not in response.text


def test_every_word_of_a_role_leads_to_a_page_it_may_open(client, cast, tamar):
    for name, user in cast.items():
        client.force_login(user)
        for group in answer(user, "").groups:
            for offer in group.offers:
                assert client.get(offer.item.url).status_code == 200, (name, offer.item.url)


def test_a_deed_in_two_steps_asks_about_whom_and_leads_there(ann, tamar):
    found = answer(ann, "tam", step="promises.new")

    assert str(found.word.label) == "Promise something to…"
    (offer,) = found.groups[0].offers
    assert offer.item.url == f"/customers/{tamar.pk}/promises/new/"


def test_who_is_surely_meant_comes_with_what_can_be_done_for_them(ann, tamar):
    first = ["Promise something to…", "Write to a customer", "Note a call with…"]
    assert lines(ann, "tamar")["Do"][:3] == first
    assert "Do" not in lines(ann, "tamrr")


def test_whom_and_what_one_had_in_hand_last_comes_first(ann, tamar, business):
    jana = a_customer("Jana Nováková")
    for customer, ago in [(tamar, 2), (jana, 1)]:
        actions.look(customer, user=ann, at=timezone.now() - timedelta(hours=ago))

    found = lines(ann, used=["customers.call", "nothing.known", "go.orders"])
    assert list(found.items())[:2] == [
        ("Lately", ["Jana Nováková", "თამარ ბერიძე"]),
        ("Again", ["Note a call with…", "Orders"]),
    ]
    assert "Orders" not in found["Go to"]


def test_among_equals_those_one_looked_at_come_first(ann, business):
    a_customer("Jana Abel")
    zeman = a_customer("Jana Zeman")
    actions.look(zeman, user=ann, at=timezone.now())

    assert lines(ann, "jana")["Customers"] == ["Jana Zeman", "Jana Abel"]


def test_archived_customers_are_not_offered(ann, tamar):
    actions.archive(tamar, by=ann, reason="Moved away")

    assert "Customers" not in lines(ann, "tamar")


def test_a_keystroke_costs_few_queries_however_much_there_is(client, ann, business, django_assert_max_num_queries):
    for n in range(8):
        customer = a_customer(f"Jana Nováková {n}")
        actions.look(customer, user=ann, at=timezone.now())
        a_promise(customer, f"Jana's samples {n}", by=ann)
    client.force_login(ann)
    for typed in ["", "j", "jana", "jnaa", "10", "zzzzz"]:
        with django_assert_max_num_queries(12):
            client.get("/search/", {"q": typed}, headers={"X-Requested-With": "palette"})


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "((", "🎻", "x" * 500, "\x00", "#"])
def test_odd_words_find_nothing_and_break_nothing(client, ann, tamar, typed):
    client.force_login(ann)
    for step in ["", "promises.new", "nothing"]:
        assert client.get("/search/", {"q": typed, "do": step, "used": typed}).status_code == 200


def test_without_javascript_the_same_lines_are_links_on_a_page(client, ann, tamar):
    client.force_login(ann)

    page = client.get("/search/", {"q": "tamar"})
    part = client.get("/search/", {"q": "tamar"}, headers={"X-Requested-With": "palette"})

    assert "<main" in page.text and "<main" not in part.text
    assert page.text.count(f'href="/customers/{tamar.pk}/"') == part.text.count(f'href="/customers/{tamar.pk}/"') == 1
    assert 'href="/search/?do=promises.new"' in client.get("/search/", {"q": "promise"}).text


def test_what_was_typed_is_not_taken_for_html(client, ann, business):
    client.force_login(ann)
    assert "<script>alert" not in client.get("/search/", {"q": "<script>alert(1)</script>"}).text


def test_the_palette_is_for_those_who_work_here(client, business):
    assert client.get("/search/").status_code == 302


def test_sources_and_words_are_whole(cast):
    for word in palette_words:
        assert word.permission or word.is_page, word.name
        assert not word.about or word.about in palette_sources, word.name


def test_in_other_scripts_what_is_still_owed_is_found_by_its_words(ann, tamar):
    a_promise(tamar, "დავურეკოთ ბატონ გიორგის", by=ann)
    assert lines(ann, "დავურეკ")["Promises"] == ["დავურეკოთ ბატონ გიორგის"]
