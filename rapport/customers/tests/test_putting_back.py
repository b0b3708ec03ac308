"""Undo: what comes back, what stays because somebody changed it since, and what has no place any more."""

import pytest

from rapport.core.undo import ChangedSince
from rapport.customers import actions
from rapport.customers.actions.changes import AFFILIATIONS, FACTS, Change, Part, noticing, read
from rapport.customers.actions.rows import snapshot
from rapport.customers.models import Customer, Email
from rapport.customers.queries import history
from rapport.customers.testing import a_customer, an_organisation
from rapport.customers.tests.pages import url


def edited(customer, by, **changes) -> Change:
    customer.refresh_from_db()
    with noticing(customer, FACTS) as change:
        actions.edit(customer, by=by, version=customer.version, changes=changes)
    return change


def written(customer, by, section, rows, seen=None) -> Change:
    field = "text" if section == "personal_notes" else "address"
    rows = [{field: row} if isinstance(row, str) else row for row in rows]
    with noticing(customer, section) as change:
        actions.replace_rows(customer, section, by=by, rows=rows, seen=seen)
    return change


def test_a_fact_becomes_again_what_it_was_and_the_story_tells_it(ann, cora):
    change = edited(cora, ann, nickname="Coco", source="Fair")
    actions.put_back(change, by=ann)

    cora.refresh_from_db()
    assert (cora.nickname, cora.source) == ("", "")
    assert {told["field"]: told["new"] for told in cora.entries.latest("id").facts["changes"]} == {
        "nickname": "",
        "source": "",
    }


def test_what_somebody_changed_since_stays(ann, cast, cora):
    change = edited(cora, ann, nickname="Coco", source="Fair")
    edited(cora, cast["bob"], nickname="Cora-Bora")
    actions.put_back(change, by=ann)

    cora.refresh_from_db()
    assert (cora.nickname, cora.source) == ("Cora-Bora", "")
    with pytest.raises(ChangedSince):
        actions.put_back(change, by=ann)


def test_a_row_comes_back_as_the_same_row_with_all_that_was_known_of_it(ann, cora):
    written(
        cora, ann, "emails", [{"address": "c@x.example", "label": "home", "is_preferred": True, "is_verified": True}]
    )
    email = cora.emails.get()
    gone = written(cora, ann, "emails", [])
    actions.put_back(gone, by=ann)

    again = cora.emails.get()
    kept = [column.attname for column in Email._meta.concrete_fields]
    assert {name: getattr(again, name) for name in kept} == {name: getattr(email, name) for name in kept}


def test_a_row_whose_place_was_taken_stays_away(ann, cora):
    written(cora, ann, "emails", ["c@x.example"])
    gone = written(cora, ann, "emails", [])
    written(cora, ann, "emails", ["c@x.example"])

    with pytest.raises(actions.NoPlace):
        actions.put_back(gone, by=ann)


def test_who_was_preferred_is_so_again(ann, cora):
    written(cora, ann, "emails", [{"address": "a@x.example", "is_preferred": True}, "b@x.example"])
    seen = snapshot(cora, "emails")
    rows = [{"id": key, **row, "is_preferred": row["address"] == "b@x.example"} for key, row in seen.items()]
    change = written(cora, ann, "emails", rows)
    assert cora.emails.first().address == "b@x.example"

    actions.put_back(change, by=ann)
    assert cora.emails.first().address == "a@x.example"
    assert cora.emails.filter(is_preferred=True).count() == 1


def test_what_was_added_goes_again_unless_somebody_wrote_on_it(ann, cast, cora):
    first = written(cora, ann, "personal_notes", ["Likes figs"])
    second = written(cora, ann, "personal_notes", ["Sings"], seen={})
    (key, values), *_rest = (item for item in snapshot(cora, "personal_notes").items() if item[1]["text"] == "Sings")
    written(cora, cast["bob"], "personal_notes", [{"id": key, "text": "Sings alto"}], seen={key: values})
    actions.put_back(first, by=ann)

    with pytest.raises(ChangedSince):
        actions.put_back(second, by=ann)
    assert [note.text for note in cora.personal_notes.all()] == ["Sings alto"]


def test_a_part_that_was_removed_is_told_on_both_timelines_again(ann, cora):
    hotel = an_organisation()
    part = actions.affiliate(cora, hotel, by=ann, title="Cook", is_key=True)
    with noticing(cora, AFFILIATIONS) as change:
        actions.remove_affiliation(part, by=ann)
    actions.put_back(change, by=ann)

    assert (cora.affiliations.get().pk, cora.affiliations.get().is_key) == (part.pk, True)
    assert hotel.entries.latest("id").kind == "customer.affiliated"


def test_out_of_the_archive_and_back_with_the_reason_it_had(ann, cora):
    actions.archive(cora, by=ann, reason="Moved away")
    with noticing(cora, FACTS) as change:
        actions.restore(cora, by=ann)
    actions.put_back(change, by=ann)

    cora.refresh_from_db()
    assert cora.is_archived and cora.archived_because == "Moved away"


def test_tags_go_and_come(ann, cora):
    actions.set_tags(cora, ["loyal", "piano"], by=ann)
    entry = actions.set_tags(cora, ["loyal", "hotel"], by=ann)
    actions.put_back(read(cora, f"tags.{entry.pk}"), by=ann)

    assert sorted(tag.name for tag in cora.tags.all()) == ["loyal", "piano"]


def test_a_photo_that_was_taken_away_is_kept_for_a_while(ann, cora):
    actions.set_photo(cora, b"a picture", by=ann)
    cora.refresh_from_db()
    name, storage = cora.photo.name, cora.photo.storage
    with noticing(cora, FACTS) as change:
        actions.remove_photo(cora, by=ann)
    actions.put_back(change, by=ann)
    actions.labels.forget_photo(str(cora.pk), name)
    cora.refresh_from_db()
    assert cora.photo.name == name and storage.exists(name)

    actions.remove_photo(cora, by=ann)
    actions.labels.forget_photo(str(cora.pk), name)
    assert not storage.exists(name)


def test_of_another_customer_nothing_is_put_back(ann, cora):
    other = a_customer("Other")
    change = edited(cora, ann, nickname="Coco")

    with pytest.raises(ChangedSince):
        actions.put_back(Change(other, change.parts), by=ann)


@pytest.mark.parametrize("reference", ["nonsense", "facts", "facts.x", "secrets.1", "tags.1x"])
def test_an_address_that_names_no_change_is_not_there(client, ann, cora, reference):
    client.force_login(ann)
    assert client.get(url("change", cora, reference)).status_code == 404


def test_an_undo_that_comes_too_late_says_so(client, ann, cast, cora, business):
    change = edited(cora, ann, nickname="Coco")
    edited(cora, cast["bob"], nickname="Bobo")
    client.force_login(ann)

    assert client.post(change.address).status_code == 409
    assert Customer.objects.get(pk=cora.pk).nickname == "Bobo"


def test_the_history_offers_to_put_back_what_still_stands(client, ann, cora, business):
    written(cora, ann, "emails", ["c@x.example"])
    gone = written(cora, ann, "emails", [])
    change = edited(cora, ann, nickname="Coco")
    entry = actions.set_tags(cora, ["loyal"], by=ann)
    offered = {change.undo for line in history(Customer.objects.get(pk=cora.pk), ann) for change in line.changes} - {""}
    tags = Change(cora, [Part("tags", added=[entry.pk])])
    assert offered == {gone.address, change.address, tags.address}

    edited(cora, ann, nickname="Cocotte")
    client.force_login(ann)
    page = client.get(url("history", cora)).content.decode()
    assert gone.address in page and change.address not in page
    client.post(gone.address)
    assert gone.address not in client.get(url("history", cora)).content.decode()
