"""What a page about a customer's story needs."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rapport.core import keyset
from rapport.core.fetching import hand_out
from rapport.core.prepared import prepared
from rapport.timeline.kinds import names_in
from rapport.timeline.models import Attachment, Draft, Entry, Mention, Pin, ReactionRun

MOST_PINNED = 20
MOST_MENTIONS = MOST_DRAFTS = 50
LATEST = ("-at", "-id")


@dataclass(frozen=True)
class Story:
    pinned: list[Entry]  # on the first page only
    days: list[tuple[date, list[Entry]]]  # in the reader's zone, newest first
    next: str | None

    @property
    def is_empty(self) -> bool:
        return not self.pinned and not self.days


def story(
    customer,
    *,
    reader: Any = None,
    kind: str | None = None,
    channel: str | None = None,
    after: str | None = None,
    size: int = 25,
    circle: Any = None,
) -> Story:
    """One page of what happened with `customer`, newest first; three queries for the first page, four for others.

    `reader` sees their private notes too. `kind` is the name of a group of kinds, `after` the cursor of the page
    before. Corrected entries don't stand on their own: the newest one carries them. With a `circle` (`Customer.circle`)
    the stories of those who belong to them are told with it; two queries more. Raises `BadCursor`.
    """
    narrowed = {"kind": kind or "", "channel": channel or ""}
    if reader and not after and not circle:
        sight = type(customer).objects.sight(reader)
        found = _beginning(customer.pk, reader.pk, sight=sight, size=size, **narrowed)
        pinned, page = _apart(found, size)
    else:
        told = Entry.every.told_to(reader) if reader else Entry.objects.all()
        rows = _with_what_is_shown(_narrowed(told.standing(), **narrowed), *(["customer"] if circle else []))
        own = rows.filter(customer=customer)
        pinned = [] if after else list(own.pinned().order_by("-pin__at")[:MOST_PINNED])
        if circle:
            loose = rows.filter(~Q(customer=customer) | ~Exists(Pin.objects.filter(entry=OuterRef("pk"))))
            page = keyset.page(loose, order=LATEST, after=after, size=size, among=circle.newest)
        else:
            page = keyset.page(own.loose(), order=LATEST, after=after, size=size)
    entries = [*pinned, *page]
    keys = [entry.pk for entry in entries]
    hand_out(entries, "attachments", _attachments(keys))
    hand_out(entries, "mentions", _mentions(keys))
    for entry in entries:
        if entry.customer_id == customer.pk:
            entry.customer = customer
    days = groupby(page, key=lambda entry: timezone.localtime(entry.at).date())
    return Story(pinned, [(day, list(group)) for day, group in days], page.next)


@prepared
def _beginning(customer: UUID, reader: UUID, *, sight: Q, kind: str, channel: str, size: int) -> QuerySet[Entry]:
    """The first page and what is pinned, in no order. What hangs off entries is read for these alone."""
    told = Entry.every.within(sight).not_kept_from(reader).standing().filter(customer=customer)
    own = _narrowed(told, kind=kind, channel=channel)
    page = keyset.first(own.loose(), order=LATEST, size=size).values("pk")
    pinned = own.pinned().order_by("-pin__at").values("pk")[:MOST_PINNED]
    return _with_what_is_shown(Entry.every.filter(pk__in=page.union(pinned)))


@prepared
def _attachments(entries: list) -> QuerySet[Attachment]:
    return Attachment.objects.filter(entry__among=entries)


@prepared
def _mentions(entries: list) -> QuerySet[Mention]:
    return Mention.objects.filter(entry__among=entries).select_related("user")


def _apart(found: list[Entry], size: int) -> tuple[list[Entry], keyset.KeysetPage]:
    """What is pinned, and the page, each latest first."""
    pinned = sorted((entry for entry in found if hasattr(entry, "pin")), key=lambda entry: entry.pin.at, reverse=True)
    loose = [entry for entry in found if not hasattr(entry, "pin")]
    loose.sort(key=lambda entry: (entry.at, entry.pk), reverse=True)
    return pinned, keyset.page_of(loose, order=LATEST, size=size)


def _narrowed(rows: QuerySet[Entry], *, kind: str, channel: str) -> QuerySet[Entry]:
    if kind:
        rows = rows.filter(kind__in=names_in(kind))
    return rows.filter(channel=channel) if channel else rows


def _with_what_is_shown(rows: QuerySet[Entry], *more: str) -> QuerySet[Entry]:
    return rows.select_related("by", "corrects__by", "pin", "location", *more)


def latest(customer, *, since: datetime) -> QuerySet[Entry]:
    """What was recorded about `customer` after a moment, newest first."""
    return Entry.objects.standing().filter(customer=customer, recorded_at__gt=since).order_by("-recorded_at")


def versions(entry: Entry) -> list[Entry]:
    """The versions of an entry from the newest to the first, whichever of them `entry` is."""
    while newer := Entry.every.filter(corrects=entry).first():
        entry = newer
    chain = [entry]
    while chain[-1].corrects_id:
        chain.append(Entry.every.select_related("by", "customer", "location").get(pk=chain[-1].corrects_id))
    return chain


def unseen_mentions(user: Any) -> list[Mention]:
    """Where colleagues named `user`, and they have not looked yet; newest first, as many as a page shows. One query."""
    customers = Entry._meta.get_field("customer").related_model.objects
    return _unseen(user.pk, sight=customers.sight(user), of_theirs=customers.sight(user, "customer"))


@prepared
def _unseen(user: UUID, *, sight: Q, of_theirs: Q) -> QuerySet[Mention]:
    seen = Entry.every.within(sight).not_kept_from(user).filter(of_theirs)
    rows = Mention.objects.filter(user=user, seen_at=None, entry__correction=None, entry__in=seen)
    return rows.select_related("entry__by", "entry__customer").order_by("-entry__at")[:MOST_MENTIONS]


def troubled_reactions() -> QuerySet[ReactionRun]:
    """Reactions that failed and are tried again, or were given up."""
    rows = ReactionRun.objects.filter(done_at=None, attempts__gt=0)
    return rows.select_related("entry__customer")


def drafts_about(customer, user: Any) -> list[Draft]:
    """What `user` began to write about `customer`, latest first; two queries."""
    return _drafts(customer.pk, user.pk)


@prepared
def _drafts(customer: UUID, user: UUID) -> QuerySet[Draft]:
    rows = Draft.objects.standing().filter(by=user, customer=customer).order_by("-saved_at")
    return rows.prefetch_related("files")


def my_drafts(user: Any) -> QuerySet[Draft]:
    """Everything `user` began to write and has not written down, latest first."""
    return Draft.objects.standing().of(user).select_related("customer").order_by("-saved_at", "-id")


def forgotten_drafts(user: Any, *, before: datetime) -> list[Draft]:
    """What `user` began to write and did not touch again since that moment, as many as a page shows. One query."""
    customers = Draft._meta.get_field("customer").related_model.objects
    return _forgotten(user.pk, before, sight=customers.sight(user, "customer"))


@prepared
def _forgotten(user: UUID, before: datetime, *, sight: Q) -> QuerySet[Draft]:
    rows = Draft.objects.standing().filter(sight, by=user, customer__merged_into=None, saved_at__lt=before)
    return rows.select_related("customer").order_by("-saved_at", "-id")[:MOST_DRAFTS]
