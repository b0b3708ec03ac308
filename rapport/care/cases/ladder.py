"""The ladder that a case goes up while its news are late. The first one lives here until a business changes it."""

from collections import defaultdict

from rapport.care.models import CaseKind, Rung

Whom, When = Rung.Whom, Rung.When
_USUAL = ((1, Whom.OWNER, When.AT_RISK, 0), (2, Whom.LEAD, When.DUE, 0), (3, Whom.MANAGER, When.DUE, 240))
_COMPLAINT = ((1, Whom.OWNER, When.AT_RISK, 0), (2, Whom.LEAD, When.DUE, 0), (3, Whom.MANAGER, When.DUE, 120))


def first(kind: str) -> list[Rung]:
    """The rungs every house begins with; not saved."""
    rungs = _COMPLAINT if kind == CaseKind.COMPLAINT else _USUAL
    return [Rung(kind=kind, level=level, whom=whom, when=when, minutes=minutes) for level, whom, when, minutes in rungs]


def ladders() -> dict[str, list[Rung]]:
    """The rungs of each kind, lowest first. One query."""
    own = defaultdict(list)
    for rung in Rung.objects.order_by("kind", "level"):
        own[rung.kind].append(rung)
    return {kind: own.get(kind) or first(kind) for kind in CaseKind.values}
