"""From something that does not work, or cannot be had, to a notice for those whom it concerns."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from rapport.care.models import Certainty, Incident, IncidentUpdate, Notice, NoticeKind, NoticeText
from rapport.care.notices import actions as notices
from rapport.care.notices.whom import NobodyChosen
from rapport.care.status.whom import HitBy, WithoutProduct
from rapport.orders.models import Availability, Order, Product
from rapport.orders.telling import Follower, availability_followers
from rapport.promises.business_time import NoOpenHours
from rapport.promises.calendars import calendar_of
from rapport.staff.models import User

State = Notice.State
WAITING = (State.DRAFT, State.APPROVED)
DAYS_TO_NEWS = 3  # of business, when nobody knows yet when it comes again


@transaction.atomic
def notice_about(incident: Incident, *, at: datetime, by: Any) -> Notice:
    """The notice to whoever `incident` hits: written from what was said in public, ready to be read and sent.

    One that waits already is answered again. Raises `NobodyChosen` when it hits nobody whom we know.
    """
    Incident.objects.select_for_update().get(pk=incident.pk)
    if waiting := incident.notices.filter(state__in=WAITING).first():
        return waiting
    whom = HitBy(incident)
    if not whom.rows(by).exists():
        raise NobodyChosen
    latest = incident.updates.first()
    is_known = latest is not None and latest.state != IncidentUpdate.State.FOUND
    notice = notices.draft(
        NoticeKind.INCIDENT,
        at=at,
        by=by,
        whom=whom,
        title=incident.title,
        known_at=incident.known_at,
        certainty=Certainty.CONFIRMED if is_known else Certainty.UNKNOWN,
        next_news_at=incident.next_news_at,
        incident=incident,
        facts={"service": _names(incident, "")},
    )
    if latest:
        _say_the_same(notice, incident, latest, is_known=is_known)
    return notice


def _names(incident: Incident, language: str) -> str:
    return ", ".join(service.local_names.get(language) or service.name for service in incident.services.all())


def _say_the_same(notice: Notice, incident: Incident, latest: IncidentUpdate, *, is_known: bool) -> None:
    """What stands in public stands in the notice, with the services called as they are in that language."""
    own = _names(incident, "")
    for text in notice.texts.filter(about=NoticeText.About.NOTICE):
        theirs = _names(incident, text.language)
        for part in ("subject", "happened", "meaning", "doing", "choices", "apology"):
            setattr(text, part, getattr(text, part).replace(own, theirs))
        if said := latest.texts.get(text.language):
            text.happened = said if is_known else f"{text.happened} {said}"
        text.save()


def draft_for_product(product: Product, at: datetime) -> Notice | None:
    """What cannot be had is told as early as a delay: a draft with what there is instead. For one state, one notice.

    What is there again needs none: a draft that waits is dropped.
    """
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=product.pk)
        whom = WithoutProduct(product)
        about = Notice.objects.filter(kind=NoticeKind.UNAVAILABLE, product=product).exclude(state=State.DROPPED)
        latest = about.order_by("-made_at", "-id").first()
        is_news = product.is_missing and not (latest and _says(latest, whom.said()))
        if is_news or not product.is_missing:
            for waiting in about.filter(state__in=WAITING):
                notices.drop(waiting)
        if not is_news or not whom.rows(None).exists():
            return None
        return _draft(product, whom, at)


def _says(notice: Notice, said: dict) -> bool:
    return all(notice.affected.get(name) == said[name] for name in ("availability", "expected_on"))


def _draft(product: Product, whom: WithoutProduct, at: datetime) -> Notice:
    owner = _owner(product)
    instead = ", ".join(other.name for other in product.instead)
    comes = product.expected_on if product.availability == Availability.EXPECTED else None
    return notices.draft(
        NoticeKind.UNAVAILABLE,
        at=at,
        by=None,
        owner=owner,
        whom=whom,
        product=product,
        new_on=comes,
        next_news_at=None if comes else _next_news(at, owner),
        facts={"alternatives": instead} if instead else {},
    )


def _next_news(at: datetime, owner: User | None) -> datetime:
    """At the end of the third open day from now."""
    calendar = calendar_of(owner.location if owner else None)
    day = calendar.local_date(at)
    try:
        for _day in range(DAYS_TO_NEWS):
            day = calendar.next_open_day(day)
        return calendar.spans(day)[-1][1]
    except (NoOpenHours, IndexError):
        return at + timedelta(days=DAYS_TO_NEWS)


def _owner(product: Product) -> User | None:
    """Who has most of the orders that hold it; nobody, and whoever leads sees to it."""
    held = Order.objects.open().filter(items__product=product, seller__is_active=True)
    most = held.order_by().values("seller").annotate(count=Count("pk", distinct=True)).order_by("-count", "seller")
    row = most.first()
    return User.objects.select_related("location").get(pk=row["seller"]) if row else None


availability_followers.add(Follower("care", draft_for_product))
