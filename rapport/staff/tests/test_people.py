from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from rapport.staff import actions
from rapport.staff.models import Location, Team, User


def test_whoever_is_let_go_is_signed_out_everywhere_and_stays_out(cast):
    phone, desk = Client(), Client()
    for browser in (phone, desk):
        browser.force_login(cast["ann"])
        assert browser.get("/profile/").status_code == 200

    actions.deactivate(cast["ann"], by=cast["mark"])

    assert [browser.get("/profile/").status_code for browser in (phone, desk)] == [302, 302]
    actions.reactivate(cast["ann"], by=cast["mark"])
    assert phone.get("/profile/").status_code == 302
    assert phone.login(email="ann@linden.example", password="a long secret")


def test_the_last_owner_stays(cast):
    with pytest.raises(actions.LastOwner):
        actions.change_role(cast["olga"], "agent", by=cast["olga"])
    with pytest.raises(actions.LastOwner):
        actions.deactivate(cast["olga"], by=cast["olga"])

    actions.change_role(cast["mark"], "owner", by=cast["olga"])
    actions.change_role(cast["olga"], "agent", by=User.objects.get(pk=cast["mark"].pk))
    assert User.objects.get(pk=cast["olga"].pk).role == "agent"


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_unmake_each_other_leave_one(cast):
    actions.change_role(cast["mark"], "owner", by=cast["olga"])
    olga, mark = (User.objects.get(pk=cast[name].pk) for name in ("olga", "mark"))

    def let_go(pair):
        try:
            actions.deactivate(pair[0], by=pair[1])
        except actions.LastOwner:
            return "refused"
        finally:
            connection.close()
        return "gone"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(let_go, [(olga, mark), (mark, olga)])) == ["gone", "refused"]
    assert User.objects.filter(is_active=True, groups__name="owner").count() == 1


def test_managers_do_not_touch_owners(client, cast):
    client.force_login(cast["mark"])
    assert client.get(f"/people/{cast['olga'].pk}/edit/").status_code == 409
    assert client.post(f"/people/{cast['olga'].pk}/activity/", {"off": "1"}).status_code == 409
    form = {"name": "Ann", "role": "owner"}
    assert client.post(f"/people/{cast['ann'].pk}/edit/", form).status_code == 422
    assert User.objects.get(pk=cast["olga"].pk).is_active


@pytest.mark.parametrize("who, name, status", [("mark", "Ann Weaver", 302), ("mark", "", 422), ("bob", "Ha", 403)])
def test_who_can_edit_a_colleague_and_how(client, cast, who, name, status):
    client.force_login(cast[who])
    team = Team.objects.create(name="Workshop")
    form = {"name": name, "title": "Joiner", "role": "reader", "teams": [str(team.pk)]}
    assert client.post(f"/people/{cast['ann'].pk}/edit/", form).status_code == status
    ann = User.objects.get(pk=cast["ann"].pk)
    assert (ann.name == name, ann.role == "reader", ann.teams.exists()) == (status == 302,) * 3


def test_everyone_decides_about_themselves(client, cast):
    client.force_login(cast["rita"])
    assert client.get("/profile/").status_code == 200
    said = {"name": "Rita Novak", "language": "cs", "time_zone": "Asia/Tbilisi", "theme": "dark"}
    response = client.post("/profile/", said)

    rita = User.objects.get(pk=cast["rita"].pk)
    assert (rita.name, rita.language, rita.zone, rita.single_keys) == ("Rita Novak", "cs", "Asia/Tbilisi", False)
    assert response.cookies["theme"].value == "dark"
    assert client.post("/profile/", said | {"time_zone": "Mars/Olympus"}).status_code == 422


def test_the_list_of_colleagues_needs_a_fixed_number_of_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast["mark"])
    client.get("/people/")
    with django_assert_max_num_queries(16):
        client.get("/people/")
    for n in range(30):
        actions.create_user(f"p{n}@linden.example", role="agent", name=f"Person {n}")
    with django_assert_max_num_queries(16):
        assert "Person 29" in client.get("/people/").text


def test_everyone_is_seen_at_most_every_five_minutes(client, cast, django_assert_max_num_queries):
    client.force_login(cast["ann"])
    client.get("/profile/")
    first = User.objects.get(pk=cast["ann"].pk).last_seen_at
    client.get("/profile/")
    assert first and User.objects.get(pk=cast["ann"].pk).last_seen_at == first


def test_a_house_keeps_one_main_location(cast, business):
    prague = Location.objects.main()
    with pytest.raises(actions.LastLocation):
        actions.close_location(prague, on="2026-06-09")
    with pytest.raises(actions.LastLocation):
        actions.edit_location(prague, is_main=False)

    bath = actions.add_location(name="Bath", country="GB", time_zone="Europe/London", is_main=True)
    assert Location.objects.main() == bath
    actions.close_location(Location.objects.get(pk=prague.pk), on="2026-06-09")
    assert list(Location.objects.open()) == [bath]
