"""What pages and programs ask about notices, each with a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Notice, NoticeRecipient, NoticeText
from rapport.care.notices.measures import telling_delay_of
from rapport.core import keyset
from rapport.core.prepared import prepared
from rapport.core.registry import BADGES_COUNT_TO
from rapport.customers.models import Customer
from rapport.messaging.models import Message

State, Reached = Notice.State, NoticeRecipient.State
LATEST = ("-made_at", "-id")
UNSENT = (State.DRAFT, State.APPROVED)
OPEN = (State.DRAFT, State.APPROVED, State.SENDING, State.SENT)
SHOWS = {
    "open": _("Open"),
    "mine": _("Mine"),
    "drafts": _("Drafts"),
    "asked": _("To approve"),
    "all": _("All"),
}
REPLIES = 30
MOST = 20  # of each kind on Today
SAMPLES = 20


def visible(user: Any) -> QuerySet[Notice]:
    """Those that concern a customer whom `user` may see, and their own while they concern nobody yet."""
    rows = _within(user.pk, Customer.objects.sight(user, "customer"))
    return rows.select_related("owner", "contact", "product", "order", "slip", "incident")


def _within(user: UUID, sight: Q) -> QuerySet[Notice]:
    """Without what hangs off them: on Today, planning the joins took longer than all the rest."""
    rows = Notice.objects.all()
    if not sight:
        return rows
    theirs = NoticeRecipient.objects.filter(sight, notice=OuterRef("pk"))
    return rows.filter(Exists(theirs) | Q(recipient_count=0) & (Q(owner=user) | Q(made_by=user)))


def listed(user: Any, show: str, *, text: str = "", after: str | None = None) -> keyset.KeysetPage:
    rows = visible(user)
    if text:
        rows = rows.filter(Q(title__icontains=text) | (Q(number=int(text)) if text.isdecimal() else Q()))
    elif show == "mine":
        rows = rows.filter(owner=user, state__in=OPEN)
    elif show == "drafts":
        rows = rows.filter(state__in=UNSENT)
    elif show == "asked":
        rows = rows.filter(state=State.DRAFT, asked_at__isnull=False)
    elif show == "open":
        rows = rows.filter(state__in=OPEN)
    return keyset.page(rows, order=LATEST, after=after)


@dataclass(frozen=True)
class Progress:
    """How far a notice got, in customers."""

    total: int
    told: int
    spoken: int
    held: int
    on_the_way: int  # written, and not yet taken by the other side
    waiting: int  # not yet written
    unclear: int  # may have been sent

    @property
    def reached(self) -> int:
        return self.told + self.spoken

    @property
    def done(self) -> int:
        return self.reached + self.held

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0

    @property
    def is_moving(self) -> bool:
        return bool(self.on_the_way or self.waiting)


def progress(notice: Notice) -> Progress:
    """One query. A message counts as told the moment it is out, though the word about it follows a moment later."""
    rows = notice.recipients.order_by().values_list("state", "message__state")
    counts = dict.fromkeys(("told", "spoken", "held", "on_the_way", "waiting", "unclear"), 0)
    for state, sent, count in rows.annotate(Count("customer", distinct=True)):
        counts[_how_far(state, sent)] += count
    return Progress(total=sum(counts.values()), **counts)


def _how_far(state: str, sent: str | None) -> str:
    if state != Reached.WAITING:
        return str(state)
    if sent is None:
        return "waiting"
    if sent in Message.GOT_OUT:
        return "told"
    if sent in ("refused", "failed", "bounced", "cancelled"):
        return "held"
    return "unclear" if sent == "uncertain" else "on_the_way"


def recipients(notice: Notice, user: Any, *, show: str = "", after: str | None = None) -> keyset.KeysetPage:
    """Whom it concerns, as far as `user` may see them; those who were not reached when `show` says "held"."""
    rows = NoticeRecipient.objects.filter(Customer.objects.sight(user, "customer"), notice=notice)
    if show == "held":
        rows = rows.filter(state=Reached.HELD)
    elif show == "chosen":
        rows = rows.exclude(choice="")
    together = ("customer", "order", "message__conversation", "latest", "promise")
    return keyset.page(rows.select_related(*together), order=("id",), after=after, size=50)


def replies(notice: Notice, user: Any) -> list[Message]:
    """What they answered, the newest first. One query."""
    rows = Message.objects.filter(
        Customer.objects.sight(user, "customer"), direction=Message.Direction.IN,
        conversation__links__subject_type="care.notice", conversation__links__subject_id=notice.pk,
    )  # fmt: skip
    return list(rows.select_related("customer", "conversation__assignee").order_by("-at", "-id")[:REPLIES])


def news(notice: Notice) -> list[NoticeText]:
    """What was told after the first word, the newest first, in the language of most."""
    rows = notice.texts.exclude(about=NoticeText.About.NOTICE).order_by("-at", "language")
    found: dict[tuple[str, int], NoticeText] = {}
    for text in rows:
        found.setdefault((text.about, text.turn), text)
    return list(found.values())


def samples(notice: Notice, user: Any) -> list[Customer]:
    """Some of those whom it concerns, of each language the first, for whom it can be shown. One query."""
    theirs = NoticeRecipient.objects.filter(Customer.objects.sight(user, "customer"), notice=notice)
    keys = theirs.order_by("customer__language", "id").values("customer")[:2_000]
    rows = Customer.objects.filter(pk__in=keys).prefetch_related("salutations").order_by("language", "sort_key", "pk")
    return list(rows[:SAMPLES])


@prepared
def waiting_for_me(user: UUID, *, sight: Q) -> QuerySet[Notice]:
    """Drafts of `user` that nobody has sent yet, those most pressing first, each with the first whom it concerns."""
    one = NoticeRecipient.objects.filter(notice=OuterRef("pk")).order_by("id").values("pk")[:1]
    rows = _within(user, sight).filter(owner=user, state__in=UNSENT)
    return rows.select_related("order__customer").annotate(one=Subquery(one)).order_by("tell_by", "id")[:MOST]


@prepared
def to_approve(user: UUID, *, sight: Q) -> QuerySet[Notice]:
    """What colleagues ask somebody to approve, the most pressing first."""
    rows = _within(user, sight).filter(state=State.DRAFT, asked_at__isnull=False)
    rows = rows.exclude(Q(asked_by=user) | Q(owner=user) | Q(made_by=user))
    return rows.select_related("asked_by").order_by("tell_by", "id")[:MOST]


@prepared
def news_due(user: UUID, until: datetime, *, sight: Q) -> QuerySet[Notice]:
    """Those of `user` of which the next news is due by then."""
    rows = _within(user, sight).filter(owner=user, state=State.SENT, next_news_at__lte=until)
    return rows.order_by("next_news_at", "id")[:MOST]


@prepared
def with_held(user: UUID, *, sight: Q) -> QuerySet[Notice]:
    """Those of `user` that did not reach everybody, with how many."""
    held = NoticeRecipient.objects.filter(notice=OuterRef("pk"), state=Reached.HELD).exclude(reason="told_already")
    count = Count("recipients", filter=Q(recipients__state=Reached.HELD) & ~Q(recipients__reason="told_already"))
    rows = _within(user, sight).filter(Exists(held), owner=user, state=State.SENT)
    return rows.annotate(count=count).order_by("told_at", "id")[:MOST]


@prepared
def choices(user: UUID, *, sight: Q) -> QuerySet[NoticeRecipient]:
    """What customers chose about notices of `user`, the latest first."""
    rows = NoticeRecipient.objects.filter(sight, notice__owner=user, notice__state=State.SENT).exclude(choice="")
    return rows.select_related("customer", "notice").order_by("-chosen_at")[:MOST]


def waiting_count(user: Any) -> int:
    """How many those are, for the side bar: one query, on every page."""
    return _waiting.count(user.pk, sight=Customer.objects.sight(user, "customer"))


@prepared
def _waiting(user: UUID, *, sight: Q) -> QuerySet[Notice]:
    rows = Notice.objects.filter(owner=user, state__in=UNSENT).order_by()
    if sight:
        theirs = NoticeRecipient.objects.filter(sight, notice=OuterRef("pk"))
        rows = rows.filter(Exists(theirs) | Q(recipient_count=0))
    return rows.values("pk")[:BADGES_COUNT_TO]


@dataclass(frozen=True)
class Told:
    """How early it was told."""

    lead: Any
    delay_minutes: float | None


def only_one(notice: Notice) -> NoticeRecipient | None:
    """The one whom it concerns, where there is but one to call."""
    if notice.recipient_count != 1:
        return None
    return notice.recipients.filter(state__in=[Reached.WAITING, Reached.HELD]).first()


def how_early(notice: Notice) -> Told:
    return Told(notice.notice_lead, telling_delay_of(notice))


def is_late(notice: Notice, at: datetime) -> bool:
    return notice.state in (State.DRAFT, State.APPROVED) and notice.tell_by < at


@prepared
def orders_delivered(user: UUID, *, sight: Q) -> QuerySet[Notice]:
    """Told delays of `user` whose order has come by now: they should hear that it is solved."""
    rows = _within(user, sight).filter(owner=user, state=State.SENT, order__finished_at__isnull=False)
    return rows.filter(order__finished_at__gte=F("made_at")).select_related("order__customer")[:MOST]
