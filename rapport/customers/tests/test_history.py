"""Who changed what, read back."""

import pghistory

from rapport.customers import actions, rebuilding
from rapport.customers.actions.rows import snapshot
from rapport.customers.merges import merge
from rapport.customers.models import Customer
from rapport.customers.queries import history
from rapport.customers.testing import a_customer
from rapport.staff.models import User


def changes(customer):
    return [(c.verb, c.label, c.old, c.new) for line in history(customer, User.objects.first()) for c in line.changes]


def test_every_edit_is_there_with_old_and_new(ann, business):
    with pghistory.context(user=ann.pk):
        cora = actions.add("Cora", by=ann, emails=["a@x.example"])
        actions.edit(cora, by=ann, version=1, changes={"name": "Cora Lind", "language": "cs", "account_manager": ann})
        ((key, values),) = snapshot(cora, "emails").items()
        actions.replace_rows(
            cora, "emails", by=ann, rows=[{"id": key, **values, "label": "home"}, {"address": "b@x.example"}]
        )
        actions.replace_rows(cora, "emails", by=ann, rows=[{"id": key, **values, "label": "home"}])
        actions.set_tags(cora, ["loyal"], by=ann)

    told = changes(Customer.objects.get(pk=cora.pk))
    assert ("added", "Name", "", "Cora") in told
    assert ("changed", "Name", "Cora", "Cora Lind") in told
    assert ("changed", "Language", "", "Czech") in told
    assert ("changed", "Looked after by", "", "Ann") in told
    assert ("changed", "Label · a@x.example (home)", "", "home") in told
    assert ("added", "E-mail addresses", "", "b@x.example") in told
    assert ("removed", "E-mail addresses", "b@x.example", "") in told
    assert ("added", "Tags", "", "loyal") in told
    assert {line.by for line in history(cora, ann)} == {ann}


def test_a_new_photo_is_told_without_the_name_of_its_file(ann, cora):
    actions.set_photo(cora, b"no real picture", by=ann)

    assert ("changed", "Photo", "", "a picture") in changes(Customer.objects.get(pk=cora.pk))


def test_changes_by_sql_are_told_as_well(cora, ann):
    Customer.objects.filter(pk=cora.pk).update(source="Fair")

    (line,) = history(Customer.objects.get(pk=cora.pk), ann)
    assert (line.by, [(c.label, c.new) for c in line.changes]) == (None, [("Source", "Fair")])


def test_reading_history_takes_the_same_queries_however_long(ann, cora, business, django_assert_max_num_queries):
    with django_assert_max_num_queries(35) as few:
        history(cora, ann)
    for n in range(6):
        cora.refresh_from_db()
        actions.edit(
            cora,
            by=ann,
            version=cora.version,
            changes={"source": f"Fair {n}", "account_manager": ann if n % 2 else None},
        )
        actions.replace_rows(cora, "emails", by=ann, rows=[{"address": f"{n}@x.example"}])
    with django_assert_max_num_queries(len(few) + 1):  # who they were is asked once there is somebody
        history(cora, ann)


def test_keys_are_made_again_when_the_way_they_are_made_changes(db):
    for n in range(5):
        a_customer(f"გიორგი {n}")
    Customer.objects.update(search_key="", sound_key="", sort_key="", key_version=0)

    assert rebuilding.refresh_stale_keys(batch=2) == 5
    assert rebuilding.refresh_stale_keys(batch=2) == 0
    assert Customer.objects.filter(search_key__startswith="giorgi").count() == 5


def test_what_was_changed_on_a_record_is_told_of_whoever_it_became_part_of(ann, business):
    survivor = actions.add("Jan Novák", by=ann)
    absorbed = actions.add("J. Novák", by=ann, emails=["jan@x.example"])
    actions.edit(absorbed, by=ann, version=1, changes={"nickname": "Honza"})
    ((key, values),) = snapshot(absorbed, "emails").items()
    actions.replace_rows(absorbed, "emails", by=ann, rows=[{"id": key, **values, "label": "home"}])
    merge(survivor, absorbed, by=ann)

    lines = history(Customer.objects.get(pk=survivor.pk), ann)
    told = {(change.label, change.new): change for line in lines for change in line.changes}
    assert told["Nickname · J. Novák", "Honza"].undo == ""
    assert told["Label · jan@x.example (home)", "home"].undo == ""
