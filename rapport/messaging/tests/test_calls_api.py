"""Calls for programs: missed ones are called back, and who it was can be said."""

import pytest

from rapport.customers.testing import a_customer
from rapport.messaging.tests.calls.test_pages import a_call, cora
from rapport.messaging.tests.test_api import program, program_of
from rapport.promises.models import Promise
from rapport.staff.models import Business, Team

__all__ = ["cora", "program"]
pytestmark = pytest.mark.django_db


def test_whose_a_missed_call_was_is_said_and_then_nobody_need_call_back(program, cora):
    call = a_call(state="missed")
    a_call(state="ended", answered_at=call.ended_at)
    [row] = program("GET", "calls?owed=true").json()["items"]
    assert (row["id"], row["state"], row["customer"], row["seconds_waited"]) == (str(call.pk), "missed", None, 30)

    said = program("POST", f"calls/{call.pk}/customer", {"customer": str(cora.pk)}).json()
    assert (said["customer"], said["promise"]) == (str(cora.pk), str(Promise.objects.get().pk))
    assert program("POST", f"calls/{call.pk}/customer", {"customer": str(call.pk)}).status_code == 422

    for _time in range(2):
        assert program("POST", f"calls/{call.pk}/settle").json()["returned_at"]
    assert program("GET", "calls?owed=true").json()["items"] == []
    assert len(program("GET", f"calls?customer={cora.pk}").json()["items"]) == 1


def test_a_call_of_somebody_out_of_sight_is_not_there(cast, business):
    Business.objects.update(sees_by_team=True)
    call = a_call(a_customer("Elsewhere", team=Team.objects.create(name="Elsewhere")), state="ended")
    theirs = program_of(cast["bob"])
    assert theirs("GET", f"calls/{call.pk}").status_code == 404
    assert theirs("GET", "calls").json()["items"] == []
    assert program_of(cast["rita"])("POST", f"calls/{call.pk}/settle").status_code == 403
