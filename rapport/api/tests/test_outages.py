"""The database is full, read-only or gone: whoever asks is told to come back, and nothing is half done."""

import pytest
from django.db import Error, connection
from django.test import Client

from rapport.api.tests.test_gate import kind_of
from rapport.core.models import KeptAnswer
from rapport.customers.models import Customer

FULL_DISK = """
CREATE FUNCTION pg_temp.full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON customers_customer EXECUTE FUNCTION pg_temp.full_disk()
"""


def sql(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query)


def assert_asked_to_come_back(answer) -> None:
    assert kind_of(answer) == (503, "database_away")
    assert int(answer["Retry-After"]) > 0


def test_a_full_disk_is_no_mistake_of_ours_and_the_same_request_may_come_again(ann_calls):
    sql(FULL_DISK)
    cora, key = {"name": "Cora"}, {"Idempotency-Key": "cora-1"}
    assert_asked_to_come_back(ann_calls.post("customers", cora, **key))
    assert not KeptAnswer.objects.exists()

    sql("DROP TRIGGER full_disk ON customers_customer")
    assert ann_calls.post("customers", cora, **key).status_code == 201
    assert Customer.objects.count() == 1


def test_in_a_batch_a_full_disk_is_nobodys_row(ann_calls):
    sql(FULL_DISK)
    answer = ann_calls.post("customers/batch", {"items": [{"name": "Cora", "codes": {"shop": "1"}}]})
    assert_asked_to_come_back(answer)


def test_a_database_that_is_held_still(ann_calls):
    sql("SET TRANSACTION READ ONLY")
    assert_asked_to_come_back(ann_calls.post("customers", {"name": "Cora"}))


def test_a_page_says_that_it_is_soon_back(client, ann, business):
    client.force_login(ann)
    page = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    page.cookies = client.cookies
    sql(FULL_DISK)

    answer = page.post("/customers/new/", {"kind": "person", "name": "Cora"})

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Back in a moment" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_broken_line_to_the_database(ann_calls):
    with pytest.raises(Error):
        sql("SELECT pg_terminate_backend(pg_backend_pid())")
    assert_asked_to_come_back(ann_calls.post("customers", {"name": "Cora"}))
    someone = Client(raise_request_exception=False)
    assert someone.get("/health/live").status_code == 200
    assert someone.get("/health/ready").status_code == 503

    connection.close()  # as the next request does
    assert ann_calls.post("customers", {"name": "Cora"}).status_code == 201
