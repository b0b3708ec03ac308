"""Households: what people are to each other, told from either side, undone, hidden and forgotten as it should be."""

import pytest
from django.urls import reverse
from django.utils import timezone

from rapport.customers import actions
from rapport.customers.models import Customer, Tie
from rapport.customers.queries.circles import household
from rapport.customers.rights import erasing
from rapport.customers.testing import a_customer, an_organisation
from rapport.staff import actions as staff
from rapport.staff.actions.house import see_by_team


@pytest.fixture
def family(business, ann):
    """Mariam lives with Levan and their son Saba; her brother Zurab lives elsewhere."""
    mariam, levan, saba, zurab = (a_customer(name) for name in ("Mariam", "Levan", "Saba", "Zurab"))
    actions.tie(mariam, levan, by=ann, kind="partner", lives_together=True)
    actions.tie(saba, mariam, by=ann, kind="parent", lives_together=True)
    actions.tie(mariam, zurab, by=ann, kind="sibling")
    return {"mariam": mariam, "levan": levan, "saba": saba, "zurab": zurab}


def told(customer, reader) -> dict[str, str]:
    return {str(side.who): side.words for side in household(customer, reader).ties}


def test_both_sides_tell_the_same_tie(family, ann):
    assert told(family["mariam"], ann) == {"Levan": "Partner", "Saba": "Child", "Zurab": "Sibling"}
    assert told(family["saba"], ann) == {"Mariam": "Parent"}

    tie = Tie.objects.of(family["saba"]).get()
    actions.change_tie(tie, family["saba"], by=ann, kind="other", word="godmother", word_back="godson")

    assert told(family["saba"], ann)["Mariam"] == "godmother"
    assert told(family["mariam"], ann)["Saba"] == "godson"


def test_a_tie_is_told_in_both_stories_and_noted_once(family, ann):
    kinds = [entry.kind for entry in family["zurab"].entries.all()]
    assert kinds == ["customer.tied"]
    with pytest.raises(actions.TiedAlready):
        actions.tie(family["zurab"], family["mariam"], by=ann, kind="other")
    with pytest.raises(actions.OnlyPeople):
        actions.tie(family["zurab"], an_organisation(), by=ann, kind="other")
    with pytest.raises(actions.OnlyPeople):
        actions.tie(family["zurab"], family["zurab"], by=ann, kind="sibling")


def test_who_shares_a_home_shares_its_address(family, ann, django_assert_max_num_queries):
    actions.replace_rows(family["levan"], "addresses", by=ann, rows=[{"lines": "Abashidze 14", "city": "Tbilisi"}])

    with django_assert_max_num_queries(4):  # two of which ask whether the house is divided
        home = household(family["saba"], ann)

    assert [who.name for who in home.others] == ["Levan"]
    assert [(address.lines, [who.name for who in people]) for address, people in home.addresses] == [
        ("Abashidze 14", ["Levan"])
    ]
    assert household(family["zurab"], ann).others == []


def test_of_who_is_hidden_neither_the_name_nor_the_home_is_told(family, cast):
    south = staff.add_team("South", people=[cast["bob"]])
    Customer.objects.filter(pk=family["mariam"].pk).update(team=south)
    see_by_team(True, by=cast["olga"])

    home = household(family["saba"], cast["ann"])

    assert home.ties == [] and home.others == [] and home.addresses == []
    assert told(family["saba"], cast["bob"]) == {"Mariam": "Parent"}


def test_a_tie_is_noted_by_name_undone_and_put_right(as_ann, family):
    zurab = family["zurab"]
    page = reverse("customers:tie-new", args=[zurab.pk])
    facts = {"kind": "child", "lives_together": "on"}
    assert as_ann.post(page, {"name": "Nobody", **facts}).status_code == 422
    assert as_ann.post(page, {"name": "Saba", **facts}).status_code == 302
    assert as_ann.post(page, {"name": "Saba", **facts}).status_code == 409
    tie = Tie.objects.of(zurab).get(kind__in=("child", "parent"))

    change = reverse("customers:tie", args=[zurab.pk, tie.pk])
    assert as_ann.get(change).status_code == 200
    as_ann.post(change, {"kind": "other", "word": "nephew"})
    tie.refresh_from_db()
    assert tie.seen_from(zurab.pk).words == "nephew" and not tie.lives_together

    as_ann.post(change, {"remove": "yes"})
    assert not Tie.objects.filter(pk=tie.pk).exists()
    undo = as_ann.get(zurab.get_absolute_url()).content.decode().split("/changes/")[-1].split('"')[0]
    as_ann.post(f"/customers/{zurab.pk}/changes/{undo}")
    assert Tie.objects.get(pk=tie.pk).seen_from(zurab.pk).words == "nephew"


def test_a_tie_of_others_is_not_there(as_ann, family):
    tie = Tie.objects.of(family["levan"]).get()
    assert as_ann.get(reverse("customers:tie", args=[family["zurab"].pk, tie.pk])).status_code == 404


def test_the_history_tells_what_people_were_to_each_other(as_ann, family, ann):
    tie = Tie.objects.of(family["zurab"]).get()
    actions.change_tie(tie, family["zurab"], by=ann, word="twin")
    page = as_ann.get(reverse("customers:history", args=[family["mariam"].pk])).content.decode()
    assert "twin" in page


def test_who_is_forgotten_is_tied_to_nobody(family, ann):
    erasing.erase(family["mariam"], by=ann, at=timezone.now())
    assert told(family["saba"], ann) == {}
    assert not Tie.pgh_event_model.objects.exists()
