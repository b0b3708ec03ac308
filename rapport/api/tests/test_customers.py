import pytest

from rapport.api.testing import a_program_of
from rapport.customers.api.schemas import CustomerOut
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer

TAMAR = {
    "name": "თამარ ბერიძე",
    "romanised_name": "Tamar Beridze",
    "given_name": "თამარ",
    "family_name": "ბერიძე",
    "language": "ka",
    "emails": [{"address": "tamar@example.com", "label": "home", "preferred": True}],
    "phones": [{"number": "+995 555 12 34 56"}],
    "addresses": [{"city": "Tbilisi", "country": "GE"}],
    "dates": [{"kind": "birthday", "month": 2, "day": 29}],
    "tags": ["Wood"],
    "codes": {"shop": "T-1"},
    "salutation": "ძვირფასო თამარ,",
}


def test_a_customer_comes_back_as_it_was_sent(ann_calls):
    made = ann_calls.post("customers", TAMAR)
    assert made.status_code == 201, made.content
    tamar = made.json()
    assert made["Location"] == f"/api/v1/customers/{tamar['id']}"
    again = ann_calls.get(f"customers/{tamar['id']}")
    assert again.json() == tamar
    assert again["ETag"] == made["ETag"]
    for name in ("name", "romanised_name", "language", "tags", "codes", "salutation"):
        assert tamar[name] == TAMAR[name]
    assert tamar["emails"] == [
        {"address": "tamar@example.com", "label": "home", "preferred": True, "verified": False, "note": ""}
    ]
    assert tamar["phones"][0]["number"] == "+995555123456"
    assert tamar["created_at"].endswith("Z")


def test_what_is_told_has_the_shape_that_is_described(ann_calls):
    tamar = ann_calls.post("customers", TAMAR).json()
    listed = ann_calls.get("customers").json()["items"]
    found = ann_calls.get("customers?search=Tamar").json()["items"]
    assert CustomerOut.model_validate(tamar, strict=False).model_dump(mode="json") == tamar
    assert listed == found == [tamar]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Cora\u0000"}, "name"),
        ({"name": "Cora", "emails": [{"address": "cora@"}]}, "emails.0.address"),
        ({"name": "Cora", "dates": [{"month": 2, "day": 30}]}, "dates.0"),
        ({"name": "Cora", "time_zone": "Mars/Base"}, "time_zone"),
        ({"name": "Cora", "nmae": "x"}, "nmae"),
        ({"name": "Cora", "account_manager": "nobody@example.com"}, "account_manager"),
        ({"name": "Cora", "custom": {"unheard": 1}}, "custom.unheard"),
    ],
)
def test_what_is_wrong_is_said_by_field(ann_calls, wrong, field):
    refused = ann_calls.post("customers", wrong)
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert [problem["field"] for problem in refused.json()["errors"]] == [field]
    assert not Customer.objects.exists()


def test_the_business_may_say_no(ann_calls):
    refused = ann_calls.post("customers", {"name": "Cora", "address_style": "first_name"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rapport:problem:first_name_needs_permission")
    assert (
        ann_calls.post(
            "customers", {"name": "Cora", "address_style": "first_name", "first_name_permission": "said"}
        ).json()["address_style"]
        == "first_name"
    )


def test_a_patch_changes_what_it_says_and_nothing_else(ann_calls):
    tamar = ann_calls.post("customers", TAMAR).json()
    changed = ann_calls.patch(f"customers/{tamar['id']}", {"nickname": "Tako", "codes": {"crm": "9"}})
    assert changed.status_code == 200, changed.content
    expected = tamar | {"nickname": "Tako", "codes": {"crm": "9", "shop": "T-1"}}
    assert changed.json() | {"updated_at": ""} == expected | {"updated_at": ""}


def test_rows_that_stay_the_same_keep_their_history(ann_calls):
    tamar = ann_calls.post("customers", TAMAR).json()
    row = Customer.objects.get().emails.get()
    new = {"emails": [{"address": "tamar@example.com", "label": "work"}, {"address": "second@example.com"}]}
    assert ann_calls.patch(f"customers/{tamar['id']}", new).status_code == 200
    row.refresh_from_db()
    assert row.label == "work"


def test_nobody_overwrites_what_they_have_not_seen(ann_calls):
    made = ann_calls.post("customers", TAMAR)
    path, seen = f"customers/{made.json()['id']}", made["ETag"]
    assert ann_calls.patch(path, {"nickname": "Tako"}, **{"If-Match": seen}).status_code == 200
    lost = ann_calls.patch(path, {"nickname": "Tamriko"}, **{"If-Match": seen})
    assert (lost.status_code, lost.json()["type"]) == (412, "urn:rapport:problem:changed_meanwhile")
    now = ann_calls.get(path)
    assert now.json()["nickname"] == "Tako"
    assert ann_calls.get(path, **{"If-None-Match": now["ETag"]}).status_code == 304


def test_the_mark_changes_with_the_rows_inside(ann_calls):
    made = ann_calls.post("customers", TAMAR)
    Customer.objects.get().emails.update(label="office")
    assert ann_calls.get(f"customers/{made.json()['id']}")["ETag"] != made["ETag"]


def test_lists_go_on_where_they_stopped(ann_calls):
    names = [f"Customer {n}" for n in range(5)]
    for name in names:
        a_customer(name)
    found, cursor = [], ""
    while cursor is not None:
        page = ann_calls.get(f"customers?limit=2&cursor={cursor}").json()
        found += [customer["name"] for customer in page["items"]]
        cursor = page["next"]
    assert found == names
    assert ann_calls.get("customers?cursor=bogus").status_code == 422
    assert ann_calls.get("customers?limit=201").status_code == 422


def test_a_search_finds_any_part_in_any_script(ann_calls):
    ann_calls.post("customers", TAMAR)
    a_customer("Jan Novák")
    for words in ("beridze", "თამარ", "tamar@", "555123456", "T-1"):
        assert [c["name"] for c in ann_calls.get(f"customers?search={words}").json()["items"]] == ["თამარ ბერიძე"]


def test_putting_away_and_taking_out(ann_calls):
    cora = a_customer()
    assert ann_calls.post(f"customers/{cora.pk}/archive").json()["archived"] is True
    assert ann_calls.get("customers").json()["items"] == []
    assert [c["name"] for c in ann_calls.get("customers?archived=true").json()["items"]] == [cora.name]
    assert ann_calls.post(f"customers/{cora.pk}/restore").json()["archived"] is False


def test_a_note_stands_on_the_timeline(ann_calls, ann):
    cora = a_customer()
    note = ann_calls.post(f"customers/{cora.pk}/notes", {"body": "Likes walnut."})
    assert note.status_code == 201, note.content
    told = ann_calls.get(f"customers/{cora.pk}/timeline").json()["items"]
    assert [(entry["kind"], entry["body"], entry["by"]["name"]) for entry in told] == [
        ("note.written", "Likes walnut.", ann.name)
    ]
    assert told == [note.json()]


def test_the_number_of_queries_does_not_grow_with_the_list(ann, business, django_assert_max_num_queries):
    program = a_program_of(ann)
    for n in range(12):
        program.post("customers", TAMAR | {"codes": {"shop": f"T-{n}"}})
    with django_assert_max_num_queries(16):
        assert len(program.get("customers").json()["items"]) == 12


def test_many_at_once_and_the_bad_ones_by_their_place(ann_calls):
    ann_calls.post("customers", TAMAR)
    rows = [
        {"name": "Tamar B.", "codes": {"shop": "T-1"}},
        {"name": "Cora", "codes": {"shop": "C-1"}, "emails": [{"address": "not one"}]},
        {"name": "Jan Novák", "codes": {"shop": "J-1"}},
        {"name": "Nobody's"},
        "what?",
    ]
    done = ann_calls.post("customers/batch", {"items": rows})
    assert done.status_code == 200, done.content
    results = done.json()["results"]
    assert [(r["index"], r["status"]) for r in results] == [
        (0, "updated"),
        (1, "rejected"),
        (2, "created"),
        (3, "rejected"),
        (4, "rejected"),
    ]
    assert results[1]["errors"][0]["field"] == "emails.0.address"
    assert results[3]["errors"][0]["field"] == "codes"
    assert set(Customer.objects.values_list("name", flat=True)) == {"Tamar B.", "Jan Novák"}
    again = ann_calls.post("customers/batch", {"items": [rows[0]]}).json()["results"]
    assert again[0]["status"] == "unchanged"
