"""What customers say about themselves on their own pages: told as their deed, shown to staff as before and after."""

from datetime import UTC, date, datetime

import pytest

from rapport.customers import actions
from rapport.customers.meanwhile import ChangedMeanwhile
from rapport.customers.models import Customer, PersonalExport
from rapport.customers.own_pages import asking, greeting, rows
from rapport.customers.rights import exporting
from rapport.promises.models import Promise

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
HER_NAME = {"name": "Cora Lindqvist-Novák", "given_name": "Cora", "address_style": "first_name"}


def say(cora, own="", **facts):
    cora.refresh_from_db()
    greeting.say(cora, {**HER_NAME, **facts}, own, version=cora.version, at=MONDAY)
    cora.refresh_from_db()


def test_who_chooses_the_first_name_has_permitted_it_and_is_greeted_so(business, cora):
    say(cora)

    assert cora.first_name_permission == Customer.Permission.FORM
    assert greeting.preview(cora)[0].text == "Dear Cora,"
    assert {entry.by_customer for entry in cora.entries.all()} == {True}


def test_their_own_words_are_used_to_the_letter_and_taken_back_when_emptied(business, cora):
    say(cora, own="Hello Captain,")
    assert greeting.preview(cora)[0].text == "Hello Captain," == greeting.own_words(cora)

    say(cora, own="")
    assert greeting.preview(cora)[0].text == "Dear Cora,"


def test_what_is_tried_out_is_shown_and_not_noted(business, cora):
    assert greeting.preview(cora, "Ahoy,")[0].text == "Ahoy,"
    assert not cora.salutations.exists()


def test_staff_see_the_old_name_beside_the_new_one(business, cora):
    say(cora, form_gender="female")

    sentence = cora.entries.filter(kind="customer.edited").get().sentence
    assert "<del>Cora Lindqvist</del> <ins>Cora Lindqvist-Novák</ins>" in sentence
    assert "Cora Lindqvist-Novák</strong> changed on their own pages" in sentence


def test_two_who_change_the_name_at_once_are_told_so(business, cora, ann):
    version = cora.version
    actions.edit(cora, by=ann, version=version, changes={"name": "Cora Lindquist"})

    with pytest.raises(ChangedMeanwhile):
        greeting.say(cora, HER_NAME, "", version=version, at=MONDAY)


def test_an_address_they_change_keeps_what_was_noted_beside_it_among_us(business, cora, ann):
    noted = {"lines": "4 Mill Lane", "city": "Bath", "note": "the dog bites", "is_verified": True}
    actions.replace_rows(cora, "addresses", by=ann, rows=[noted])
    key = str(cora.addresses.get().pk)

    rows.put(cora, "addresses", key, {"lines": "5 Mill Lane", "city": "Bath"}, at=MONDAY)

    address = cora.addresses.get()
    assert (address.lines, address.note) == ("5 Mill Lane", "the dog bites")
    assert cora.entries.order_by("-pk").first().by_customer


def test_a_row_is_taken_away_once_and_twice_is_harmless(business, cora):
    rows.put(cora, "dates", "new", {"kind": "birthday", "month": 6, "day": 9, "may_greet": True}, at=MONDAY)
    key = str(cora.dates.get().pk)

    rows.take_away(cora, "dates", key, at=MONDAY)
    rows.take_away(cora, "dates", key, at=MONDAY)

    assert not cora.dates.exists()


def test_who_asks_for_their_data_is_promised_it_within_a_month_and_asking_twice_is_once(business, cora, run_jobs):
    assert asking.ask(cora, "access", at=MONDAY, on=MONDAY.date())
    assert not asking.ask(cora, "access", at=MONDAY, on=MONDAY.date())
    run_jobs()

    (asked,) = asking.asked(cora)
    assert (asked.due_on, asked.is_open) == (date(2026, 12, 23), True)
    assert Promise.objects.get(customer=cora).kind == "privacy"
    assert cora.entries.get(kind="privacy.asked").by_customer


def test_their_data_is_theirs_to_fetch_only_once_a_colleague_has_put_it_there(business, cora, ann):
    asking.ask(cora, "access", at=MONDAY, on=MONDAY.date())
    export = PersonalExport.objects.create(customer=cora, by=ann)
    exporting.write(export, exporting.path_of(export), at=datetime.now(UTC))
    assert asking.files_for(cora) == []

    exporting.release(export, by=ann, at=MONDAY)

    assert asking.files_for(cora) == [export]
    assert not asking.asked(cora)[0].is_open
