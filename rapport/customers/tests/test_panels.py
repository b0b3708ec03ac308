"""How somebody likes the customer page: what stands where, what is folded, what is hidden."""

import pytest
from django.contrib.auth import get_user_model

from rapport.core.registry import Panel, panels
from rapport.customers.actions import layouts
from rapport.customers.layout import in_order, layout_of

HERE = "/customers/layout/"


@pytest.fixture
def as_ann(client, ann, business):
    client.force_login(ann)
    return client


def names(user, slot="customer.side") -> list[str]:
    return [placed.panel.name for placed in layout_of(user).shown(slot)]


def test_a_hidden_panel_costs_nothing_and_is_not_forgotten(as_ann, ann, cora, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as before:
        as_ann.get(f"/customers/{cora.pk}/")
    count = len(before)
    for name in ("orders", "next_promise"):
        as_ann.post(HERE, {"do": f"hide:{name}", "customer": cora.pk, "from_page": "yes"})

    with django_assert_max_num_queries(count - 2):
        page = as_ann.get(f"/customers/{cora.pk}/").content.decode()

    assert "place-orders" not in page
    assert "2 panels are hidden: Next promise, Orders." in " ".join(page.split())


def test_the_order_is_kept_for_the_person_not_for_the_machine(client, as_ann, ann, cora):
    as_ann.post(HERE, {"do": "down:orders"})
    client.logout()
    client.force_login(ann)

    page = client.get(f"/customers/{cora.pk}/").content.decode()

    assert page.index("place-contracts") < page.index("place-orders") < page.index("place-trials")
    assert names(get_user_model().objects.exclude(pk=ann.pk).first())[:2] != ["contracts", "orders"]


def test_panels_are_dragged_into_an_order(as_ann, ann):
    as_ann.post(HERE, {"key": ["codes", "orders", "nobody"]})
    assert names(ann)[:2] == ["codes", "orders"]

    as_ann.post(HERE, {"order": "trials,codes,orders"})
    assert names(ann)[:3] == ["trials", "codes", "orders"]


def test_the_last_step_is_undone_and_the_usual_order_comes_back(as_ann, ann):
    usual = names(ann)
    as_ann.post(HERE, {"do": "hide:orders"})
    as_ann.post(HERE, {"do": "usual"})
    assert names(ann) == usual

    as_ann.post(f"{HERE}undo/")
    assert "orders" not in names(ann)


def test_moving_goes_past_what_is_shown(ann, business):
    first, second, third = names(ann)[:3]
    layouts.hide_panel(second, user=ann)
    layouts.move_panel(first, 1, user=ann)
    assert names(ann)[:2] == [third, first]

    layouts.move_panel(third, -1, user=ann)
    assert names(ann)[:2] == [third, first]


def test_the_panel_of_a_new_slice_appears_where_it_usually_stands():
    usual = [Panel(name, "customer.side", "", lambda request, customer: {}, label=name) for name in "abnc"]
    assert [panel.name for panel in in_order(usual, ["c", "b", "a", "gone"])] == ["c", "b", "n", "a"]


def test_a_folded_panel_is_its_name_until_it_is_opened(as_ann, ann, cora):
    as_ann.post(HERE, {"do": "fold:orders", "quietly": "yes"})

    page = as_ann.get(f"/customers/{cora.pk}/").content.decode()
    folded = page[page.index('id="place-orders"') :].split("</details>")[0]

    assert "Take an order" not in folded
    assert f"/customers/{cora.pk}/panels/orders/" in folded


def test_what_is_usually_folded_stays_open_for_who_opened_it(as_ann, ann):
    def details():
        return next(placed for placed in layout_of(ann).shown("customer.facts") if placed.panel.name == "details")

    assert details().is_folded
    as_ann.post(HERE, {"do": "unfold:details"})
    assert not details().is_folded
    as_ann.post(HERE, {"do": "fold:details"})
    assert details().is_folded


def test_without_javascript_everything_is_a_form(as_ann, cora):
    page = as_ann.get(f"{HERE}?customer={cora.pk}").content.decode()
    assert 'value="up:orders"' in page and 'value="hide:orders"' in page and 'value="usual"' in page

    answer = as_ann.post(HERE, {"do": "hide:orders", "customer": cora.pk})
    assert answer["Location"] == f"{HERE}?customer={cora.pk}"
    assert 'value="show:orders"' in as_ann.get(answer["Location"]).content.decode()


def test_nonsense_changes_nothing(as_ann, ann):
    before = names(ann)
    for said in ({}, {"do": "hide:nothing"}, {"do": "up:"}, {"key": ["x"]}, {"do": "dance:orders", "customer": "x"}):
        assert as_ann.post(HERE, said).status_code == 302
    assert names(ann) == before


def test_every_panel_of_the_page_can_be_arranged():
    fixed = [panel.name for panel in panels if panel.slot in ("customer.side", "customer.facts") and not panel.label]
    assert fixed == []
