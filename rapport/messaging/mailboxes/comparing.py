"""Each mailbox beside the store: what is there, and what became of it here. Nothing may be missing."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from imapclient import IMAPClient

from rapport.messaging.incoming.quarantine import RULES
from rapport.messaging.mailboxes.reading import select, uids_of
from rapport.messaging.models import Folder, RawMail


@dataclass
class Comparison:
    """Of one folder. `there` is the sum of all others, so a mail that nobody accounts for shows as `missing`."""

    there: int = 0
    filed: int = 0
    waiting: int = 0  # kept, and not filed yet
    quarantined: int = 0
    skipped: dict[str, int] = field(default_factory=dict)  # by the rule's name
    older: int = 0  # than the day from which the folder is read
    unread: int = 0  # came after we read last
    missing: int = 0

    @property
    def on_their_way(self) -> int:
        return self.waiting + self.unread

    @property
    def rules(self) -> list[tuple[str, str, int]]:
        """Each rule's name, what it says, and how many mails were left out by it."""
        return [(rule, str(RULES.get(rule, "")), n) for rule, n in sorted(self.skipped.items())]

    @classmethod
    def of(cls, folder: Folder) -> "Comparison | None":
        return cls(**folder.comparison) if folder.compared_at else None

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


def compare(client: IMAPClient, folder: Folder) -> Comparison:
    """Ask the server for the UIDs of all mails in the folder, and see what we have of each. Two queries and a write."""
    folder = select(client, folder)
    there = uids_of(client, None, None)
    wanted = set(uids_of(client, folder.since, None)) if folder.since else set(there)
    kept = known(folder)
    states = Counter(kept[uid] for uid in there if uid in kept)
    lacking = [uid for uid in there if uid not in kept]
    result = Comparison(
        there=len(there),
        filed=states[RawMail.State.FILED, ""],
        waiting=states[RawMail.State.WAITING, ""],
        quarantined=sum(n for (state, _rule), n in states.items() if state == RawMail.State.QUARANTINED),
        skipped={rule: n for (state, rule), n in sorted(states.items()) if state == RawMail.State.SKIPPED},
        older=sum(uid not in wanted for uid in lacking),
        unread=sum(uid in wanted and uid > folder.last_uid for uid in lacking),
        missing=sum(uid in wanted and uid <= folder.last_uid for uid in lacking),
    )
    Folder.objects.filter(pk=folder.pk).update(comparison=result.as_json(), compared_at=timezone.now())
    return result


def known(folder: Folder) -> dict[int, tuple[str, str]]:
    """State and rule of what we have of the folder, by UID."""
    rows = RawMail.objects.filter(folder=folder, uid_validity=folder.uid_validity)
    counted_by_rule = {RawMail.State.SKIPPED, RawMail.State.QUARANTINED}
    return {
        uid: (state, rule if state in counted_by_rule else "")
        for uid, state, rule in rows.values_list("uid", "state", "rule").iterator()
    }
