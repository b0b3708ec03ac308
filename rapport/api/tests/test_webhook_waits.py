"""How long one waits before the next attempt. No database, no network."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport.api.webhooks import sending
from rapport.core.outward.line import Answer

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_retries_go_on_for_three_days_and_no_longer():
    waits = [sending._wait(attempt, None) for attempt in range(1, 12)]
    assert waits[9:] == [None, None]
    assert timedelta(days=2.5) < sum(waits[:9], timedelta(0)) <= timedelta(days=3)
    assert waits[0] <= timedelta(seconds=5) and max(waits[:9]) <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Mon, 23 Nov 2026 12:01:30 GMT", 90),
        ("999999999999999999", 999_999_999),
        ("soon", None),
        ("", None),
        ("-1", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_both_forms(said, seconds):
    assert Answer(status=429, retry_after=said).wait_asked(NOON) == seconds


@pytest.mark.parametrize(
    ("asked", "least", "most"), [(120.0, 120, 120), (1e9, 86_400, 86_400), (0.0, 4.5, 5), (-9.0, 4.5, 5)]
)
def test_what_is_asked_has_its_limits(asked, least, most):
    assert least <= sending._wait(1, asked).total_seconds() <= most


def test_pauses_grow_with_every_failure():
    pauses = [sending._pause(failures, None, None, NOON) for failures in range(1, 12)]
    minutes = [pause and (pause - NOON).total_seconds() / 60 for pause in pauses]
    assert minutes[:5] == [None, None, 1, 2, 4] and minutes[-1] == 30
