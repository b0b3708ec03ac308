"""Two records become one, and can be two again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.customers import actions
from rapport.customers.merges import (
    Choices,
    MergedAlready,
    MergedSince,
    NotTheSameKind,
    UndoneAlready,
    WithItself,
    default_survivor,
    merge,
    since,
    undo_merge,
)
from rapport.customers.models import Customer, ExternalCode, Merge, Tie
from rapport.customers.rights import holds
from rapport.customers.testing import a_customer, an_organisation
from rapport.customers.tests.merging import NOON, drafts, everything, two_records
from rapport.orders import actions as orders
from rapport.orders.testing import MONDAY, an_order
from rapport.promises.models import Promise
from rapport.timeline import actions as timeline


@pytest.fixture
def two(ann, business):
    return two_records(ann)


def merged(one, other, by, **said) -> Merge:
    return merge(one, other, by=by, at=NOON, **said)


def again(customer: Customer) -> Customer:
    return Customer.every.get(pk=customer.pk)


def test_no_merge_cannot_be_undone_and_undone_it_leaves_every_row_of_every_table_as_it_was(two, ann):
    before = everything(*two)
    assert sum(map(len, before.values())) > 50

    done = merged(*two, ann)
    assert everything(*two) != before
    undo_merge(done, by=ann, at=NOON)

    after = everything(*two)
    for table, rows in before.items():
        assert after[table] == rows, table


def test_what_hangs_off_the_absorbed_one_is_the_survivors(two, ann):
    one, other = two
    merged(one, other, ann)

    assert set(one.emails.values_list("address", flat=True)) == {
        "both@linden.example", "one@linden.example", "second@linden.example",
    }  # fmt: skip
    assert [email.address for email in one.emails.filter(is_preferred=True)] == ["both@linden.example"]
    assert set(one.tags.values_list("name", flat=True)) == {"regular", "one", "second"}
    assert one.orders.count() == 2
    assert one.purchases.order_count == 2
    assert one.promises.count() == 2
    assert set(one.holds.values_list("case", flat=True)) == {"one", "second"}
    assert one.affiliations.count() == 1
    assert [day.kind for day in one.dates.filter(kind="birthday")] == ["birthday"]
    assert drafts(one) == ["About one\n\nAbout second"]
    assert one.follows.get(user=ann).is_following
    one.refresh_from_db()
    assert (one.name, one.nickname, one.how_met) == ("Jan Novák", "Honza", "At the fair")


def test_the_absorbed_record_is_off_every_list_and_leads_to_the_survivor(two, ann):
    one, other = two
    merged(one, other, ann)

    assert not Customer.objects.filter(pk=other.pk).exists()
    assert again(other).merged_into == one
    assert [part.person for part in one.affiliations.get().organisation.people.visible_to(ann)] == [one]


def test_open_promises_keep_their_due_times(two, ann):
    due = set(Promise.objects.values_list("pk", "due_at"))
    merged(*two, ann)
    assert set(Promise.objects.values_list("pk", "due_at")) == due


def test_it_takes_as_many_queries_however_much_hangs_off_them(two, ann):
    one, other = two
    for number in range(30):
        timeline.note(other, f"Note {number}", by=ann, at=NOON)
    with CaptureQueriesContext(
        connection,
    ) as many:
        done = merged(one, other, ann)
    with CaptureQueriesContext(connection) as undoing:
        undo_merge(done, by=ann, at=NOON)
    assert len(many) < 140
    assert len(undoing) < 160


def test_who_was_merged_meanwhile_is_not_merged_again(ann, db):
    a, b, c = a_customer("A"), a_customer("B"), a_customer("C")
    merged(b, a, ann)
    with pytest.raises(MergedAlready) as refusal:
        merged(a, b, ann)
    assert "A was merged into B" in str(refusal.value)
    with pytest.raises(MergedAlready):
        merged(c, a, ann)
    with pytest.raises(WithItself):
        merged(c, c, ann)
    with pytest.raises(NotTheSameKind):
        merged(c, an_organisation(), ann)


def test_a_chain_leads_straight_to_who_lives_and_is_undone_from_its_end(ann, db):
    a, b, c = a_customer("A"), a_customer("B"), a_customer("C")
    timeline.note(a, "Of A", by=ann, at=NOON)
    first = merged(b, a, ann)
    second = merged(c, b, ann)
    assert (again(a).merged_into, again(b).merged_into) == (c, c)
    assert c.entries.filter(kind="note.written").count() == 1

    with pytest.raises(MergedSince) as refusal:
        undo_merge(first, by=ann, at=NOON)
    assert "B was merged into C" in str(refusal.value)

    undo_merge(second, by=ann, at=NOON)
    assert (again(a).merged_into, again(b).merged_into) == (b, None)
    undo_merge(first, by=ann, at=NOON)
    assert again(a).merged_into is None
    assert a.entries.filter(kind="note.written").count() == 1
    with pytest.raises(UndoneAlready):
        undo_merge(first, by=ann, at=NOON)


def test_in_a_merge_never_the_laxer_opt_out_wins_but_always_the_stricter(ann, business):
    said = {"address_style": "first_name", "first_name_permission": "said", "first_name_permission_at": NOON}
    days = [{"kind": "birthday", "month": 3, "day": 14}]
    one = actions.add("Cora", by=ann, dates=days, pronoun_level="familiar", **said)
    other = actions.add("Cora L.", by=ann, dates=[{"kind": "birthday", "month": 3, "day": 14, "may_greet": False}])
    holds.restrict(other, reason="They dispute it", by=ann, at=NOON)

    done = merged(one, other, ann)
    one.refresh_from_db()
    assert one.is_restricted
    assert (one.address_style, one.pronoun_level) == ("formal", "polite")
    assert [day.may_greet for day in one.dates.all()] == [False]

    undo_merge(done, by=ann, at=NOON)
    one.refresh_from_db()
    assert (one.standing, one.address_style, one.pronoun_level) == ("", "first_name", "familiar")
    assert [day.may_greet for day in one.dates.all()] == [True]
    assert again(other).is_restricted


def test_a_permission_for_the_first_name_that_one_of_them_withdrew_does_not_come_back(ann, business):
    said = {"address_style": "first_name", "first_name_permission": "said", "first_name_permission_at": NOON}
    one, other = actions.add("Cora", by=ann, **said), actions.add("Cora L.", by=ann, **said)
    actions.withdraw_first_name(other, by=ann, at=NOON + timedelta(hours=1))
    merged(one, other, ann)
    one.refresh_from_db()
    assert (one.address_style, one.first_name_permission_at) == ("formal", None)


def test_what_was_chosen_stands(two, ann):
    one, other = two
    mail = one.emails.get(address="one@linden.example")
    note = other.personal_notes.get()
    choices = Choices(
        take={"name": "absorbed", "nickname": "survivor"},
        leave=[f"customers.Email:{mail.pk}", f"customers.PersonalNote:{note.pk}"],
    )
    done = merged(one, other, ann, choices=choices)
    one.refresh_from_db()
    assert (one.name, one.nickname) == ("Jan Novak", "")
    assert not one.emails.filter(pk=mail.pk).exists()
    assert [note.text for note in one.personal_notes.all()] == ["Likes one"]
    undo_merge(done, by=ann, at=NOON)
    assert one.emails.filter(pk=mail.pk).exists()


def test_an_undo_keeps_what_was_edited_since_and_says_so(two, ann):
    one, other = two
    done = merged(one, other, ann)
    one.refresh_from_db()
    actions.edit(one, by=ann, version=one.version, changes={"nickname": "Jeník"})

    undone = undo_merge(done, by=ann, at=NOON)
    one.refresh_from_db()
    assert undone.edited == ["nickname"]
    assert (one.nickname, one.how_met) == ("Jeník", "")


def test_what_came_since_stays_or_goes_as_a_person_says(two, ann):
    one, other = two
    theirs = other.orders.get()
    done = merged(one, other, ann)
    order = an_order(customer=one, by=ann)
    timeline.note(one, "About whom?", by=ann, at=NOON)

    groups = since(done)
    assert {group.label for group in groups} >= {"Note"}
    note = next(group for group in groups if group.label == "Note")
    undone = undo_merge(done, by=ann, at=NOON, going=[note.key])
    assert undone.assigned == 1
    assert other.entries.filter(body="About whom?").exists()
    order.refresh_from_db()
    theirs.refresh_from_db()
    assert (order.customer, theirs.customer) == (one, again(other))


def test_a_step_of_an_order_that_came_from_the_absorbed_one_goes_back_with_it(two, ann):
    one, other = two
    order = other.orders.get()
    done = merged(one, other, ann)
    order.refresh_from_db()
    orders.take_step(order, "confirmed", at=MONDAY, by=ann)
    undo_merge(done, by=ann, at=NOON)
    assert other.entries.filter(kind="order.step").exists()
    assert not one.entries.filter(kind="order.step").exists()


def test_the_one_with_more_history_survives(two, ann):
    bare = a_customer("Jan Novák")
    assert default_survivor(bare, two[0]) == (two[0], bare)


def test_ties_and_codes_lead_to_the_survivor(two, ann):
    one, other = two
    merged(one, other, ann)
    assert {side.who.name for side in (tie.seen_from(one.pk) for tie in Tie.objects.of(one))} == {
        "Sister of one", "Sister of second",
    }  # fmt: skip
    assert ExternalCode.objects.get(code="s-second").customer.merged_into == one
