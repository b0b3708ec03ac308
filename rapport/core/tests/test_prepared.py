from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from rapport.core.prepared import Unfillable, prepared
from rapport.staff.models import User

pytestmark = pytest.mark.django_db


@prepared
def working(pk: UUID, before: datetime, *, named: bool, seen: Q) -> QuerySet[User]:
    rows = User.objects.filter(seen, pk=pk, joined_at__lt=before, joined_at__gt=before - timedelta(days=30))
    return (rows.exclude(name="") if named else rows).select_related("location").prefetch_related("groups")


@prepared
def names_after(name: str) -> QuerySet:
    return User.objects.filter(name__gt=name).order_by("name").values_list("name", flat=True)[:2]


def test_a_prepared_question_is_answered_for_each_value_anew(cast):
    ann, bob, at = cast["ann"], cast["bob"], timezone.now() + timedelta(days=1)
    User.objects.filter(pk=bob.pk).update(name="")

    assert working(ann.pk, at, named=True, seen=Q()) == [ann]
    assert working(bob.pk, at, named=True, seen=Q()) == []
    assert working(bob.pk, at, named=False, seen=Q()) == [bob]
    assert working(bob.pk, at, named=False, seen=Q(pk=ann.pk)) == []
    assert working(ann.pk, at - timedelta(days=2), named=True, seen=Q()) == []
    assert working(ann.pk, at + timedelta(days=30), named=True, seen=Q()) == []


def test_it_brings_what_belongs_to_its_rows_in_as_many_queries(ann, django_assert_num_queries):
    with django_assert_num_queries(2):
        (found,) = working(ann.pk, timezone.now() + timedelta(days=1), named=True, seen=Q())
        assert (found.location, [group.name for group in found.groups.all()]) == (None, ["agent"])


def test_it_counts_no_further_than_its_limit(cast):
    assert names_after("A") == ["Ann", "Bob"]
    assert (names_after.count("A"), names_after.count("Zz")) == (2, 0)


def test_it_writes_its_statement_once(monkeypatch):
    written = []

    @prepared
    def named(name: str) -> QuerySet[User]:
        written.append(name)
        return User.objects.filter(name=name)

    named("Ann")
    named("Bob")

    assert len(written) == 1


@pytest.mark.parametrize(
    "question",
    [
        lambda pk, at: User.objects.filter(pk=pk),
        lambda pk, at: User.objects.filter(pk=pk, joined_at__date=at.date()),
        lambda pk, at: User.objects.filter(pk__in=[pk], name=f"{pk}", joined_at=at),
    ],
)
def test_what_cannot_be_filled_in_again_is_refused(question):
    question.__annotations__ = {"pk": UUID, "at": datetime}

    with pytest.raises(Unfillable):
        prepared(question)(uuid4(), timezone.now())


def test_what_can_have_no_rows_asks_nothing(django_assert_num_queries):
    @prepared
    def nobody(name: str, *, seen: Q) -> QuerySet[User]:
        return User.objects.filter(seen, name=name)

    with django_assert_num_queries(0):
        assert (nobody("Ann", seen=Q(pk__in=[])), nobody.count("Ann", seen=Q(pk__in=[]))) == ([], 0)


def test_postgresql_keeps_the_statement_with_what_never_changes_written_into_it(ann):
    for _ in range(3):
        working(ann.pk, timezone.now(), named=True, seen=Q(email="100% ann's"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%100%% ann%%'")
        ((statement,),) = cursor.fetchall()
    assert "'100% ann''s'" in statement
    assert "$3" in statement
    assert str(ann.pk) not in statement


def test_a_pooler_that_knows_no_kept_statements_gets_none(ann, settings):
    settings.DATABASE_KEEPS_STATEMENTS = False

    assert working(ann.pk, timezone.now() + timedelta(days=1), named=True, seen=Q(name="Ann")) == [ann]

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%= ''Ann''%%'")
        assert cursor.fetchone() == (0,)
