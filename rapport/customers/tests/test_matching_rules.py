"""The rule that is chosen for an import says whom its rows are taken for."""

import pytest
from django.db import connection

from rapport.core.tabular.reading import UnreadableFile
from rapport.customers.importing.running import UnknownRule
from rapport.customers.models import Customer, NameWord, SearchText
from rapport.customers.tests.test_importing import business, counts, reasons, take  # noqa: F401

pytestmark = pytest.mark.django_db

HERE = "name,e-mail,phone,city\nAnn Lee,ann@example.com,+420 777 111 222,Brno\nBob Fox,bob@example.com,,Praha\n"


@pytest.mark.parametrize(
    "rule, text",
    [
        ("email", "name,e-mail,language\nAnnie Lee,ANN@example.com,cs\n"),
        ("phone", "name,phone,language\nAnnie Lee,777111222,cs\n"),
        ("name_city", "name,city,language\nAnn Lee,BRNO,cs\n"),
    ],
)
def test_by_the_rule_that_was_chosen_a_row_completes_who_is_here(take, rule, text):  # noqa: F811
    take(HERE)

    assert counts(take(text, source="other", match=rule)) == (0, 1, 0, 0)
    assert Customer.objects.get(name="Ann Lee").language == "cs"
    assert counts(take(text, source="other", match=rule)) == (0, 0, 1, 0)


def test_without_that_rule_the_same_row_is_somebody_new(take):  # noqa: F811
    take(HERE)

    assert counts(take("name,e-mail\nAnnie Lee,ann@example.com\n", source="other")) == (1, 0, 0, 0)


def test_where_every_row_is_somebody_new_nobody_is_looked_for(take):  # noqa: F811
    take(HERE)

    assert counts(take(HERE, match="new")) == (2, 0, 0, 0)
    assert counts(take("name\nAnn Lee\nAnn Lee\n", match="new")) == (2, 0, 0, 0)


def test_two_customers_who_fit_are_not_guessed_between(take):  # noqa: F811
    take("id,name,e-mail\n1,Ann Lee,us@example.com\n2,Jo Lee,us@example.com\n3,Bob Fox,bob@example.com\n")
    before = list(Customer.objects.order_by("pk").values())

    result = take("name,e-mail\nA. Lee,us@example.com\nBob Fox,bob@example.com\n", source="other", match="email")

    assert counts(result) == (0, 1, 0, 1)
    assert reasons(result) == {
        2: "2 customers here fit this row. Decide which one is meant, and change that one by hand."
    }
    assert [row["name"] for row in before] == [c.name for c in Customer.objects.order_by("pk")]


@pytest.mark.parametrize("batch", [1, 10])
def test_duplicates_inside_one_import_batch_are_found(take, monkeypatch, batch):  # noqa: F811
    monkeypatch.setattr("rapport.customers.importing.running.BATCH", batch)
    take("name,phone,Phone 2\nAnn Lee,+420 777 111 222,+420 777 333 444\n")

    result = take("name,phone\nAnn Lee,777111222\nA. Lee,777333444\nAnn L.,777111222\n", source="other", match="phone")

    assert counts(result) == (0, 1, 0, 2)
    assert reasons(result) == dict.fromkeys((3, 4), "Line 2 is about the same customer.")
    assert Customer.objects.count() == 1


def test_a_rule_that_nobody_knows_is_refused(take):  # noqa: F811
    with pytest.raises(UnknownRule, match="name_city"):
        take(HERE, match="hair")


def test_what_an_import_says_people_are_found_by_is_what_the_database_would_say(take):  # noqa: F811
    take(
        "id,name,first name,last name,e-mail,E-mail 2,phone,city,work city,tags,company\n"
        "A-1,,ნინო,კაპანაძე,N@example.com,a@example.com,+420 777 111 222,თბილისი,Plzeň,Dub;wool,Oak Ltd\n"
        "A-2,,Ing. Zoë,O'Neil-Šťastná,,,n/a 12,São Paulo,Brno,,\n"
        "A-3,Lakshmi லட்சுமி,,,,,,மதுரை,,வணிகம்,\n"
    )

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.text, f.text FROM customers_searchtext t FULL JOIN customers_found_by(ARRAY("
            "SELECT id FROM customers_customer)) f USING (customer_id)"
        )
        texts = cursor.fetchall()
    assert len(texts) == 4
    assert [ours for ours, _theirs in texts] == [theirs for _ours, theirs in texts]


def test_a_file_that_ends_in_another_encoding_says_so_and_saves_nothing(take):  # noqa: F811
    text = b"name\n" + b"Ann Lee\n" * 40_000 + b"\xff\xfe\n"

    with pytest.raises(UnreadableFile, match="not in the encoding"):
        take(text, encoding="utf-8", match="new")

    assert not Customer.objects.exists()


def test_without_leave_to_leave_triggers_out_an_import_does_the_same(take, monkeypatch):  # noqa: F811
    monkeypatch.setattr("rapport.customers.importing.saver.may_be_unwatched", lambda: False)

    assert counts(take("name,e-mail,city,company\nAnn Lee,ann@example.com,Brno,Oak Ltd\n")) == (2, 0, 0, 0)
    assert set(NameWord.objects.values_list("word", flat=True)) == {"brno"}


def test_an_import_knows_every_trigger_that_new_customers_would_set_off(take):  # noqa: F811
    """Whoever adds one that watches new rows of these tables has `importing.saver` do its work as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal AND (tgtype & 4) > 0 AND tgrelid::regclass"
            "::text ~ '^(customers_(customer|email|phone|address|handle|importantdate|customer_tags|externalcode"
            "|importedrow)|timeline_entry)$'"
        )
        assert {name for (name,) in cursor.fetchall()} == {"words_of_new_customers", "search_text_insert"}
    take("name,e-mail,city\nAnna Lee,ann@example.com,Brno\n")
    assert set(NameWord.objects.values_list("word", flat=True)) == {"anna", "brno"}
    assert SearchText.objects.get().text.startswith(" 0anna 0lee\n")
