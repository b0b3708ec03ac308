"""Who may do what, in words; and what a change of role or a leaving colleague means."""

import re
from html import unescape

import pytest
from django.urls import URLPattern, get_resolver

from rapport.core.registry import abilities, grants
from rapport.staff import abilities as told
from rapport.staff import actions
from rapport.staff.models import User


def permissions_of_pages() -> set[str]:
    found: set[str] = set()

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                view = getattr(pattern.callback, "view_class", pattern.callback)
                asked = getattr(view, "permission", "")
                found.update([asked] if isinstance(asked, str) else asked.values())
            else:
                walk(pattern.url_patterns)

    walk(get_resolver().url_patterns)
    return {permission for permission in found if "." in permission}


def test_every_permission_that_a_page_asks_for_is_told_in_plain_words():
    in_words = {permission for ability in abilities for permission in ability.permissions}
    assert permissions_of_pages() <= in_words
    assert in_words <= {permission for grant in grants for permission in grant.permissions}


def test_roles_add_up_and_the_page_shows_who_has_them(client, cast):
    ladder = [told.of_role(role) for role in actions.LADDER]
    assert all(set(lower) < set(higher) for lower, higher in zip(ladder, ladder[1:], strict=False))
    assert ladder[-1] == list(abilities)
    client.force_login(cast["rita"])
    page = client.get("/settings/roles/").text
    assert "Make and unmake owners" in page and "2 colleagues" in page


def test_each_part_of_the_house_has_one_heading_however_slices_put_themselves_in_a_row():
    headings = [section for section, _rows in told.matrix()]
    assert len(headings) == len(set(headings))
    assert sum(len(rows) for _section, rows in told.matrix()) == len(list(abilities))


def test_a_preview_of_a_role_says_what_changes(client, cast):
    client.force_login(cast["mark"])
    url = f"/people/{cast['ann'].pk}/edit/"
    form = {"name": "Ann", "role": "reader"}
    page = client.post(url, form | {"preview": "1"}).text
    losses = told.difference("agent", "reader")[1]
    assert "Ann may no longer:" in page and all(loss in unescape(page) for loss in losses)
    assert User.objects.get(pk=cast["ann"].pk).role == "agent"
    client.post(url, form)
    ann = User.objects.get(pk=cast["ann"].pk)
    assert not ann.has_perm("customers.change_customer")


def test_a_preview_says_that_the_last_owner_stays(client, cast):
    client.force_login(cast["olga"])
    url = f"/people/{cast['olga'].pk}/edit/"
    form = {"name": "Olga", "role": "agent"}
    assert "This is the only owner." in client.post(url, form | {"preview": "1"}).text
    assert client.post(url, form).status_code == 409
    assert User.objects.get(pk=cast["olga"].pk).role == "owner"


@pytest.mark.parametrize("change", [{"role": "reader"}, {"name": "Ann Weaver", "role": "agent"}, {"title": "Joiner"}])
def test_editing_a_colleague_can_be_undone(client, cast, change):
    client.force_login(cast["mark"])
    form = {"name": "Ann", "role": "agent"} | change
    page = client.post(f"/people/{cast['ann'].pk}/edit/", form, follow=True)
    address = undo_of(page)
    assert "Weaver" not in address
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    ann = User.objects.get(pk=cast["ann"].pk)
    assert (ann.name, ann.title, ann.role) == ("Ann", "", "agent")


def undo_of(page) -> str:
    return unescape(re.findall(r'action="([^"]*)"[^>]*>(?:<input[^>]*>)?<button data-undo', page.text)[-1])
