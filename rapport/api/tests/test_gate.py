import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from rapport.api.testing import Program, a_program_of
from rapport.core.api import repeats, tokens
from rapport.core.models import Token
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer
from rapport.staff import actions as staff
from rapport.staff.actions.house import see_by_team


def kind_of(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json", response.content
    said = response.json()
    assert said["status"] == response.status_code
    return response.status_code, said["type"].removeprefix("urn:rapport:problem:")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic abc", "bearer " + "x" * 500])
def test_without_a_living_token_nothing_is_told(db, header):
    answer = Client(headers={"Authorization": header}).get("/api/v1/customers")
    assert kind_of(answer) == (401, "token_missing_or_bad")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(client, ann):
    client.force_login(ann)
    assert client.get("/api/v1/customers").status_code == 401


def test_a_revoked_token_and_one_of_somebody_who_left_open_nothing(ann, business):
    first, second = a_program_of(ann), a_program_of(ann)
    tokens.revoke(Token.objects.get(hash=tokens.hash_of(first.secret)), at=timezone.now())
    assert first.get("customers").status_code == 401
    assert second.get("customers").status_code == 200
    ann.is_active = False
    ann.save()
    assert second.get("customers").status_code == 401


def test_use_is_noted_and_the_secret_is_not_kept(ann, business):
    program = a_program_of(ann)
    program.get("customers")
    token = Token.objects.get()
    assert timezone.now() - token.used_at < timedelta(minutes=1)
    assert program.secret not in str(Token.objects.values().get())


def test_what_a_role_may_not_do_a_token_may_not_either(cast, business):
    rita = a_program_of(cast["rita"])
    assert rita.get("customers").status_code == 200
    assert kind_of(rita.post("customers", {"name": "Cora"})) == (403, "forbidden")


def test_a_token_speaks_for_the_whole_person(cast, business):
    for person in cast.values():
        program = a_program_of(person)
        token, _rate = tokens.bearer_of(f"Bearer {program.secret}", at=timezone.now())
        known = Token.objects.select_related("user").get(hash=tokens.hash_of(program.secret))
        assert [getattr(token.user, f.attname) for f in token.user._meta.concrete_fields] == [
            getattr(known.user, f.attname) for f in known.user._meta.concrete_fields
        ]
        assert (token.pk, token.name, token.made_at) == (known.pk, known.name, known.made_at)
        assert token.user.get_all_permissions() == known.user.get_all_permissions() != set()


def test_a_token_that_only_reads(ann, business):
    reading = a_program_of(ann, read_only=True)
    assert reading.get("customers").status_code == 200
    assert kind_of(reading.post("customers", {"name": "Cora"})) == (403, "token_is_read_only")


def test_other_methods_and_addresses_are_answered_as_problems(ann_calls, cora):
    refused = ann_calls.call("DELETE", f"customers/{cora.pk}")
    assert kind_of(refused) == (405, "method_not_allowed")
    assert refused["Allow"] == "GET, PATCH"
    assert kind_of(ann_calls.get("nothing/here")) == (404, "not_found")
    assert kind_of(ann_calls.get("customers/00000000-0000-7000-8000-000000000000")) == (404, "not_found")


def test_what_cannot_be_read_is_said(ann_calls):
    client = Client(headers={"Authorization": f"Bearer {ann_calls.secret}"})
    answer = client.generic("POST", "/api/v1/customers", b"{not json", content_type="application/json")
    assert kind_of(answer) == (400, "unreadable")
    large = client.generic("POST", "/api/v1/customers", b'{"name": "' + b"a" * 6_000_000 + b'"}')
    assert kind_of(large) == (413, "too_large")


def test_a_minute_has_so_many_requests(ann_calls, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    answers = [ann_calls.get("customers") for _ in range(3)]
    if {answer["RateLimit"].split(";")[1] for answer in answers} != {"r=1", "r=0"}:  # a minute began meanwhile
        answers = [ann_calls.get("customers") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert kind_of(answers[2]) == (429, "too_many_requests")
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[0]["RateLimit-Policy"] == '"token";q=2;w=60'


def test_the_same_key_has_the_same_answer_and_one_effect(ann_calls):
    first = ann_calls.post("customers", {"name": "Cora"}, **{"Idempotency-Key": "k1"})
    again = ann_calls.post("customers", {"name": "Cora"}, **{"Idempotency-Key": "k1"})
    assert (again.status_code, again.content, again["Location"], again["ETag"]) == (
        first.status_code,
        first.content,
        first["Location"],
        first["ETag"],
    )
    assert Customer.objects.count() == 1
    other = ann_calls.post("customers", {"name": "Dora"}, **{"Idempotency-Key": "k1"})
    assert kind_of(other) == (422, "idempotency_key_reused")
    assert ann_calls.post("customers", {"name": "Cora"}, **{"Idempotency-Key": "k2"}).status_code == 201


def test_what_was_hidden_since_is_not_told_again(business, cast):
    north, south = staff.add_team("North", people=[cast["ann"]]), staff.add_team("South", people=[cast["bob"]])
    see_by_team(True, by=cast["olga"])
    program = a_program_of(cast["ann"])
    added = program.post("customers", {"name": "Cora", "team": "north"}, **{"Idempotency-Key": "k1"})
    assert added.json()["team"] == str(north.pk)
    address = f"customers/{added.json()['id']}/archive"
    assert program.post(address, {}, **{"Idempotency-Key": "k2"}).status_code == 200
    Customer.objects.update(team=south)

    assert kind_of(program.post("customers", {"name": "Cora", "team": "north"}, **{"Idempotency-Key": "k1"}))[0] == 404
    assert kind_of(program.post(address, {}, **{"Idempotency-Key": "k2"}))[0] == 404
    assert Customer.objects.count() == 1

    nobodys = program.post("customers", {"name": "Dora", "team": "West"})
    assert nobodys.json()["errors"][0]["field"] == "team"
    assert kind_of(program.post("customers", {"name": "Dora", "team": str(south.pk)}))[0] == 409


def test_refusals_are_kept_too_and_keys_are_each_tokens_own(ann_calls, cast):
    wrong = {"name": "Cora", "address_style": "first_name"}
    assert [ann_calls.post("customers", wrong, **{"Idempotency-Key": "k"}).status_code for _ in range(2)] == [409, 409]
    other = a_program_of(cast["mark"])
    assert other.post("customers", {"name": "Dora"}, **{"Idempotency-Key": "k"}).status_code == 201
    assert repeats.forget_old(before=timezone.now() + timedelta(days=1)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_together_are_one(cast, business):
    program = a_program_of(cast["ann"])
    answers = []

    def send():
        try:
            answers.append(program.post("customers", {"name": "Cora"}, **{"Idempotency-Key": "both"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert Customer.objects.count() == 1


def test_a_mistake_of_ours_is_told_without_a_trace_and_keeps_nothing(ann_calls, monkeypatch, cora):
    from rapport.customers import api

    monkeypatch.setattr(api, "show", lambda customer: 1 / 0)
    program = Program(ann_calls.secret)
    answer = program.post("customers", {"name": "Dora"}, **{"Idempotency-Key": "k"})
    assert kind_of(answer) == (500, "our_mistake")
    assert b"ZeroDivision" not in answer.content
    monkeypatch.undo()
    assert list(Customer.objects.all()) == [cora]
    assert program.post("customers", {"name": "Dora"}, **{"Idempotency-Key": "k"}).status_code == 201


def test_the_number_of_queries_of_a_list_is_fixed(ann_calls, django_assert_num_queries):
    a_customer("First")
    with django_assert_num_queries(5) as few:
        ann_calls.get("customers")
    for n in range(5):
        a_customer(f"Customer {n}")
    with django_assert_num_queries(len(few) - 1):  # the use of the token is noted once in a while
        ann_calls.get("customers")
