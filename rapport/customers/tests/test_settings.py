"""Settings: what the business asks of its customers, what a change of it means, and taking it back."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.customers import actions
from rapport.customers.models import Customer, CustomField, PreferenceTopic
from rapport.customers.testing import a_customer

FIELDS, TOPICS = "/settings/custom-fields/", "/settings/preference-topics/"
PREVIEW = {"preview": "1"}


@pytest.fixture
def as_olga(client, cast):
    client.force_login(cast["olga"])
    return client


@pytest.fixture
def wood(cast) -> CustomField:
    return actions.define_field("Wood", by=cast["olga"], type="choice", choices=["oak", "ash", "elm"])


def likes(customer: Customer, field: CustomField, value) -> Customer:
    customer = Customer.objects.get(pk=customer.pk)
    actions.edit(customer, by=None, version=customer.version, changes={f"custom.{field.key}": value})
    return customer


def value_of(customer: Customer, field: CustomField):
    return Customer.objects.get(pk=customer.pk).custom.get(field.key)


def undo_of(page) -> str:
    return unescape(re.findall(r'action="([^"]*)"[^>]*>(?:<input[^>]*>)?<button data-undo', page.text)[-1])


def test_only_owners_define_what_is_asked(client, cast):
    client.force_login(cast["mark"])
    for name in ["custom-fields", "topics"]:
        assert client.get(reverse(f"customers:{name}")).status_code == 403
    client.force_login(cast["olga"])
    assert client.post(FIELDS, {"label": "Wood", "type": "choice"}).status_code == 422
    assert client.post(FIELDS, {"label": "Wood", "type": "choice", "choices": "oak, ash"}).status_code == 302
    assert CustomField.objects.get().choices == ["oak", "ash"]


def test_a_preview_of_a_field_is_what_happens_and_can_be_undone(as_olga, wood, cora):
    likes(cora, wood, "elm")
    page = f"{FIELDS}{wood.pk}/"
    form = {"label": "Wood they like", "type": "choice", "choices": "oak, ash, walnut"}
    seen = unescape(as_olga.post(page, form | PREVIEW).text)
    assert "“Wood” is called “Wood they like” everywhere at once." in seen
    assert "elm: 1 customer keeps it" in seen and "New choices: walnut." in seen
    assert "<dt>Wood they like</dt>" in seen
    wood.refresh_from_db()
    assert wood.label == "Wood"

    saved = as_olga.post(page, form, follow=True)
    assert value_of(cora, wood) == "elm"
    assert as_olga.post(undo_of(saved)).status_code == 302
    wood.refresh_from_db()
    assert (wood.label, wood.choices) == ("Wood", ["oak", "ash", "elm"])


def test_a_field_is_put_away_and_taken_up_again(as_olga, wood, cora):
    likes(cora, wood, "elm")
    page = f"{FIELDS}{wood.pk}/retirement/"
    assert "1 customer keeps what is known." in as_olga.get(page).text
    said = as_olga.post(page, follow=True)
    assert "1 customer has it" in said.text and CustomField.objects.get().retired_at
    as_olga.post(undo_of(said))
    assert CustomField.objects.get().retired_at is None and value_of(cora, wood) == "elm"


@pytest.mark.parametrize(
    "value, fits",
    [("12", {"text", "number", "choice"}), ("2026-11-23", {"text", "date", "choice"}), ("oak", {"text", "choice"})],
)
def test_a_type_changes_only_where_every_known_value_fits(as_olga, cast, cora, value, fits):
    field = actions.define_field("Fact", by=cast["olga"])
    likes(cora, field, value)
    page = f"{FIELDS}{field.pk}/"
    for type, _label in CustomField.Type.choices:
        form = {"label": "Fact", "type": type, "choices": "oak"}
        assert (as_olga.post(page, form | PREVIEW).status_code == 200) == (type in fits), type
    with pytest.raises(actions.definitions.TypeDoesNotFit):
        actions.change_field(field, by=cast["olga"], label="Fact", type="yes_no")


def test_renaming_a_choice_reaches_everyone_who_has_it_and_joining_can_be_undone(as_olga, wood, cora, cast):
    dora, eva = a_customer("Dora"), a_customer("Eva")
    for customer, value in ((cora, "elm"), (dora, "elm"), (eva, "oak")):
        likes(customer, wood, value)
    page = f"{FIELDS}{wood.pk}/choice/?choice=elm"
    seen = unescape(as_olga.post(page, {"name": "oak"} | PREVIEW).text)
    assert "2 customers have it and will have “oak”." in seen
    assert "1 customer already has “oak”: the two become one." in seen
    assert value_of(cora, wood) == "elm"

    said = as_olga.post(page, {"name": "oak"}, follow=True)
    assert "2 customers have “oak” now." in unescape(said.text)
    assert [value_of(one, wood) for one in (cora, dora, eva)] == ["oak", "oak", "oak"]
    told = cora.entries.filter(kind="customer.edited", by=cast["olga"]).get()
    assert told.facts["changes"][0]["new"] == "oak"
    assert CustomField.objects.get().choices == ["oak", "ash"]

    assert as_olga.post(undo_of(said)).status_code == 302
    assert [value_of(one, wood) for one in (cora, dora, eva)] == ["elm", "elm", "oak"]
    assert CustomField.objects.get().choices == ["oak", "ash", "elm"]


def test_renaming_a_choice_takes_the_same_number_of_statements_however_many(wood, cast):
    def statements(count: int, old: str, new: str) -> int:
        for number in range(count):
            likes(a_customer(f"Person {number}"), wood, old)
        with CaptureQueriesContext(connection) as asked:
            actions.definitions.rename_choice(wood, old, new, by=cast["olga"], at=timezone.now())
        return len(asked)

    assert statements(1, "oak", "beech") == statements(6, "ash", "birch")


def test_fields_and_topics_are_put_in_order_and_back(as_olga, cast):
    for name in ("A", "B", "C"):
        actions.define_field(name, by=cast["olga"])
        actions.define_topic(name, by=cast["olga"])
    for model, url, name in ((CustomField, FIELDS, "label"), (PreferenceTopic, TOPICS, "name")):
        last = model.objects.get(**{name: "C"})
        as_olga.post(f"{url}{last.pk}/place/", {"to": "earlier"})
        assert list(model.objects.values_list(name, flat=True)) == ["A", "C", "B"]
        as_olga.get(url)
        said = as_olga.post(f"{url}{last.pk}/place/", {"order": f"{last.pk},nonsense"}, follow=True)
        assert list(model.objects.values_list(name, flat=True)) == ["C", "A", "B"]
        as_olga.post(undo_of(said))
        assert list(model.objects.values_list(name, flat=True)) == ["A", "C", "B"]
        as_olga.get(url)


def test_topics_say_how_many_told_a_wish_and_come_back(as_olga, cast, cora):
    topic = actions.define_topic("Oil", by=cast["olga"], choices=["linseed", "tung"])
    cora.preferences.create(topic=topic, value="tung")
    assert "1 customer told a wish" in as_olga.get(TOPICS).text
    page = f"{TOPICS}{topic.pk}/"
    seen = unescape(as_olga.post(page, {"name": "Oils", "choices": "linseed"} | PREVIEW).text)
    assert "“Oil” is called “Oils” everywhere at once." in seen and "tung: 1 customer keeps it" in seen
    assert "1 wish that was told stays as it is." in seen
    said = as_olga.post(page, {"name": "Oils", "choices": "linseed"}, follow=True)
    as_olga.post(undo_of(said))
    topic.refresh_from_db()
    assert (topic.name, topic.choices) == ("Oil", ["linseed", "tung"])
    assert as_olga.post(f"{page}removal/").status_code == 409
    cora.preferences.all().delete()
    as_olga.get(TOPICS)
    said = as_olga.post(f"{page}removal/", follow=True)
    assert not PreferenceTopic.objects.exists()
    as_olga.post(undo_of(said))
    assert PreferenceTopic.objects.get().choices == ["linseed", "tung"]
    assert as_olga.post(TOPICS, {"name": "Oil"}).status_code == 409


def test_the_pages_take_the_same_number_of_queries_however_many_customers(as_olga, wood, cora):
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert as_olga.get(url).status_code == 200
        return len(asked)

    for url in (FIELDS, TOPICS, f"{FIELDS}{wood.pk}/"):
        queries(url)
        few = queries(url)
        for number in range(3):
            likes(a_customer(f"Person {number}"), wood, "oak")
        assert queries(url) == few
