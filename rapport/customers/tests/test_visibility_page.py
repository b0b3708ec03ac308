import pytest
from django.utils import timezone

from rapport.core.models import Deed
from rapport.customers import actions
from rapport.customers.actions import OutOfSight
from rapport.customers.forms.together import HandOverTogetherForm
from rapport.customers.models import Customer, Tag
from rapport.customers.testing import a_customer
from rapport.customers.together.deeds import HandingOver
from rapport.staff import actions as staff
from rapport.staff.models import Business

BY_TEAM, EVERYBODY = {"sees": "team"}, {"sees": "everybody"}


@pytest.fixture
def teams(cast, business):
    north = staff.add_team("North", people=[cast["ann"]])
    south = staff.add_team("South", people=[cast["bob"]])
    for name, team in (("Nora", north), ("Sam", south), ("Sue", south), ("Una", None)):
        a_customer(name, team=team)
    return cast | {"north": north, "south": south}


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_owner_sees_for_whom_what_disappears_before_anything_is_saved(client, teams):
    client.force_login(teams["olga"])
    shown = words(client.post("/settings/visibility/", BY_TEAM | {"preview": "1"}))
    assert "For 3 colleagues customers disappear" in shown
    assert "Ann: 2 disappear, 2 stay" in shown
    assert "Rita: 3 disappear, 1 stay" in shown
    assert "1 of them is in no team" in shown
    assert "Mark:" not in shown
    assert not Business.objects.get().sees_by_team


def test_it_is_switched_noted_and_undone(client, teams):
    client.force_login(teams["olga"])
    client.post("/settings/visibility/", BY_TEAM)
    assert set(Customer.objects.visible_to(teams["ann"]).values_list("name", flat=True)) == {"Nora", "Una"}
    undo = str(client.get("/settings/visibility/").content.decode()).partition("/settings/visibility/restoration/")[2]
    address = "/settings/visibility/restoration/" + undo.partition('"')[0].replace("&amp;", "&")
    client.post(address)
    assert Customer.objects.visible_to(teams["ann"]).count() == 4
    assert list(Deed.objects.filter(kind="visibility.changed").order_by("at").values_list("facts", flat=True)) == [
        {"on": True},
        {"on": False},
    ]


@pytest.mark.parametrize("who", ["mark", "ann"])
def test_only_owners_decide_it(client, teams, who):
    client.force_login(teams[who])
    assert client.post("/settings/visibility/", BY_TEAM).status_code == 403


def test_whom_an_agent_adds_belongs_to_their_only_team(teams):
    ann, north = teams["ann"], teams["north"]
    assert actions.add("Before", by=ann).team is None
    staff.see_by_team(True, by=teams["olga"])
    assert actions.add("Ned", by=ann).team_id == north.pk
    assert actions.add("Free", by=ann, team=None).team is None
    assert actions.add("Of all", by=teams["olga"]).team is None


def test_nobody_moves_a_customer_out_of_their_own_sight(client, teams):
    staff.see_by_team(True, by=teams["olga"])
    nora, south = Customer.objects.get(name="Nora"), teams["south"]
    with pytest.raises(OutOfSight):
        actions.edit(nora, by=teams["ann"], version=nora.version, changes={"team": south})
    with pytest.raises(OutOfSight):
        wish = {"team": str(south.pk)}
        HandingOver().carry_out([nora.pk], wish, by=teams["ann"], at=timezone.now(), mark={})
    client.force_login(teams["ann"])
    form = {"kind": "person", "name": "Nora", "version": nora.version, "team": str(south.pk)}
    refused = client.post(f"/customers/{nora.pk}/edit/", form)
    assert refused.status_code == 409
    assert "You would no longer see this customer" in words(refused)
    moved = actions.edit(nora, by=teams["mark"], version=nora.version, changes={"team": south}).customer
    assert moved.team_id == south.pk


def test_who_does_not_see_a_customer_is_marked_where_they_are_given_to_somebody(client, teams):
    staff.see_by_team(True, by=teams["olga"])
    client.force_login(teams["mark"])
    nora = Customer.objects.get(name="Nora")
    page = words(client.get(f"/customers/{nora.pk}/edit/"))
    assert "Bob (does not see this customer)" in page
    assert "Ann (does not" not in page and "Mark (does not" not in page
    choices = [label for _key, label in HandOverTogetherForm(by=teams["mark"]).fields["account_manager"].choices]
    assert "Ann (sees only their teams)" in choices and "Mark" in choices


def test_the_filter_offers_no_tag_that_only_hidden_customers_have(client, teams):
    for name, tag in (("Nora", "northerner"), ("Sam", "southerner")):
        Customer.objects.get(name=name).tags.add(Tag.objects.create(name=tag))
    client.force_login(teams["ann"])
    assert "southerner" in words(client.get("/customers/"))
    staff.see_by_team(True, by=teams["olga"])
    page = words(client.get("/customers/"))
    assert "northerner" in page and "southerner" not in page
    nora = Customer.objects.get(name="Nora")
    known = words(client.get(f"/customers/{nora.pk}/tags/"))
    assert "northerner" in known and "southerner" not in known
