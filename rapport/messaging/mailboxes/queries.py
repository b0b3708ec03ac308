"""What the page of the mailboxes needs to know."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from rapport.core.models import Work
from rapport.core.progress.showing import job
from rapport.messaging.mailboxes.comparing import Comparison
from rapport.messaging.mailboxes.tasks import WORK
from rapport.messaging.models import Channel, ChannelKind, Filling, Folder

LATEST = 60


@dataclass
class FolderRow:
    folder: Folder
    comparison: Comparison | None


@dataclass
class MailboxRow:
    """One account: its folders, and what was fetched for it on somebody's wish."""

    channel: Channel
    folders: list[FolderRow] = field(default_factory=list)
    fillings: list[tuple[Filling, Work | None]] = field(default_factory=list)
    job: dict | None = None  # under way

    @property
    def missing(self) -> int:
        return sum(row.comparison.missing for row in self.folders if row.comparison)


def mailboxes(at: datetime) -> list[MailboxRow]:
    """Every account that is read. Four queries, one more for each that is being filled."""
    channels = Channel.objects.in_use().of(ChannelKind.EMAIL).exclude(settings__imap__host=None)
    rows = {channel.pk: MailboxRow(channel) for channel in channels}
    for folder in Folder.objects.filter(channel__in=rows, is_watched=True):
        rows[folder.channel_id].folders.append(FolderRow(folder, Comparison.of(folder)))
    fillings = defaultdict(list)
    for filling in Filling.objects.filter(channel__in=rows).select_related("by").order_by("-at")[:LATEST]:
        fillings[filling.channel_id].append(filling)
    works = {work.subject_id: work for work in _works(fillings)}
    for pk, row in rows.items():
        row.fillings = [(filling, works.get(filling.pk)) for filling in fillings[pk][:5]]
        under_way = next((work for _filling, work in row.fillings if work and work.is_under_way), None)
        row.job = job(under_way, at) if under_way else None
    return list(rows.values())


def _works(fillings: dict) -> list[Work]:
    asked = [filling.pk for some in fillings.values() for filling in some]
    return list(Work.objects.filter(kind=WORK, subject_id__in=asked))
