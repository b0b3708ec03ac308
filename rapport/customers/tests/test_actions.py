"""What can be done about a customer, and what the timeline tells of it."""

from datetime import UTC, datetime

import pytest

from rapport.customers import actions
from rapport.customers.actions.rows import snapshot
from rapport.customers.models import Customer, PreferenceTopic
from rapport.customers.testing import a_customer, an_organisation

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_adding_a_customer_writes_everything_at_once_and_tells_it(ann, business):
    tamar = actions.add(
        "თამარ  ბერიძე",
        by=ann,
        at=NOW,
        given_name="თამარ",
        family_name="ბერიძე",
        language="ka",
        emails=["tamar@beridze.example", {"address": "shop@beridze.example", "label": "work"}],
        phones=[{"raw": "+995 555 01 02 03", "is_preferred": True}],
        dates=[{"kind": "birthday", "month": 7, "day": 2}],
        preferences=[{"topic": "Wood", "value": "walnut, never pine"}],
        personal_notes=["Son Saba starts school in September."],
        tags=["loyal"],
        codes=[{"source": "shop", "code": "17"}],
    )

    assert tamar.name == "თამარ ბერიძე"
    assert "tamar beridze" in tamar.search_key and tamar.sort_key and tamar.key_version
    assert [(e.address, e.key, e.label) for e in tamar.emails.all()] == [
        ("tamar@beridze.example", "tamar@beridze.example", ""),
        ("shop@beridze.example", "shop@beridze.example", "work"),
    ]
    assert tamar.phones.get().e164 == "+995555010203"
    assert tamar.preferences.get().topic == PreferenceTopic.objects.get(name="Wood")
    assert tamar.personal_notes.get().by == ann
    assert [tag.name for tag in tamar.tags.all()] == ["loyal"]
    entry = tamar.entries.get()
    assert (entry.kind, entry.by, entry.at, entry.facts["name"]) == ("customer.added", ann, NOW, "თამარ ბერიძე")


def test_a_phone_that_is_no_number_is_kept_as_typed(ann, business):
    customer = actions.add("Cora", by=ann, phones=["ask at the bar"])

    phone = customer.phones.get()
    assert (phone.raw, phone.e164, phone.is_valid) == ("ask at the bar", "", False)


def test_an_edit_is_told_with_old_and_new(ann, cora):
    edited = actions.edit(cora, by=ann, version=cora.version, changes={"name": "Cora Lind", "language": "cs"})

    assert (edited.customer.name, edited.customer.version, edited.merged) == ("Cora Lind", 2, ())
    assert "cora lind" in edited.customer.search_key
    assert cora.entries.get().facts["changes"] == [
        {"field": "name", "old": "Cora Lindqvist", "new": "Cora Lind"},
        {"field": "language", "old": "en", "new": "cs"},
    ]


def test_an_edit_without_a_difference_says_nothing(ann, cora):
    actions.edit(cora, by=ann, version=cora.version, changes={"name": " Cora  Lindqvist "})

    assert not cora.entries.exists()
    assert Customer.objects.get(pk=cora.pk).version == 1


def test_what_customers_wish_in_words_is_not_quoted_on_the_timeline(ann, cora):
    actions.edit(cora, by=ann, version=1, changes={"preference_notes": "Allergic to linseed oil"})
    actions.replace_rows(cora, "personal_notes", by=ann, rows=[{"text": "Her mother is ill"}])

    told = [entry.facts["changes"] for entry in cora.entries.order_by("id")]
    assert told == [[{"field": "preference_notes"}], [{"field": "personal_notes"}]]


def test_edits_of_different_facts_both_stay_and_the_second_saver_is_told(cast, cora):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Lindqvist", "source": "Fair in Brno"})
    edited = actions.edit(cora, by=cast["ann"], version=1, changes={"name": "Cora L.", "source": ""})

    assert (edited.customer.name, edited.customer.source) == ("Cora L.", "Fair in Brno")
    assert edited.merged == ("source",)


def test_edits_of_the_same_fact_are_a_choice(cast, cora):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Bobbins", "source": "Fair"})

    with pytest.raises(actions.ChangedMeanwhile) as refused:
        actions.edit(cora, by=cast["ann"], version=1, changes={"name": "Cora Annson", "how_met": "On a train"})

    conflict = refused.value.conflicts
    assert list(conflict) == ["name"]
    assert (conflict["name"].theirs, conflict["name"].mine, conflict["name"].original) == (
        "Cora Bobbins",
        "Cora Annson",
        "Cora Lindqvist",
    )
    cora.refresh_from_db()
    assert (cora.name, cora.how_met, refused.value.version) == ("Cora Bobbins", "", cora.version)

    actions.edit(cora, by=cast["ann"], version=refused.value.version, changes={"name": "Cora Annson"})
    cora.refresh_from_db()
    assert cora.name == "Cora Annson"


def test_the_same_change_by_both_is_no_conflict(cast, cora):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Lind"})
    edited = actions.edit(cora, by=cast["ann"], version=1, changes={"name": "Cora Lind"})

    assert edited.customer.version == 2


def test_own_fields_merge_one_by_one(cast, cora):
    actions.define_field("Favourite wood", by=cast["olga"])
    actions.define_field("Shoe size", by=cast["olga"], type="number")
    actions.edit(cora, by=cast["bob"], version=1, changes={"custom.favourite-wood": "oak", "custom.shoe-size": None})
    actions.edit(cora, by=cast["ann"], version=1, changes={"custom.favourite-wood": None, "custom.shoe-size": "39"})

    cora.refresh_from_db()
    assert cora.custom == {"favourite-wood": "oak", "shoe-size": "39"}


def test_rows_that_both_touched_merge_row_by_row(cast, cora, business):
    ann, bob = cast["ann"], cast["bob"]
    actions.replace_rows(cora, "emails", by=ann, rows=[{"address": "a@x.example"}, {"address": "b@x.example"}])
    seen = snapshot(cora, "emails")
    a, b = ({"id": key, **values} for key, values in seen.items())

    actions.replace_rows(cora, "emails", by=bob, rows=[a | {"label": "home"}, b, {"address": "c@x.example"}], seen=seen)
    edited = actions.replace_rows(cora, "emails", by=ann, rows=[a, b | {"label": "work"}], seen=seen)

    assert sorted((e.address, e.label) for e in cora.emails.all()) == [
        ("a@x.example", "home"),
        ("b@x.example", "work"),
        ("c@x.example", ""),
    ]
    assert edited.merged == ("emails",)


def test_the_same_row_changed_by_both_is_a_choice(cast, cora, business):
    ann, bob = cast["ann"], cast["bob"]
    actions.replace_rows(cora, "emails", by=ann, rows=[{"address": "a@x.example"}])
    seen = snapshot(cora, "emails")
    ((key, values),) = seen.items()

    actions.replace_rows(cora, "emails", by=bob, rows=[], seen=seen)
    with pytest.raises(actions.ChangedMeanwhile) as refused:
        actions.replace_rows(cora, "emails", by=ann, rows=[{"id": key, **values, "label": "work"}], seen=seen)

    assert refused.value.conflicts[key].theirs is None
    assert refused.value.conflicts[key].mine["label"] == "work"


def test_the_preferred_one_can_change_hands(ann, cora, business):
    actions.replace_rows(
        cora, "phones", by=ann, rows=[{"raw": "+420777123456", "is_preferred": True}, {"raw": "+420777123457"}]
    )
    first, second = ({"id": key, **values} for key, values in snapshot(cora, "phones").items())

    actions.replace_rows(
        cora, "phones", by=ann, rows=[first | {"is_preferred": False}, second | {"is_preferred": True}]
    )

    assert [(p.e164, p.is_preferred) for p in cora.phones.all()] == [("+420777123457", True), ("+420777123456", False)]


def test_the_same_address_twice_is_one(ann, cora, business):
    actions.replace_rows(cora, "emails", by=ann, rows=[{"address": "a@x.example"}, {"address": "A@x.example"}])

    assert cora.emails.count() == 1


def test_a_code_belongs_to_one_customer(ann, cora, business):
    actions.replace_rows(cora, "codes", by=ann, rows=[{"source": "shop", "code": "17"}])

    with pytest.raises(actions.CodeTaken):
        actions.replace_rows(a_customer("Other"), "codes", by=ann, rows=[{"source": "shop", "code": "17"}])


def test_the_first_name_needs_a_permission_that_is_noted(ann, cora):
    with pytest.raises(actions.NeedsPermission):
        actions.edit(cora, by=ann, version=1, changes={"address_style": "first_name"})

    cora = actions.permit_first_name(cora, by=ann, how="said", at=NOW)
    actions.edit(cora, by=ann, version=cora.version, changes={"address_style": "first_name"})
    cora.refresh_from_db()
    assert (cora.address_style, cora.first_name_permission_by, cora.first_name_permission_at) == (
        "first_name",
        ann,
        NOW,
    )

    actions.withdraw_first_name(cora, by=ann)
    cora.refresh_from_db()
    assert (cora.address_style, cora.first_name_permission_at) == ("formal", None)


def test_one_form_saves_all_about_address_or_nothing(ann, cora):
    form = {
        "by": ann,
        "version": 1,
        "salutations": [{"language": "en", "text": "Dear Captain,"}],
        "changes": {"address_style": "first_name", "form_gender": "female"},
    }
    with pytest.raises(actions.NeedsPermission):
        actions.set_form_of_address(cora, **form)
    assert not cora.salutations.exists()

    actions.set_form_of_address(cora, **form, permission="wrote")
    cora.refresh_from_db()
    assert (cora.address_style, cora.salutations.get().text) == ("first_name", "Dear Captain,")


def test_archive_and_restore_are_told_once(ann, cora):
    actions.archive(cora, by=ann, reason="Moved away", at=NOW)
    actions.archive(cora, by=ann, reason="Again")
    cora.refresh_from_db()
    assert (cora.is_archived, cora.archived_because) == (True, "Moved away")
    assert cora not in Customer.objects.current()

    actions.restore(cora, by=ann)
    actions.restore(cora, by=ann)
    assert [entry.kind for entry in cora.entries.order_by("id")] == ["customer.archived", "customer.restored"]


def test_tags_come_into_being_and_are_told(ann, cora):
    actions.set_tags(cora, ["hotel", "loyal"], by=ann)
    actions.set_tags(cora, ["loyal", " new "], by=ann)

    assert sorted(tag.name for tag in cora.tags.all()) == ["loyal", "new"]
    assert cora.entries.order_by("-id").first().facts == {"added": ["new"], "removed": ["hotel"]}


def test_a_person_belongs_to_an_organisation_and_both_timelines_say_so(ann, cora):
    hotel = an_organisation()
    affiliation = actions.affiliate(cora, hotel, by=ann, title="Manager", is_key=True)

    assert [e.kind for e in cora.entries.all()] == [e.kind for e in hotel.entries.all()] == ["customer.affiliated"]
    with pytest.raises(actions.affiliations.WrongKinds):
        actions.affiliate(hotel, cora, by=ann)
    with pytest.raises(actions.affiliations.AffiliationTwice):
        actions.affiliate(cora, hotel, by=ann, title="Manager")

    actions.change_affiliation(affiliation, by=ann, until=NOW.date())
    assert cora.entries.order_by("-id").first().kind == "customer.left"


def test_following_and_looking(ann, cora):
    assert actions.look(cora, user=ann, at=NOW) is None
    assert actions.look(cora, user=ann, at=NOW.replace(minute=3)) == NOW
    assert actions.look(cora, user=ann, at=NOW.replace(minute=30)) == NOW
    assert actions.look(cora, user=ann, at=NOW.replace(minute=33)) == NOW  # a step to another page and back
    assert actions.look(cora, user=ann, at=NOW.replace(minute=59)) == NOW.replace(minute=30)

    actions.follow(cora, user=ann)
    actions.follow(cora, user=ann)
    assert cora.follows.get().is_following
    actions.unfollow(cora, user=ann)
    assert not cora.follows.get().is_following


def test_fields_of_ones_own_keep_their_key(cast):
    olga = cast["olga"]
    field = actions.define_field("Čtverec", by=olga, type="choice", choices=["a", "b", "a"])
    again = actions.define_field("Čtverec", by=olga)

    assert (field.key, field.choices, again.key) == ("ctverec", ["a", "b"], "ctverec-2")
    assert actions.change_field(field, by=olga, label="Square").key == "ctverec"
    assert actions.retire_field(field, by=olga).retired_at


def test_a_topic_with_wishes_stays(ann, cora):
    actions.replace_rows(cora, "preferences", by=ann, rows=[{"topic": "Oil", "value": "hard wax"}])

    with pytest.raises(actions.definitions.TopicInUse):
        actions.remove_topic(PreferenceTopic.objects.get(), by=ann)
