import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from PIL import Image

from rapport.core.registry import settings_pages
from rapport.staff import actions
from rapport.staff.models import Business, Location, Team
from rapport.staff.places import LocationLink, location_links

PROFILE = {
    "name": "Linden Workshop",
    "country": "GE",
    "language": "ka",
    "languages": ["en"],
    "time_zone": "Asia/Tbilisi",
    "currency": "GEL",
    "web": "linden.example",
}


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_picture(kind: str = "PNG", side: int = 900) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (side, side // 2), "teal").save(out, kind)
    return SimpleUploadedFile("logo.png", out.getvalue())


@pytest.mark.parametrize(
    "who, change, status", [("mark", {}, 302), ("mark", {"currency": "???"}, 422), ("ann", {}, 403), ("rita", {}, 403)]
)
def test_who_changes_the_profile_and_how(client, cast, business, who, change, status):
    client.force_login(cast[who])
    response = client.post("/settings/business/", PROFILE | change)
    business = Business.objects.get()
    assert (response.status_code, business.currency) == (status, "GEL" if status == 302 else "EUR")
    if status == 302:
        assert (business.languages, business.web) == (["ka", "en"], "https://linden.example")


def test_a_logo_is_kept_small_and_clean_and_everyone_sees_it(client, cast, business, files):
    client.force_login(cast["mark"])
    assert client.get("/business/logo/").status_code == 404
    client.post("/settings/business/", PROFILE | {"logo": a_picture("JPEG")})
    client.logout()

    response = client.get("/business/logo/")
    picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert (picture.format, picture.size) == ("PNG", (512, 256))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "/business/logo/" in client.get("/accounts/login/").text

    client.force_login(cast["mark"])
    client.post("/settings/business/", PROFILE | {"without_logo": "on"})
    assert client.get("/business/logo/").status_code == 404


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n cut off", b"GIF89a" + b"\0" * 30]
)
def test_what_is_no_picture_is_refused(client, cast, business, files, content):
    client.force_login(cast["mark"])
    upload = SimpleUploadedFile("logo.png", content)
    assert client.post("/settings/business/", PROFILE | {"logo": upload}).status_code == 422
    assert not Business.objects.get().logo


def test_a_picture_with_too_many_pixels_is_refused(client, cast, business, files, monkeypatch):
    monkeypatch.setattr("rapport.core.pictures.MOST_PIXELS", 1000)
    client.force_login(cast["mark"])
    assert client.post("/settings/business/", PROFILE | {"logo": a_picture()}).status_code == 422


def test_the_business_is_asked_for_once_per_request(client, cast, business):
    client.force_login(cast["ann"])
    client.get("/profile/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/settings/")
    assert len([query for query in asked if 'FROM "staff_business"' in query["sql"]]) == 1


def test_settings_show_what_the_role_may_open(client, cast):
    client.force_login(cast["ann"])
    agent = client.get("/settings/").text
    client.force_login(cast["olga"])
    owner = client.get("/settings/").text
    assert "/settings/business/" not in agent and "/settings/business/" in owner
    for page in settings_pages:
        assert escape(str(page.hint)) in owner, page.name


@pytest.mark.parametrize("who, name, status", [("mark", "Brno", 302), ("mark", "", 422), ("ann", "Brno", 403)])
def test_who_opens_a_branch_and_how(client, cast, business, who, name, status):
    client.force_login(cast[who])
    form = {"name": name, "country": "CZ", "time_zone": "Europe/Prague"}
    assert client.post("/settings/locations/new/", form).status_code == status
    assert Location.objects.filter(name="Brno").exists() == (status == 302)


def test_a_branch_is_edited_closed_and_opened_again(client, cast, business):
    brno = actions.add_location(name="Brno", country="CZ", time_zone="Europe/Prague")
    client.force_login(cast["mark"])
    form = {"name": "Brno-město", "country": "CZ", "time_zone": "Europe/Prague", "phone": "+420 1"}
    client.post(f"/settings/locations/{brno.pk}/edit/", form)
    client.post(f"/settings/locations/{brno.pk}/closing/")
    brno.refresh_from_db()
    assert (brno.name, bool(brno.closed_for_good_on)) == ("Brno-město", True)
    client.post(f"/settings/locations/{brno.pk}/closing/", {"off": "1"})
    brno.refresh_from_db()
    assert brno.closed_for_good_on is None
    assert client.post(f"/settings/locations/{Location.objects.main().pk}/closing/").status_code == 409


def test_upper_slices_add_links_to_each_branch(client, cast, business):
    link = LocationLink("test", "Ladders", "clock", lambda location: f"/ladders/{location.pk}/")
    location_links.add(link)
    try:
        client.force_login(cast["rita"])
        assert f"/ladders/{Location.objects.main().pk}/" in client.get("/settings/locations/").text
    finally:
        location_links._items.pop("test")


def test_teams_come_and_go(client, cast):
    client.force_login(cast["mark"])
    assert client.post("/settings/teams/new/", {"name": "Workshop"}).status_code == 302
    assert client.post("/settings/teams/new/", {"name": "Workshop"}).status_code == 422
    team = Team.objects.get()
    cast["ann"].teams.add(team)
    assert "Ann" in client.get("/settings/teams/").text
    client.post(f"/settings/teams/{team.pk}/edit/", {"name": "Joiners", "people": [str(cast["ann"].pk)]})
    assert Team.objects.get().name == "Joiners"
    client.post(f"/settings/teams/{team.pk}/removal/")
    assert not Team.objects.exists()


def test_settings_are_found_by_any_word_and_say_how_things_stand(client, cast, business):
    client.force_login(cast["olga"])
    page = client.get("/settings/").text
    assert "5 colleagues" in page and "Linden Workshop · English · EUR" in page
    found = client.get("/settings/", {"q": "permissions"}).text
    assert "/settings/roles/" in found and "/settings/business/" not in found
    assert "Nothing by that name" in client.get("/settings/", {"q": "zeppelin"}).text


def test_the_settings_index_takes_the_same_number_of_queries_in_a_large_house(client, cast, business):
    client.force_login(cast["olga"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/settings/")
        return len(asked)

    queries()
    few = queries()
    for number in range(5):
        actions.add_location(name=f"Branch {number}", country="CZ", time_zone="Europe/Prague")
        actions.add_team(f"Team {number}", people=[cast["ann"]])
        actions.create_user(f"p{number}@linden.example", role="agent", name=f"Person {number}")
    assert queries() == few


def test_a_branch_is_closed_with_a_word_about_what_belongs_to_it(client, cast, business):
    brno = actions.add_location(name="Brno", country="CZ", time_zone="Europe/Prague")
    cast["ann"].location = brno
    cast["ann"].save()
    client.force_login(cast["mark"])
    url = f"/settings/locations/{brno.pk}/closing/"
    assert "1 colleague: to the location you choose" in client.get(url).text
    assert client.post(url, {"to": str(brno.pk)}).status_code == 422
    assert client.post(url, {"to": str(Location.objects.main().pk)}).status_code == 302
    cast["ann"].refresh_from_db()
    assert (cast["ann"].location, list(Location.objects.open())) == (Location.objects.main(),) * 1 + (
        [Location.objects.main()],
    )
    client.post(f"/settings/locations/{brno.pk}/opening/")
    assert Location.objects.open().count() == 2


def test_editing_a_branch_or_the_business_can_be_undone(client, cast, business):
    client.force_login(cast["mark"])
    prague = Location.objects.main()
    form = {"name": "Praha", "country": "CZ", "time_zone": "Europe/Prague", "is_main": "on"}
    page = client.post(f"/settings/locations/{prague.pk}/edit/", form, follow=True)
    assert client.post(undo_of(page)).status_code == 302
    assert Location.objects.main().name == "Prague"
    page = client.post("/settings/business/", PROFILE, follow=True)
    assert client.post(undo_of(page)).status_code == 302
    assert Business.objects.get().country == "CZ"


def test_a_team_says_who_joins_and_leaves_and_comes_back(client, cast):
    client.force_login(cast["mark"])
    team = actions.add_team("Workshop", people=[cast["ann"]])
    url = f"/settings/teams/{team.pk}/edit/"
    form = {"name": "Joiners", "people": [str(cast["bob"].pk)]}
    seen = client.post(url, form | {"preview": "1"}).text
    assert "1 colleague joins:" in seen and "1 colleague leaves the team:" in seen
    assert list(team.people.all()) == [cast["ann"]]
    page = client.post(url, form, follow=True)
    assert list(team.people.all()) == [cast["bob"]]
    client.post(undo_of(page))
    assert (Team.objects.get().name, list(team.people.all())) == ("Workshop", [cast["ann"]])
    assert "1 colleague: without this team from then on" in client.get(f"/settings/teams/{team.pk}/removal/").text
    client.get("/settings/teams/")
    page = client.post(f"/settings/teams/{team.pk}/removal/", follow=True)
    assert not Team.objects.exists()
    client.post(undo_of(page))
    assert list(Team.objects.get(pk=team.pk).people.all()) == [cast["ann"]]


def undo_of(page) -> str:
    return unescape(re.findall(r'action="([^"]*)"[^>]*>(?:<input[^>]*>)?<button data-undo', page.text)[-1])
