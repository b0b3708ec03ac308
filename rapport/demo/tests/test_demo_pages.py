"""The demo in the browser: offered, moving in, and out again with one click."""

import pytest

from rapport.care.models import Action, Case, Complaint, Incident, Notice, NoticeRecipient
from rapport.customers.models import Customer
from rapport.messaging.models import Message
from rapport.orders.models import Wish
from rapport.staff.actions import create_user
from rapport.staff.models import Business, User

ACCOUNT = {"name": "Rosa Marin", "email": "rosa@example.org", "password": "four walnut chairs"}


class TestInAHouseWithTheDemo:
    pytestmark = pytest.mark.usefixtures("demo_house")

    @pytest.fixture
    def maya(self, db) -> User:
        return User.objects.get(email="maya@linden.example")

    def test_today_says_what_one_looks_at(self, client, maya):
        client.force_login(maya)
        count = Customer.objects.count()
        assert f"{count} made-up customers" in client.get("/").text
        client.force_login(User.objects.get(email="petra@linden.example"))
        assert "made-up customers" not in client.get("/").text

    def test_it_shows_complaints_at_different_steps_and_a_delay_that_was_told(self):
        stages = set(Complaint.objects.values_list("stage", flat=True))
        assert stages == {"received", "restated", "closed_accepted"}
        assert {"en", "ka", "cs", "ta"} <= set(Case.objects.values_list("language", flat=True))
        assert all(notice.told_at for notice in Notice.objects.filter(kind="delay"))
        assert Notice.objects.get(kind="unavailable").state == "draft"
        reached = NoticeRecipient.objects.filter(notice__order=None, notice__kind="delay")
        assert set(reached.values_list("state", flat=True)) == {"told", "held"} and reached.exclude(choice="").exists()
        assert Action.objects.filter(state="done", check_at__isnull=False).exists()
        assert Incident.objects.filter(ended_at=None).exists() and Wish.objects.waiting().count() == 2
        assert not Message.objects.filter(state="queued").exists()  # nobody is written to by moving in

    def test_someone_of_the_demo_says_first_who_they_are(self, client, maya):
        client.force_login(maya)
        assert client.get("/settings/demo/").status_code == 200
        page = client.get("/settings/demo/removal/")
        assert "66 customers" in page.text and "Your e-mail" in page.text
        assert client.post("/settings/demo/removal/", {}).status_code == 422
        assert client.post("/settings/demo/removal/", ACCOUNT | {"email": maya.email}).status_code == 422
        assert Customer.objects.exists()

        assert client.post("/settings/demo/removal/", ACCOUNT).headers["Location"] == "/first-run/"
        assert [user.email for user in User.objects.all()] == ["rosa@example.org"]
        assert client.get("/first-run/").headers["Location"] == "/first-run/business/"
        assert not Customer.objects.exists() and not Business.objects.exists()

    def test_a_real_owner_removes_it_with_one_click(self, client):
        rosa = create_user(**{**ACCOUNT, "role": "owner"})
        client.force_login(rosa)
        assert "Your e-mail" not in client.get("/settings/demo/removal/").text
        assert client.post("/settings/demo/removal/").status_code == 302
        assert list(User.objects.all()) == [rosa]
        assert client.get("/settings/demo/removal/").status_code == 302
        assert "made-up customers" not in client.get("/settings/").text

    @pytest.mark.parametrize("who", ["davit", "petra", "nino"])
    def test_only_owners_remove_it(self, client, db, who):
        client.force_login(User.objects.get(email=f"{who}@linden.example"))
        assert client.post("/settings/demo/removal/", ACCOUNT).status_code == 403
        assert client.get("/settings/demo/").status_code == 403
