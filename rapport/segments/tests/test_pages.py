"""Putting a condition together on a page, keeping it at hand, letting go of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.customers import actions as customers
from rapport.customers.models import Tag
from rapport.segments import actions, tasks
from rapport.segments.models import Segment

NEW = "/segments/new/"
FROM_BRNO = {"version": 1, "all": [{"field": "city", "op": "is", "value": "Brno"}]}


@pytest.fixture
def ann_looks(client, cast, business):
    client.force_login(cast["ann"])
    return client


@pytest.fixture
def people(business):
    for name, city in (("Jana Nováková", "Brno"), ("Petr Svoboda", "Zlín"), ("Eva Malá", "Brno")):
        customers.add(name, by=None, addresses=[{"lines": "Hlavní 1", "city": city, "country": "CZ"}])


def a_form(*lines, kind="all", **more) -> dict:
    """What the form sends: lines of (field, ask, value …)."""
    sent = {"c.kind": kind, "words": "", "words_were": "", "do": "look"}
    for number, (field, ask, *values) in enumerate(lines):
        sent |= {f"c.{number}.field": field, f"c.{number}.was": field, f"c.{number}.ask": ask}
        sent[f"c.{number}.value"] = values
    return sent | more


def test_who_that_is_shows_while_one_chooses(ann_looks, people):
    page = ann_looks.post(NEW, a_form(("city", "is", "Brno")))
    assert page.status_code == 200
    assert page.context["count"].number == 2
    assert page.context["words"] == "city is Brno"
    assert {customer.name for customer in page.context["some"]} == {"Jana Nováková", "Eva Malá"}


def test_a_line_that_is_not_complete_is_kept_and_does_not_count(ann_looks, people):
    page = ann_looks.post(NEW, a_form(("city", "is", "Brno"), ("last_purchase", "over_ago:days", "")))
    assert page.context["count"].number == 2
    assert "doesn’t count yet" in page.text
    refused = ann_looks.post(NEW, a_form(("city", "is", "Brno"), ("city", "is", ""), name="Brno", do="save"))
    assert refused.status_code == 422
    assert not Segment.objects.exists()


def test_what_makes_no_sense_is_said_at_its_line(ann_looks, people):
    page = ann_looks.post(NEW, a_form(("city", "is", "Brno"), ("orders", "over", "many")))
    [bad] = [member for member in page.context["box"]["members"] if member["problem"]]
    assert bad["path"] == "c.1" and "number" in bad["problem"]


def test_words_and_lines_are_the_same_condition(ann_looks, people):
    page = ann_looks.post(NEW, a_form(words='city is Brno and not (tag "vip" or city is Zlín)'))
    outer = page.context["box"]
    assert [member.get("field") or member["kind"] for member in outer["members"]] == ["city", "none"]
    assert [member["field"] for member in outer["members"][1]["members"]] == ["tag", "city"]
    again = ann_looks.post(NEW, a_form(words="city is and"))
    assert again.context["unreadable"] is not None
    assert "city is and" in again.text


def test_lines_come_go_and_move_without_javascript(ann_looks, people):
    lines = [("city", "is", "Brno"), ("city", "is", "Zlín")]

    def after(deed: str) -> list:
        members = ann_looks.post(NEW, a_form(*lines, do=deed)).context["box"]["members"]
        return [member["values"][0] if not member["is_box"] else member["kind"] for member in members]

    assert after("add c") == ["Brno", "Zlín", ""]
    assert after("group c") == ["Brno", "Zlín", "any"]
    assert after("drop c.0") == ["Zlín"]
    assert after("down c.0") == ["Zlín", "Brno"]
    assert after("up c.0") == ["Brno", "Zlín"]
    for nonsense in ("drop c.9", "drop c", "up c.x", "burn c.0", "add c.0"):
        assert after(nonsense) == ["Brno", "Zlín"]


def test_another_fact_is_asked_anew(ann_looks, people):
    sent = a_form(("city", "is", "Brno")) | {"c.0.field": "added"}
    [line] = ann_looks.post(NEW, sent).context["box"]["members"]
    assert (line["ask"], line["values"]) == ("over_ago:days", [""])


def test_a_segment_is_saved_kept_at_hand_and_there_after_signing_in_again(ann_looks, cast, people):
    """Saved views lost at log-out."""
    kept = a_form(("city", "is", "Brno"), name="From Brno", is_pinned="on", columns=["city"], sort="-added", do="save")
    saved = ann_looks.post(NEW, kept)
    segment = Segment.objects.get()
    assert saved.headers["Location"] == f"/customers/?segment={segment.pk}"
    assert (segment.owner, segment.condition, segment.columns) == (cast["ann"], FROM_BRNO, ["city"])
    ann_looks.logout()
    ann_looks.force_login(cast["ann"])
    page = ann_looks.get("/segments/")
    assert page.text.count("From Brno") >= 2, "in the list and in the side bar"
    assert "city is Brno" in page.text


def test_what_belongs_to_others_is_looked_at_and_copied_but_not_changed(ann_looks, cast, people):
    theirs = actions.save("Brno", by=cast["bob"], condition=FROM_BRNO, is_shared=True)
    hidden = actions.save("Secret", by=cast["bob"], condition=FROM_BRNO)
    assert ann_looks.get(f"/segments/{hidden.pk}/").status_code == 404
    address = f"/segments/{theirs.pk}/"
    assert "Save as my own" in ann_looks.get(address).text
    ann_looks.post(address, a_form(("city", "is", "Zlín"), name="Zlín", do="save"))
    theirs.refresh_from_db()
    assert theirs.condition == FROM_BRNO
    assert Segment.objects.get(name="Zlín").owner == cast["ann"]
    assert ann_looks.post(f"{address}removal/").status_code == 409


def test_two_who_change_the_same_segment(ann_looks, cast, people):
    mine = actions.save("Brno", by=cast["ann"], condition=FROM_BRNO)
    address = f"/segments/{mine.pk}/"
    sent = a_form(("city", "is", "Zlín"), name="Brno", version="1", do="save")
    assert ann_looks.post(address, sent).status_code == 302
    assert ann_looks.post(address, sent | {"c.0.value": "Praha"}).status_code == 409


def test_a_deleted_segment_comes_back_with_those_who_were_on_it(ann_looks, cast, cora):
    mine = actions.save("Picked", by=cast["ann"])
    actions.put_in(mine, [cora.pk], by=cast["ann"], at=cora.created_at)
    actions.pin(mine, user=cast["ann"])
    ann_looks.post(f"/segments/{mine.pk}/removal/")
    assert ann_looks.get(f"/segments/{mine.pk}/").status_code == 404
    assert "Picked" not in ann_looks.get("/today/").text
    ann_looks.post(f"/segments/{mine.pk}/restoration/")
    assert mine.memberships.count() == 1
    assert "Picked" in ann_looks.get("/segments/").text
    actions.delete(mine, by=cast["ann"])
    assert actions.forget_removed(before=mine.created_at) == 0
    Segment.objects.update(removed_at=timezone.now() - timedelta(days=31))
    tasks.forget_removed()
    assert not Segment.objects.exists()


def test_a_list_by_hand_has_a_page_too(ann_looks, cast, business):
    ann_looks.post("/segments/new/list/", {"name": "  Fair  guests "})
    segment = Segment.objects.get()
    assert (segment.name, segment.kind) == ("Fair guests", "static")
    page = f"/segments/{segment.pk}/"
    assert "Picked by hand" in ann_looks.get(page).text
    ann_looks.post(page, {"name": "Guests of the fair", "version": "1", "sort": ""})
    segment.refresh_from_db()
    assert segment.name == "Guests of the fair"


def test_a_segment_whose_field_is_gone_says_so_and_is_nobody(ann_looks, cast, people):
    broken = actions.save("Old", by=cast["ann"], condition=FROM_BRNO)
    gone = {"version": 1, "all": [{"field": "custom.gone", "op": "is", "value": "x"}]}
    Segment.objects.filter(pk=broken.pk).update(condition=gone)
    assert "broken" in ann_looks.get("/segments/").text
    assert ann_looks.get(f"/segments/{broken.pk}/").status_code == 200


def test_tags_and_cities_are_offered_while_one_writes(ann_looks, people):
    Tag.objects.create(name="vip")
    assert 'value="Brno"' in ann_looks.get("/segments/offers/?fact=city&c.0.value=Br").text
    assert ann_looks.get("/segments/offers/?fact=nothing").status_code == 404
    told = ann_looks.get("/segments/completions/", {"line": "city is Br", "at": "10"}).json()
    assert {"text": "Brno", "start": 8, "is_example": False} in told
    assert ann_looks.get("/segments/completions/", {"line": "city", "at": "x" * 50}).status_code == 200


@pytest.mark.parametrize(
    "sent", [{"c" + ".1" * 12 + ".kind": "all"}, {"c.0.field": "city", "c.0.ask": "burn"}, {"c.kind": "x"}]
)
def test_what_no_form_sends_is_left_out(ann_looks, people, sent):
    assert ann_looks.post(NEW, sent).status_code == 200


def test_the_number_of_queries_does_not_grow_with_segments(ann_looks, cast, django_assert_num_queries, people):
    actions.save("One", by=cast["ann"], condition=FROM_BRNO)
    ann_looks.get("/segments/")
    with CaptureQueriesContext(connection) as few:
        ann_looks.get("/segments/")
    for number in range(5):
        actions.save(f"More {number}", by=cast["bob"], condition=FROM_BRNO, is_shared=True)
    with django_assert_num_queries(len(few)):
        ann_looks.get("/segments/")


def test_a_saved_view_shows_its_columns_in_its_order(ann_looks, cast, people, django_assert_max_num_queries):
    view = actions.save("From Brno", by=cast["ann"], condition=FROM_BRNO, columns=["city", "country"], sort="-name")
    page = ann_looks.get(view.get_absolute_url())
    assert [match.customer.name for match in page.context["found"].rows] == ["Jana Nováková", "Eva Malá"]
    assert '<td data-label="City">Brno</td>' in page.text
    assert "Looked after by</th>" not in page.text
    with django_assert_max_num_queries(24):
        ann_looks.get(view.get_absolute_url())


def test_what_the_list_is_narrowed_to_is_where_the_builder_begins(ann_looks, people):
    page = ann_looks.get("/customers/?kind=person&where=city is Brno")
    [way] = [one for one in page.context["ways"] if one["begin"]]
    begun = ann_looks.get(way["begin"])
    assert {member["field"] for member in begun.context["box"]["members"]} == {"kind", "city"}


def test_a_view_is_sorted_by_any_fact_it_shows_and_who_has_none_comes_last(ann_looks, cast, people):
    customers.add("Nobody's Neighbour", by=None)
    everybody = {"version": 1, "any": [{"field": "city", "op": "known"}, {"field": "city", "op": "unknown"}]}
    view = actions.save("By city", by=cast["ann"], condition=everybody, columns=["city"], sort="-city")

    def names(more: str = "") -> list[str]:
        rows = ann_looks.get(view.get_absolute_url() + more).context["found"].rows
        return [match.customer.name for match in rows]

    assert names() == ["Petr Svoboda", "Eva Malá", "Jana Nováková", "Nobody's Neighbour"]
    assert names("&sort=city") == ["Eva Malá", "Jana Nováková", "Petr Svoboda", "Nobody's Neighbour"]
    assert names("&sort=nonsense") == names("&sort=name")
    assert ann_looks.get(view.get_absolute_url() + "&after=x").status_code in (302, 400, 404)


@pytest.mark.parametrize("address", ["/segments/new/?where=citty is Brno", "/customers/?where=citty is Brno"])
def test_words_that_make_no_sense_count_nobody(ann_looks, people, address):
    page = ann_looks.get(address)
    assert "citty is Brno" in page.text and "Jana Nováková" not in page.text
    assert page.context.get("count") is None
    if "new" in address:
        assert "Nobody is counted" in page.text
        written = {"words": "citty is Brno", "words_were": "", "do": "look"}
        again = ann_looks.post("/segments/new/", written)
        assert again.context["count"] is None and "everybody: nothing is asked yet" not in again.text
