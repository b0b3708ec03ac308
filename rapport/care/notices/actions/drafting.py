"""Writing a notice down, changing it, choosing whom it concerns, and letting it be."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.models import Certainty, Notice, NoticeKind, NoticeRecipient, NoticeText
from rapport.care.notices import templates
from rapport.care.notices.composing import languages_needed
from rapport.care.notices.locking import locked
from rapport.care.notices.refusals import AlreadyOut, ChangedMeanwhile, ToldOtherwise
from rapport.care.notices.whom import Whom, put_down
from rapport.core.names import clean
from rapport.messaging.inbox import actions as inbox
from rapport.messaging.models import Conversation
from rapport.orders.actions.dates import tell_by as latest_telling
from rapport.promises.calendars import calendar_of, main_location
from rapport.staff.models import Business

State = Notice.State
CHANGEABLE = ("title", "certainty", "new_on", "latest_on", "next_news_at", "contact", "contact_phone", "contact_email")
WRITTEN = ("subject", "happened", "meaning", "doing", "choices", "apology")


@transaction.atomic
def draft(
    kind: str,
    *,
    at: datetime,
    by: Any,
    whom: Whom,
    title: str = "",
    owner: Any = None,
    known_at: datetime | None = None,
    tell_by: datetime | None = None,
    certainty: str = Certainty.CONFIRMED,
    new_on: date | None = None,
    latest_on: date | None = None,
    next_news_at: datetime | None = None,
    incident: Any = None,
    product: Any = None,
    order: Any = None,
    slip: Any = None,
    cause: str = "",
    facts: Mapping[str, str] | None = None,
) -> Notice:
    """Begin a notice: written from the templates in the languages of those whom it concerns, to be read and sent.

    `cause` is the name of a ready cause or a sentence; `facts` fill fields of the templates ("product", "service").
    Of one promise that slipped (`slip`) there is one notice: a second call answers with the first.
    """
    if slip is not None and (standing := _about(slip)):
        return standing
    owner = owner or by
    notice = Notice(
        kind=kind, title=clean(title) or _title(kind, order, product, incident), certainty=certainty, new_on=new_on,
        latest_on=latest_on, next_news_at=next_news_at, contact=owner, owner=owner, known_at=known_at or at,
        tell_by=tell_by or at, incident=incident, product=product, order=order, slip=slip, made_at=at, made_by=by,
        contact_phone=_phone(owner), contact_email=owner.email if owner else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        if slip is None or (standing := _about(slip)) is None:
            raise
        return standing
    filled = _facts(notice, facts or {})
    _put_down(notice, whom, by, {"facts": filled, "cause": cause})
    if tell_by is None:
        calendar = calendar_of(owner.location if owner else None)
        notice.tell_by = latest_telling(notice.known_at, notice.promised_at, calendar)
        notice.save(update_fields=["tell_by"])
    return notice


@transaction.atomic
def choose(notice: Notice, whom: Whom, *, by: Any) -> Notice:
    """Say anew whom a draft concerns. Raises `AlreadyOut`."""
    notice = _draft(notice)
    notice.asked_at = notice.asked_by = notice.sends_at = None
    kept = {name: notice.affected[name] for name in ("facts", "cause") if name in notice.affected}
    _put_down(notice, whom, by, kept)
    return notice


@transaction.atomic
def edit(
    notice: Notice, *, at: datetime, by: Any, changes: Mapping[str, Any], texts: Mapping[str, Mapping[str, str]],
    seen: datetime | None | str = "",
) -> Notice:  # fmt: skip
    """Change a draft (`CHANGEABLE`) and its words by language. It no longer goes out by itself, and nobody is asked
    for approval any more. `seen` is `edited_at` as its writer read it. Raises `AlreadyOut`, `ChangedMeanwhile`."""
    notice = _draft(notice)
    if seen != "" and seen != notice.edited_at:
        raise ChangedMeanwhile
    for name in CHANGEABLE:
        if name in changes:
            setattr(notice, name, changes[name])
    notice.edited_at, notice.sends_at, notice.asked_at, notice.asked_by = at, None, None, None
    notice.save()
    for language, written in texts.items():
        words = {name: written[name].strip() for name in WRITTEN if name in written}
        NoticeText.objects.update_or_create(
            notice=notice, about=NoticeText.About.NOTICE, turn=0, language=language, defaults=words
        )
    return notice


@transaction.atomic
def drop(notice: Notice) -> Notice:
    """It is not told after all; or was, in another way. Twice changes nothing. Raises `AlreadyOut`."""
    notice = locked(notice)
    if notice.state == State.DROPPED:
        return notice
    if notice.state not in (State.DRAFT, State.APPROVED):
        raise AlreadyOut
    notice.state, notice.sends_at = State.DROPPED, None
    notice.save(update_fields=["state", "sends_at"])
    return notice


@transaction.atomic
def pick_up(notice: Notice) -> Notice:
    """It is to be told after all: a draft again. Raises `ToldOtherwise` where the slip has another notice by now."""
    notice = locked(notice)
    if notice.state != State.DROPPED:
        return notice
    if notice.slip and (_about(notice.slip) or not notice.slip.is_open):
        raise ToldOtherwise
    notice.state = State.DRAFT
    notice.save(update_fields=["state"])
    return notice


@transaction.atomic
def give_to(notice: Notice, owner: Any, *, by: Any, at: datetime) -> Notice:
    """Another colleague looks after it, and after the answers to it that nobody else has taken."""
    notice = locked(notice)
    former, notice.owner = notice.owner, owner
    notice.save(update_fields=["owner"])
    talks = Conversation.objects.standing().filter(pk__in=notice.recipients.values("message__conversation"))
    for talk in talks.filter(assignee=former).order_by("pk"):
        inbox.assign(talk, owner, by=by, at=at)
    return notice


def rewrite(notice: Notice, languages: set[str]) -> None:
    """Write the words of these languages from the templates."""
    told = notice.affected
    business = Business.objects.current()
    for language in languages:
        words = templates.written(
            notice, language, cause=told.get("cause", ""), facts=told.get("facts", {}), business=business
        )
        NoticeText.objects.update_or_create(
            notice=notice, about=NoticeText.About.NOTICE, turn=0, language=language, defaults=words
        )


def _put_down(notice: Notice, whom: Whom, by: Any, more: dict) -> None:
    """Whom it concerns, what follows from that, and the words in each language that is needed for them."""
    notice.recipient_count = put_down(notice, whom, by)
    notice.affected = whom.said() | more
    notice.segment = getattr(whom, "segment", None)
    promised = NoticeRecipient.objects.filter(notice=notice).aggregate(first=Min("order__promise__due_at"))["first"]
    notice.promised_at = promised or notice.promised_at
    notice.save()
    there = set(notice.texts.filter(about=NoticeText.About.NOTICE).values_list("language", flat=True))
    rewrite(notice, set(languages_needed(notice)) - there)


def _draft(notice: Notice) -> Notice:
    notice = locked(notice)
    if notice.state != State.DRAFT:
        raise AlreadyOut
    return notice


def _about(slip: Any) -> Notice | None:
    return Notice.objects.filter(slip=slip).exclude(state=State.DROPPED).first()


def _facts(notice: Notice, given: Mapping[str, str]) -> dict[str, str]:
    known = {"business": Business.objects.current().name}
    if notice.product:
        known["product"] = notice.product.name
    return known | {name: str(value) for name, value in given.items()}


def _phone(owner: Any) -> str:
    for location in (owner.location if owner else None, main_location()):
        if location and location.phone:
            return location.phone
    return Business.objects.current().phone


def _title(kind: str, order: Any, product: Any, incident: Any) -> str:
    """What colleagues call it, in the business's language."""
    with translation.override(Business.objects.current().language):
        label = str(NoticeKind(kind).label)
        if order:
            return _("%(kind)s: order %(number)s") % {"kind": label, "number": order.number}
        return f"{label}: {product or incident}" if product or incident else label
