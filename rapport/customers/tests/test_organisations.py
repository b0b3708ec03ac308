"""An organisation's people: whose word counts, how close we are, who reports to whom, and the story they share."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.customers import actions
from rapport.customers.models import Affiliation, Customer
from rapport.customers.queries.circles import Circle, chart
from rapport.customers.testing import a_customer, an_organisation
from rapport.staff import actions as staff
from rapport.staff.actions.house import see_by_team
from rapport.timeline import actions as timeline
from rapport.timeline.queries import story

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)


@pytest.fixture
def inn(business, ann):
    inn = an_organisation("The Inn")
    for name in ("Harriet", "Polly", "Tom"):
        actions.affiliate(a_customer(name), inn, by=ann)
    return inn


def part(inn, name) -> Affiliation:
    return inn.people.get(person__name=name)


def report(inn, name, to, by) -> None:
    actions.change_affiliation(part(inn, name), by=by, reports_to=part(inn, to))


def test_who_judged_how_close_we_are_and_when_is_kept(inn, ann, client):
    actions.change_affiliation(part(inn, "Polly"), by=ann, influence="blocks", strength="close", at=NOON)

    polly = part(inn, "Polly")
    assert (polly.influence, polly.strength, polly.strength_by, polly.strength_on) == (
        "blocks", "close", ann, date(2026, 6, 9)
    )  # fmt: skip
    timeline.call(polly.person, by=ann, outcome="reached", at=timezone.now() - timedelta(days=3))
    client.force_login(ann)
    page = " ".join(client.get(inn.get_absolute_url()).content.decode().split())
    for words in ("Stands in the way", "as Ann saw it on", "Last in contact:", "No contact noted yet"):
        assert words in page

    actions.change_affiliation(polly, by=ann, strength="")
    assert part(inn, "Polly").strength_by is None


def test_nobody_reports_to_themselves_in_a_circle_or_elsewhere(inn, ann):
    report(inn, "Polly", "Harriet", ann)
    report(inn, "Tom", "Polly", ann)
    with pytest.raises(actions.ReportsInCircle):
        report(inn, "Harriet", "Tom", ann)
    with pytest.raises(actions.ReportsInCircle):
        report(inn, "Tom", "Tom", ann)
    other = actions.affiliate(a_customer("Else"), an_organisation("Other"), by=ann)
    with pytest.raises(actions.ReportsElsewhere):
        actions.change_affiliation(other, by=ann, reports_to=part(inn, "Tom"))


def test_the_chart_shows_those_who_are_there_and_in_sight(inn, cast):
    ann = cast["ann"]
    report(inn, "Polly", "Harriet", ann)
    report(inn, "Tom", "Polly", ann)

    def drawn(reader):
        def line(node):
            return (node.part.person.name, [line(below) for below in node.reports])

        return [line(node) for node in chart(inn, reader, on=NOON.date())]

    assert drawn(ann) == [("Harriet", [("Polly", [("Tom", [])])])]
    actions.change_affiliation(part(inn, "Harriet"), by=ann, until=NOON.date() - timedelta(days=1))
    assert drawn(ann) == [("Polly", [("Tom", [])])]

    Customer.objects.filter(name="Polly").update(team=staff.add_team("South", people=[cast["bob"]]))
    see_by_team(True, by=cast["olga"])
    assert drawn(ann) == [] and drawn(cast["bob"]) == [("Polly", [("Tom", [])])]


def test_the_form_asks_to_whom_they_report_and_refuses_a_circle(client, inn, ann):
    client.force_login(ann)
    report(inn, "Polly", "Harriet", ann)
    page = f"/customers/{inn.pk}/affiliations/{part(inn, 'Harriet').pk}/"
    assert "Polly" in client.get(page).content.decode()

    refused = client.post(page, {"reports_to": part(inn, "Polly").pk, "influence": "decides"})
    assert refused.status_code == 409 and "in a circle" in refused.content.decode()

    client.post(page, {"influence": "decides"})
    assert part(inn, "Harriet").influence == "decides"


def test_a_superior_who_is_hidden_stays_when_others_save(client, inn, cast):
    report(inn, "Polly", "Harriet", cast["ann"])
    Customer.objects.filter(name="Harriet").update(team=staff.add_team("South", people=[cast["bob"]]))
    see_by_team(True, by=cast["olga"])
    client.force_login(cast["ann"])

    page = f"/customers/{inn.pk}/affiliations/{part(inn, 'Polly').pk}/"
    assert "Harriet" not in client.get(page).content.decode()
    client.post(page, {"title": "Landlady"})

    assert (part(inn, "Polly").title, part(inn, "Polly").reports_to) == ("Landlady", part(inn, "Harriet"))


def test_taking_somebody_away_is_undone_with_who_reported_to_them(client, inn, ann):
    report(inn, "Polly", "Harriet", ann)
    client.force_login(ann)
    client.post(f"/customers/{inn.pk}/affiliations/{part(inn, 'Harriet').pk}/", {"remove": "yes"})
    assert part(inn, "Polly").reports_to is None

    undo = client.get(inn.get_absolute_url()).content.decode().split("/changes/")[1].split('"')[0]
    client.post(f"/customers/{inn.pk}/changes/{undo}")
    assert part(inn, "Polly").reports_to == part(inn, "Harriet")


# The story with its people -------------------------------------------------------------------------------------------


def bodies(inn, reader, **how) -> list[str]:
    told = story(inn, reader=reader, circle=Circle(inn, reader), kind="notes", **how)
    return [entry.body for _day, entries in told.days for entry in entries]


def note(who, text, by, days=0, **how):
    return timeline.note(who, text, by=by, at=NOON - timedelta(days=days), **how)


def test_the_story_of_an_organisation_is_told_with_its_people(client, inn, ann):
    polly = part(inn, "Polly").person
    note(inn, "of the inn", ann, 1)
    note(polly, "said by her", ann, 2)
    assert bodies(inn, ann) == ["of the inn", "said by her"]

    client.force_login(ann)
    alone = client.get(inn.get_absolute_url()).content.decode()
    with_people = client.get(f"{inn.get_absolute_url()}?people=yes").content.decode()
    assert "said by her" not in alone and 'aria-checked="false"' in alone
    assert "said by her" in with_people and 'aria-checked="true"' in with_people
    told = client.post(f"/customers/{inn.pk}/entries/?people=yes", {"kind": "note", "body": "new"}, headers=PART)
    assert "said by her" in told.content.decode()
    assert "data-story-circle" not in client.get(polly.get_absolute_url()).content.decode()


def test_who_left_takes_along_only_what_came_after(inn, ann):
    tom = part(inn, "Tom")
    note(tom.person, "while there", ann, 10)
    note(tom.person, "afterwards", ann, 1)
    actions.change_affiliation(tom, by=ann, until=NOON.date() - timedelta(days=5))
    assert bodies(inn, ann) == ["while there"]


def test_what_is_hidden_or_private_is_not_told_through_the_organisation(inn, cast):
    ann, bob = cast["ann"], cast["bob"]
    polly, tom = part(inn, "Polly").person, part(inn, "Tom").person
    note(polly, "hidden", bob)
    note(tom, "private of Bob", bob, private=True)
    Customer.objects.filter(pk=polly.pk).update(team=staff.add_team("South", people=[bob]))
    see_by_team(True, by=cast["olga"])
    assert bodies(inn, ann) == []
    assert sorted(bodies(inn, bob)) == ["hidden", "private of Bob"]


def test_pages_of_the_shared_story_follow_each_other_without_a_gap(inn, ann, django_assert_max_num_queries):
    people = [inn, *(one.person for one in inn.people.select_related("person"))]
    for n in range(24):
        note(people[n % 4], f"{n:02}", ann, n)
    found, after = [], None
    with django_assert_max_num_queries(40) as asked:
        for _page in range(4):
            told = story(inn, reader=ann, circle=Circle(inn, ann), kind="notes", after=after, size=7)
            found += [entry.body for _day, entries in told.days for entry in entries]
            after = told.next
    assert found == [f"{n:02}" for n in range(24)] and after is None
    assert len(asked) <= 4 * 9


def test_the_shared_story_reads_by_the_index_of_each_story(inn, ann):
    with CaptureQueriesContext(connection) as asked:
        story(inn, reader=ann, circle=Circle(inn, ann))
    query = next(q["sql"] for q in asked if "unnest" in q["sql"].lower())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + query)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "entry_story" in plan and "Seq Scan on timeline_entry" not in plan
