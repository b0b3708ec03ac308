"""The kinds of promises: those every house has, and what the business made of them."""

from rapport.promises.models import Kind

# Minutes before due at which someone is warned; replies are clocks of a day, so they warn later.
_REPLY = {"rule": Kind.Counting.SAME_OR_NEXT_DAY, "at_risk_minutes": 120, "urgent_minutes": 30, "asks_halfway": False}

FIRST = {
    kind.key: kind
    for kind in (
        Kind(key="reply", position=1, **_REPLY),
        Kind(key="callback", position=2, **_REPLY),
        Kind(key="delivery", position=3, amount=10),
        Kind(key="complaint", position=4, **_REPLY),
        Kind(key="fix", position=5, amount=5),
        Kind(key="document", position=6, amount=2),
        Kind(key="price", position=7, amount=2),
        Kind(key="follow_up", position=8, amount=1, is_internal=True, asks_halfway=False),
        Kind(key="other", position=9, amount=1),
        Kind(key="privacy", position=10, amount=20, asks_halfway=True),
        Kind(key="case_answer", position=11, **_REPLY),
        Kind(key="case_update", position=12, amount=5, at_risk_minutes=120, urgent_minutes=30, asks_halfway=False),
        Kind(key="case_resolution", position=13, amount=10),
        Kind(
            key="complaint_restate", position=14, amount=1, at_risk_minutes=120, urgent_minutes=30, asks_halfway=False
        ),
        Kind(key="complaint_assess", position=15, amount=1, is_internal=True, asks_halfway=False),
        Kind(key="complaint_look", position=16, amount=5, is_internal=True),
        Kind(key="complaint_answer", position=17, amount=10),
        Kind(
            key="complaint_critical",
            position=18,
            rule=Kind.Counting.HOURS,
            is_internal=True,
            at_risk_minutes=30,
            urgent_minutes=10,
            asks_halfway=False,
        ),
    )
}


def all_kinds() -> dict[str, Kind]:
    """Every kind by its key, in the order people see them, retired ones included. One query."""
    found = FIRST | {kind.key: kind for kind in Kind.objects.all()}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].position, str(pair[1]))))


def offered() -> dict[str, Kind]:
    """The kinds that a new promise may have."""
    return {key: kind for key, kind in all_kinds().items() if kind.retired_at is None}


def kind_of(key: str) -> Kind:
    """The kind with this key. Raises `Kind.DoesNotExist`."""
    return Kind.objects.filter(pk=key).first() or _first(key)


def _first(key: str) -> Kind:
    if key not in FIRST:
        raise Kind.DoesNotExist(key)
    return FIRST[key]
