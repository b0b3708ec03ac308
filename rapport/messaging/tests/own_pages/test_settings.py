"""A house says who answers what customers write on their own pages."""

from rapport.messaging.models import Channel
from rapport.messaging.own_pages.channel import own_pages
from rapport.staff.models import Team


def form(team, **more):
    return {"name": "Own pages", "team": team.pk, "promise_kind": "reply", "language": "", "location": ""} | more


def test_the_channel_of_own_pages_gets_a_team_before_and_after_it_was_first_used(client, cast, business):
    client.force_login(cast["olga"])
    team = Team.objects.create(name="Care")

    assert "/settings/channels/new/portal/" in client.get("/settings/channels/new/").content.decode()
    assert client.post("/settings/channels/new/portal/", form(team)).status_code == 302
    found = own_pages()
    assert (found.team, found.name, Channel.objects.count()) == (team, "Own pages", 1)

    assert client.get(f"/settings/channels/{found.pk}/").status_code == 200
    client.post(f"/settings/channels/{found.pk}/", form(team, name="On the web"))
    found.refresh_from_db()
    assert (found.name, found.address) == ("On the web", "portal")


def test_there_is_one_such_channel(client, cast, business):
    client.force_login(cast["olga"])
    own_pages()
    assert "/new/portal/" not in client.get("/settings/channels/new/").content.decode()
    assert client.post("/settings/channels/new/portal/", form(Team.objects.create(name="Care"))).status_code == 422
    assert Channel.objects.count() == 1
