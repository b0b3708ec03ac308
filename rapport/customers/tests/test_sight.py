"""A house divided by team: agents and readers see customers of their teams, and those without one."""

import pytest

from rapport.customers.models import Customer
from rapport.customers.testing import a_customer
from rapport.staff import actions as staff
from rapport.staff.actions.house import see_by_team


@pytest.fixture
def divided(cast, business):
    """Ann is in the north, Bob in the south; each has a customer, and one is nobody's."""
    north = staff.add_team("North", people=[cast["ann"]])
    south = staff.add_team("South", people=[cast["bob"]])
    a_customer("Nora", team=north)
    a_customer("Sam", team=south)
    a_customer("Una")
    see_by_team(True, by=cast["olga"])
    return cast


def names(user) -> list[str]:
    return sorted(Customer.objects.visible_to(user).values_list("name", flat=True))


@pytest.mark.parametrize(
    "who, sees",
    [
        ("ann", ["Nora", "Una"]),
        ("bob", ["Sam", "Una"]),
        ("rita", ["Una"]),
        ("mark", ["Nora", "Sam", "Una"]),
        ("olga", ["Nora", "Sam", "Una"]),
    ],
)
def test_everybody_sees_their_part(divided, who, sees):
    assert names(divided[who]) == sees


def test_until_an_owner_says_so_everybody_sees_everyone(divided):
    see_by_team(False, by=divided["olga"])
    assert names(divided["ann"]) == ["Nora", "Sam", "Una"]


def test_setting_and_teams_are_asked_once_in_a_request(divided, client, django_assert_max_num_queries):
    client.force_login(divided["ann"])
    client.get("/customers/")
    with django_assert_max_num_queries(60) as asked:
        client.get("/customers/")
    assert sum('FROM "staff_business"' in query["sql"] for query in asked.captured_queries) == 1
    assert sum('"staff_user_teams"' in query["sql"] for query in asked.captured_queries) == 1
