"""What was fetched is kept, each mail once, and the folder's position moves on in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.messaging.incoming import mails
from rapport.messaging.mailboxes.fetching import NOT_GIVEN, TOO_LARGE, Fetched
from rapport.messaging.models import Folder, RawMail
from rapport.staff.models import Business


class Overtaken(Exception):
    """The folder was numbered anew while we read it; what we hold belongs to numbers that are gone."""


@transaction.atomic
def begin_anew(folder: Folder, uid_validity: int) -> Folder:
    """The server numbers its mails anew. All are read again; those that we know are found by their bytes."""
    folder = Folder.objects.select_for_update().get(pk=folder.pk)
    if folder.uid_validity != uid_validity:
        folder.uid_validity, folder.last_uid = uid_validity, 0
        folder.save(update_fields=["uid_validity", "last_uid"])
    return folder


@transaction.atomic
def keep(folder: Folder, fetched: list[Fetched], *, up_to: int | None) -> int:
    """Keep those that are not here yet; `up_to` is the UID until which the folder has been read now.

    Answers how many were new. Safe to repeat, also by two at once. Raises `Overtaken`.
    """
    row = Folder.objects.select_for_update().select_related("channel").get(pk=folder.pk)
    if row.uid_validity != folder.uid_validity:
        raise Overtaken
    known = set(
        RawMail.objects.filter(
            folder=row, uid_validity=row.uid_validity, uid__in=[mail.uid for mail in fetched]
        ).values_list("uid", flat=True)
    )
    new = [mail for mail in fetched if mail.uid not in known]
    earlier = _under_earlier_numbers(row, new)
    taken = 0
    for mail in new:
        if same := earlier[_digest(mail)]:
            RawMail.objects.filter(pk=same.pop(0)).update(uid_validity=row.uid_validity, uid=mail.uid)
        else:
            _take(row, mail)
            taken += 1
    if up_to is not None and up_to > row.last_uid:
        row.last_uid = folder.last_uid = up_to
        row.save(update_fields=["last_uid"])
    return taken


def _take(folder: Folder, mail: Fetched) -> None:
    where = {"folder": folder, "uid_validity": folder.uid_validity, "uid": mail.uid}
    if not mail.rule:
        at = mail.received_at and min(mail.received_at, timezone.now())
        mails.accept(mail.raw, channel=folder.channel, source="imap", received_at=at, **where)
        return
    with translation.override(Business.objects.current().language):
        RawMail.objects.create(
            **where,
            channel=folder.channel,
            source="imap",
            digest=_digest(mail),
            size=mail.size,
            content=mail.raw,
            state=RawMail.State.QUARANTINED,
            rule=mail.rule,
            reason=_why(mail.rule),
            settled_at=timezone.now(),
        )


def _why(rule: str) -> str:
    """In words, why a mail is still in the mailbox only."""
    return {
        TOO_LARGE: _("It is larger than 50 MB. It is still in the mailbox; here is its head."),
        NOT_GIVEN: _("The mail server does not give it out. It is still in the mailbox."),
    }[rule]


def _digest(mail: Fetched) -> str:
    return sha256(mail.raw).hexdigest()


def _under_earlier_numbers(folder: Folder, mails_: Iterable[Fetched]) -> dict[str, list]:
    """By digest, what the folder had before its server numbered it anew, in the order of then."""
    rows = (
        RawMail.objects.filter(channel=folder.channel, folder=folder, digest__in={_digest(mail) for mail in mails_})
        .exclude(uid_validity=folder.uid_validity)
        .order_by("received_at", "uid")
    )
    found = defaultdict(list)
    for pk, digest in rows.values_list("pk", "digest"):
        found[digest].append(pk)
    return found
