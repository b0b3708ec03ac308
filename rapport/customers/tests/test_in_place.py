"""Facts and rows that are changed where they stand: each form, its answers as a page and as a part of one."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from rapport.core.templatetags.ui import undo_url
from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.customers.testing import an_organisation
from rapport.customers.tests.pages import PART, url

ONE = ["given_name", "nickname", "language", "time_zone", "account_manager", "team", "location", "source", "how_met"]
ONE += ["kind", "form_gender", "title_wish", "vocative_given", "preference_notes", "custom.favourite-wood", "tags"]


def undo_of(response) -> str:
    *_earlier, last = ["", *map(undo_url, get_messages(response.wsgi_request))]
    return last


def row_url(customer, section, row=None):
    name, more = ("row", [row.pk]) if row else ("row-new", [])
    return reverse(f"customers:{name}", args=[customer.pk, section, *more])


@pytest.mark.parametrize("name", [*ONE, "name", "address_style"])
def test_every_fact_has_a_form_as_a_page_and_as_a_part(as_ann, rich, name):
    page, part = as_ann.get(url("fact", rich, name)), as_ann.get(url("fact", rich, name), headers=PART)

    assert (page.status_code, part.status_code) == (200, 200)
    assert "<html" in page.content.decode() and "<html" not in part.content.decode()
    assert f'action="{url("fact", rich, name)}"' in part.content.decode()


@pytest.mark.parametrize(
    "name, sent, held",
    [
        ("nickname", {"nickname": "Tamriko"}, "Tamriko"),
        ("language", {"language": "cs"}, "cs"),
        ("how_met", {"how_met": "At a fair"}, "At a fair"),
        ("custom.favourite-wood", {"favourite-wood": "ash"}, "ash"),
        ("preference_notes", {"preference_notes": "No plastic"}, "No plastic"),
    ],
)
def test_a_fact_is_saved_and_put_back(as_ann, rich, name, sent, held):
    before = actions.customers.value_of(rich, name)
    saved = as_ann.post(url("fact", rich, name), sent | {"version": rich.version}, headers=PART)
    rich.refresh_from_db()
    assert (saved.status_code, actions.customers.value_of(rich, name)) == (200, held)
    assert f'id="fact-{name}"' in saved.content.decode() and 'id="hello"' in saved.content.decode()

    undo = undo_of(saved)
    assert as_ann.get(undo).status_code == 200
    assert as_ann.post(undo).status_code == 302
    rich.refresh_from_db()
    assert actions.customers.value_of(rich, name) == before


def test_without_javascript_a_fact_is_a_form_that_leads_back(as_ann, rich):
    sent = {"nickname": "Tamriko", "version": rich.version}

    assert as_ann.post(url("fact", rich, "nickname"), sent).headers["Location"] == rich.get_absolute_url()


def test_nothing_changed_is_nothing_told(as_ann, rich):
    entries = rich.entries.count()
    saved = as_ann.post(url("fact", rich, "name"), {"name": rich.name, "version": rich.version}, headers=PART)

    assert (saved.status_code, undo_of(saved), rich.entries.count()) == (200, "", entries)


@pytest.mark.parametrize(
    "name, sent",
    [
        ("name", {"name": " "}),
        ("time_zone", {"time_zone": "Mars/Olympus"}),
        ("kind", {"kind": "robot"}),
        ("address_style", {"address_style": "first_name"}),
    ],
)
def test_what_makes_no_sense_stays_in_its_form_with_the_problem_beside_it(as_ann, rich, name, sent):
    answer = as_ann.post(url("fact", rich, name), sent | {"version": rich.version}, headers=PART)

    assert answer.status_code == 422 and 'class="error"' in answer.content.decode()
    assert answer.content.decode().count("<form") == 1


def test_there_are_only_the_facts_that_there_are(as_ann, rich):
    assert as_ann.get(url("fact", rich, "search_key")).status_code == 404
    assert as_ann.get(url("fact", rich, "custom.nothing")).status_code == 404
    assert as_ann.get(url("fact", an_organisation(), "given_name")).status_code == 404
    assert as_ann.get(url("row-new", rich, "secrets")).status_code == 404


def test_readers_change_nothing_in_place(client, cast, rich):
    client.force_login(cast["rita"])
    (email,) = rich.emails.all()
    for address in [url("fact", rich, "name"), row_url(rich, "emails", email), url("order", rich, "emails")]:
        assert client.post(address, {}).status_code == 403
    assert "data-inline" not in client.get(rich.get_absolute_url()).content.decode()


def test_the_second_saver_of_a_fact_sees_both_values_and_loses_nothing(as_ann, cast, rich):
    version = rich.version
    actions.edit(rich, by=cast["bob"], version=version, changes={"nickname": "Toko"})
    asked = as_ann.post(url("fact", rich, "nickname"), {"nickname": "Tamriko", "version": version}, headers=PART)
    words = asked.content.decode()
    assert asked.status_code == 409
    assert "Toko" in words and 'value="Tamriko"' in words and "Bob" in words

    as_ann.post(url("fact", rich, "nickname"), {"theirs": "1"}, headers=PART)
    rich.refresh_from_db()
    assert rich.nickname == "Toko"
    mine = {"nickname": "Tamriko", "version": asked.context["version"]}
    assert as_ann.post(url("fact", rich, "nickname"), mine, headers=PART).status_code == 200
    rich.refresh_from_db()
    assert rich.nickname == "Tamriko"


def test_two_who_change_different_facts_are_not_asked(as_ann, cast, rich):
    version = rich.version
    actions.edit(rich, by=cast["bob"], version=version, changes={"source": "Fair"})
    as_ann.post(url("fact", rich, "nickname"), {"nickname": "Tamriko", "version": version})

    rich.refresh_from_db()
    assert (rich.nickname, rich.source) == ("Tamriko", "Fair")


@pytest.mark.parametrize(
    "section, sent, bad",
    [
        ("emails", {"address": "new@x.example", "is_preferred": "on"}, {"address": "nobody at nowhere"}),
        ("phones", {"raw": "+420 601 123 456"}, {"raw": ""}),
        ("addresses", {"lines": "Na Hrázi 3", "city": "Praha"}, {"purpose": "postal"}),
        ("handles", {"network": "web", "handle": "x.example"}, {"handle": ""}),
        ("dates", {"kind": "birthday", "day": "3", "month": "5"}, {"kind": "birthday", "day": "31", "month": "2"}),
        ("personal_notes", {"text": "Likes figs"}, {"text": ""}),
        ("preferences", {"topic": "Wood", "value": "oak"}, {"value": "oak"}),
        ("salutations", {"language": "en", "text": "Dear friend!"}, {"text": "Dear friend!"}),
        ("codes", {"source": "till", "code": "9"}, {"source": "shop", "code": "18"}),
    ],
)
def test_rows_are_added_and_taken_away_where_they_stand(as_ann, rich, section, sent, bad):
    add = row_url(rich, section)
    before = set(getattr(rich, section).values_list("pk", flat=True))
    assert as_ann.get(add, headers=PART).status_code == 200
    assert as_ann.post(add, bad, headers=PART).status_code == 422
    saved = as_ann.post(add, sent, headers=PART)
    (row,) = getattr(rich, section).exclude(pk__in=before)
    assert saved.status_code == 200 and f'id="rows-{section}"' in saved.content.decode()

    gone = as_ann.post(row_url(rich, section, row), {"remove": "1"}, headers=PART)
    assert not getattr(rich, section).filter(pk=row.pk).exists()
    assert as_ann.post(undo_of(gone)).status_code == 302
    assert getattr(rich, section).filter(pk=row.pk).exists()


def test_two_who_change_one_row_are_both_heard(as_ann, cast, rich):
    (email,) = rich.emails.all()
    form = as_ann.get(row_url(rich, "emails", email), headers=PART)
    actions.replace_rows(rich, "emails", by=cast["bob"], rows=[{"id": email.pk, "address": "bob@x.example"}])
    mine = {"address": "ann@x.example", "seen": form.context["seen"]}
    asked = as_ann.post(row_url(rich, "emails", email), mine, headers=PART)
    assert asked.status_code == 409
    assert "bob@x.example" in asked.content.decode() and "ann@x.example" in asked.content.decode()

    as_ann.post(row_url(rich, "emails", email), mine | {"seen": asked.context["seen"]}, headers=PART)
    assert [row.address for row in rich.emails.all()] == ["ann@x.example"]


def test_a_row_that_somebody_took_away_meanwhile_is_asked_about(as_ann, cast, rich):
    (email,) = rich.emails.all()
    form = as_ann.get(row_url(rich, "emails", email), headers=PART)
    actions.replace_rows(rich, "emails", by=cast["bob"], rows=[])
    mine = {"address": "ann@x.example", "seen": form.context["seen"]}
    asked = as_ann.post(row_url(rich, "emails", email), mine, headers=PART)
    assert asked.status_code == 409 and "Bob removed this" in asked.content.decode()

    as_ann.post(row_url(rich, "emails", email), mine | {"seen": asked.context["seen"]}, headers=PART)
    assert [row.address for row in rich.emails.all()] == ["ann@x.example"]


def test_the_second_to_correct_a_part_sees_whose_words_stand_there_and_takes_only_those(as_ann, cast, ann, rich):
    actions.affiliate(rich, an_organisation("Hotel"), by=ann, title="Cook")
    part = rich.affiliations.get(title="Cook")
    page = url("affiliation", rich, part.pk)
    form = as_ann.get(page, headers=PART)
    actions.change_affiliation(part, by=cast["bob"], title="Chef")
    mine = {"title": "Head cook", "role": "Buys knives", "seen": form.context["seen"]}
    asked = as_ann.post(page, mine, headers=PART)
    said = asked.content.decode()
    assert asked.status_code == 409 and "data-asks" in said
    assert "Bob changed this meanwhile" in said and "Chef" in said and "Head cook" in said

    names = asked.context["conflict"]["names"]
    as_ann.post(page, mine | {"seen": asked.context["seen"], "theirs": names}, headers=PART)
    part.refresh_from_db()
    assert (part.title, part.role) == ("Chef", "Buys knives")


def test_rows_are_put_in_another_order_and_back(as_ann, rich):
    first, second = rich.phones.all()
    assert as_ann.post(row_url(rich, "phones", second), {"raw": second.raw, "move": "up"}).status_code == 302
    assert list(rich.phones.all()) == [second, first]

    saved = as_ann.post(url("order", rich, "phones"), {"key": [first.pk, second.pk]}, headers=PART)
    assert list(rich.phones.all()) == [first, second]
    as_ann.post(undo_of(saved))
    assert list(rich.phones.all()) == [second, first]
    assert as_ann.get(url("order", rich, "phones")).status_code == 302


@pytest.mark.parametrize("section", ["dates", "preferences", "personal_notes", "affiliations"])
def test_what_stands_by_day_or_topic_can_be_arranged_too(as_ann, ann, rich, section):
    more = {"dates": {"kind": "wedding", "month": 1, "day": 5}, "preferences": {"topic": "Oil", "value": "linseed"}}
    if section == "affiliations":
        actions.affiliate(rich, an_organisation("Museum"), by=ann)
    else:
        actions.replace_rows(rich, section, by=ann, rows=[more.get(section, {"text": "Likes figs"})], seen={})
    keys = [row.pk for row in actions.arranging.rows_in_order(rich, section)[0]]
    actions.arrange(rich, section, reversed(keys), by=ann)

    assert [row.pk for row in actions.arranging.rows_in_order(rich, section)[0]] == keys[::-1]
    assert as_ann.get(rich.get_absolute_url()).status_code == 200


def test_a_part_in_an_organisation_is_added_by_name(as_ann, cora):
    hotel = an_organisation("Hotel Aurora")
    an_organisation("Hotel Aurora Garden")
    add = url("affiliation-new", cora)
    assert as_ann.get(add, headers=PART).status_code == 200
    assert as_ann.post(add, {"name": "Nowhere Inn"}, headers=PART).status_code == 422
    asked = as_ann.post(add, {"name": "Hotel"}, headers=PART)
    assert asked.status_code == 422 and "Hotel Aurora Garden" in asked.content.decode()

    saved = as_ann.post(add, {"name": "Hotel", "other": hotel.pk, "title": "Cook"}, headers=PART)
    assert [(part.organisation, part.title) for part in cora.affiliations.all()] == [(hotel, "Cook")]
    as_ann.post(undo_of(saved))
    assert not cora.affiliations.exists()


def test_long_names_of_three_scripts_are_changed_in_place(as_ann, rich):
    for name in ["ხვამლისაძე-ჩიქოვანი " * 8, "Nejneobhospodařovávatelnější " * 6, "கிருஷ்ணமூர்த்தி " * 12]:
        rich.refresh_from_db()
        sent = {"name": name.strip(), "version": rich.version}
        assert as_ann.post(url("fact", rich, "name"), sent, headers=PART).status_code == 200
        assert Customer.objects.get(pk=rich.pk).name == name.strip()
