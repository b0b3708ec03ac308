"""The table for an authority: a small one at once, a large one by the worker, for whoever asked and for a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.causes.testing import a_complaint
from rapport.care.models import ComplaintTable
from rapport.care.reports import tables
from rapport.core.models import Deed, Work

NOW = timezone.now()
ASK = "/complaints/report/table/"


@pytest.fixture
def as_mark(client, cast, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(cast["mark"])
    return client


def lines_of(answer) -> list[str]:
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


@pytest.mark.django_db(transaction=True)
def test_a_large_table_is_written_by_the_worker_and_fetched_by_who_asked(
    business, as_mark, cast, cora, monkeypatch, run_jobs
):
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    for days in range(1, 4):
        a_complaint(cora, at=NOW - timedelta(days=days))
    shown = as_mark.post(ASK, {"days": "30", "format": "csv"}).url
    assert as_mark.post(ASK, {"days": "30", "format": "csv"}).url == shown  # pressed twice
    assert "How far it is" in as_mark.get(shown).text and as_mark.get(f"{shown}file/").status_code == 404
    a_complaint(cora)  # came since, and is not in it
    run_jobs()

    assert "It is kept for a day." in as_mark.get(shown).text
    answer = as_mark.get(f"{shown}file/")
    assert len(lines_of(answer)) == 1 + 3 and answer["Content-Disposition"].endswith('.csv"')
    assert Deed.objects.get(kind="complaints.exported").facts == {"rows": 3, "days": 30, "format": "csv"}
    assert (Work.objects.get().state, tables.file_of(ComplaintTable.objects.get()).stat().st_mode & 0o777) == (
        "done", 0o600,
    )  # fmt: skip
    as_mark.force_login(cast["olga"])
    assert [as_mark.get(where).status_code for where in (shown, f"{shown}file/")] == [404, 404]


def test_a_table_lies_there_for_a_day(business, as_mark, cora):
    a_complaint(cora, at=NOW - timedelta(days=1))
    assert len(lines_of(as_mark.post(ASK, {"days": "30", "format": "csv"}))) == 2
    table = ComplaintTable.objects.get()
    tables.forget_old(NOW + timedelta(days=2))
    shown = f"{ASK}{table.pk}/"
    assert as_mark.get(f"{shown}file/").status_code == 404 and "is gone" in as_mark.get(shown).text
    tables.forget_old(NOW + timedelta(days=31))
    assert not ComplaintTable.objects.exists()


def test_of_what_is_confidential_nothing_stands_in_the_table_of_who_may_not_see_it(business, as_mark, cast, cora):
    a_complaint(cora, at=NOW - timedelta(days=1))
    hidden = a_complaint(cora, at=NOW - timedelta(days=1), is_confidential=True)
    type(hidden.complaint).objects.filter(pk=hidden.pk).update(about=cast["mark"])
    assert len(lines_of(as_mark.post(ASK, {"days": "30", "format": "csv"}))) == 2
