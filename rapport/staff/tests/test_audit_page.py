from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core import audit
from rapport.core.audit.kinds import GROUPS, deed_kinds
from rapport.core.models import Deed
from rapport.staff import actions
from rapport.staff.models import Team


@pytest.fixture
def told(cast):
    actions.change_role(cast["ann"], "manager", by=cast["olga"])
    actions.deactivate(cast["bob"], by=cast["olga"])
    actions.edit_person(cast["rita"], by=cast["olga"], teams=[Team.objects.create(name="North")])
    audit.record("token.made", by=cast["mark"], name="=Webshop")
    return cast


def page(client, who, query=""):
    client.force_login(who)
    return client.get(f"/settings/audit/?{query}")


def test_an_owner_reads_who_changed_what_others_may(client, told):
    shown = page(client, told["olga"]).content.decode()
    for sentence in ("Changed the role of Ann from Agent to Manager", "Let Bob go", "Made the token “=Webshop”"):
        assert sentence in shown
    assert "Changed the teams of Rita to: North" in shown


@pytest.mark.parametrize("who", ["mark", "ann", "rita"])
def test_nobody_else_reads_it(client, cast, who):
    assert page(client, cast[who]).status_code == 403
    assert client.post("/settings/audit/export/").status_code == 403


def test_it_is_narrowed_by_kind_by_person_and_by_days(client, told):
    olga, rita = told["olga"], told["rita"]
    assert "Let Bob go" not in page(client, olga, "group=access").content.decode()
    about_rita = page(client, olga, f"person={rita.pk}").content.decode()
    assert "teams of Rita" in about_rita and "Let Bob go" not in about_rita
    tomorrow = timezone.localdate() + timedelta(1)
    assert "Let Bob go" not in page(client, olga, f"since={tomorrow}").content.decode()
    assert "Let Bob go" in page(client, olga, f"until={timezone.localdate()}").content.decode()
    assert page(client, olga, "since=gibberish").status_code == 422


def test_it_is_taken_out_as_a_table_without_formulas_and_that_is_noted(client, told):
    client.force_login(told["olga"])
    response = client.post("/settings/audit/export/?group=access")
    table = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "attachment" in response.headers["Content-Disposition"]
    assert "Made the token “=Webshop”" in table and "Let Bob go" not in table
    assert Deed.objects.get(kind="audit.exported").facts["rows"] == len(table.splitlines()) - 1


def test_reading_takes_the_same_queries_however_much_was_done(client, told, django_assert_max_num_queries):
    client.force_login(told["olga"])
    client.get("/settings/audit/")
    with django_assert_max_num_queries(40) as few:
        client.get("/settings/audit/")
    for number in range(60):
        audit.record("token.made", by=told["mark"], about=[told["ann"]], name=f"Program {number}")
    with django_assert_max_num_queries(len(few)):
        assert "after=" in client.get("/settings/audit/").content.decode()


def test_every_kind_has_a_group_that_can_be_chosen():
    assert {kind.group for kind in deed_kinds} <= set(GROUPS)
