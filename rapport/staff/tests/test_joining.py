import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from rapport.staff import actions
from rapport.staff.models import Business, Invitation, Location, User

NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
FIRST = {
    "name": "Maya Fenwick",
    "email": "Maya@Linden.example",
    "password": "four walnut chairs",
    "business_name": "Linden Workshop",
    "country": "GB",
    "language": "en",
    "time_zone": "Europe/London",
    "currency": "GBP",
}
JOINING = {"name": "Petra Malá", "password": "four walnut chairs", "language": "cs"}


def an_invitation(cast, **fields):
    return actions.invite("petra@linden.example", **{"role": "agent", "by": cast["mark"], "at": NOON} | fields)


def test_an_invitation_lets_one_person_in_once(cast):
    _invitation, token = an_invitation(cast)

    petra = actions.accept(token, at=NOON + timedelta(days=6), **JOINING)

    assert (petra.email, petra.role, petra.language, petra.check_password("four walnut chairs")) == (
        "petra@linden.example",
        "agent",
        "cs",
        True,
    )
    with pytest.raises(actions.InvitationUsed):
        actions.accept(token, at=NOON + timedelta(days=6), **JOINING)


def test_a_link_is_good_for_seven_days_and_cannot_be_learned_from_the_database(cast):
    invitation, token = an_invitation(cast)

    assert len(token) >= 43
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    with pytest.raises(actions.InvitationExpired):
        actions.accept(token, at=NOON + timedelta(days=7), **JOINING)


def test_a_second_invitation_closes_the_first(cast):
    _first, old = an_invitation(cast)
    _second, new = an_invitation(cast, at=NOON + timedelta(hours=1))

    with pytest.raises(actions.InvitationUsed):
        actions.accept(old, at=NOON + timedelta(hours=2), **JOINING)
    assert actions.accept(new, at=NOON + timedelta(hours=2), **JOINING).role == "agent"


def test_only_owners_invite_owners_and_nobody_is_invited_twice(cast):
    with pytest.raises(actions.RoleAboveYourOwn):
        an_invitation(cast, role="owner")
    with pytest.raises(actions.EmailTaken):
        actions.invite("ANN@linden.example", role="agent", by=cast["olga"], at=NOON)


@pytest.mark.parametrize(
    "who, email, status",
    [("mark", "petra@linden.example", 201), ("mark", "ann@linden.example", 422), ("mark", "petra", 422)]
    + [("ann", "petra@linden.example", 403)],
)
def test_who_can_invite_and_how(client, cast, who, email, status):
    client.force_login(cast[who])
    response = client.post("/people/invitations/new/", {"email": email, "role": "agent", "language": "cs"})
    assert (response.status_code, Invitation.objects.exists()) == (status, status == 201)


def test_from_the_mail_to_the_first_page(client, cast):
    client.force_login(cast["mark"])
    client.post("/people/invitations/new/", {"email": "petra@linden.example", "role": "agent", "language": "en"})
    client.logout()
    link = re.search(r"/join/\S+", mail.outbox[0].body)[0]

    page = client.get(link)
    assert page.status_code == 200 and "petra@linden.example" in page.text
    assert client.post(link, JOINING | {"password": "short"}).status_code == 422
    assert client.post(link, JOINING | {"password": "petra@linden.example"}).status_code == 422
    assert client.post(link, JOINING).headers["Location"] == "/"
    assert client.get("/profile/").status_code == 200

    client.logout()
    assert client.get(link).status_code == 410
    assert client.post(link, JOINING).status_code == 410
    assert client.get("/join/no-such-link/").status_code == 404


def test_a_mail_that_fails_leaves_the_link_on_the_page(client, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.force_login(cast["mark"])
    page = client.post("/people/invitations/new/", {"email": "p@linden.example", "role": "reader", "language": "en"})
    assert page.status_code == 201 and "/join/" in page.text and "could not be sent" in page.text


@pytest.mark.django_db(transaction=True)
def test_two_first_owners_at_the_same_moment_are_one():
    fields = {k: v for k, v in FIRST.items() if k != "email"}

    def begin(email: str) -> str:
        try:
            return actions.set_up(email=email, at=NOON, **fields).email
        except actions.AlreadySetUp:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(begin, [f"owner{n}@linden.example" for n in range(4)]))

    assert answers.count("refused") == 3
    assert User.objects.count() == Business.objects.count() == Location.objects.count() == 1
