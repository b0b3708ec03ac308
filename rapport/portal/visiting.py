"""Who is looking: read from one cookie with one query, for every request to the customers' site."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language_from_request

from rapport.core import passes
from rapport.core.addressee import base_language
from rapport.core.prepared import prepared
from rapport.core.registry import Visitor, portal_passes
from rapport.customers.models import Customer
from rapport.customers.naming import language_of
from rapport.portal.models import SESSION_LASTS, Access, Session, Standing
from rapport.staff.models import Business

SECURE_PREFIX = "__Host-" if settings.SECURE else ""  # a cookie of this host alone, never sent in the clear
COOKIE = f"{SECURE_PREFIX}portal"
GUEST_COOKIE = f"{SECURE_PREFIX}portal-pages"
LANGUAGE_COOKIE = "portal-language"
MOST_PASSES = 4  # pages that somebody has open by links, the latest first
NOTE_EVERY = timedelta(hours=1)


def visiting(get_response):
    """Middleware: `request.visitor`, and the language and zone in which the page is written."""

    def middleware(request):
        request.visitor = request.portal_session = None
        now = timezone.now()
        if token := request.COOKIES.get(COOKIE):
            _let_in(request, token, now)
        language = _language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            timezone.activate(ZoneInfo(Business.objects.current().time_zone))  # the same days as staff see
            response = get_response(request)
        finally:
            timezone.deactivate()
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Cache-Control", "no-store, private")
        if not _is_public(request):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def _is_public(request) -> bool:
    """Search engines may list the sign-in, and nothing else."""
    match = request.resolver_match
    return match is not None and match.view_name == "portal:sign_in"


def _let_in(request, token: str, now: datetime) -> None:
    for session in _sessions(Session.hash_of(token), now):
        visitor = visitor_of(session, now)
        if visitor is None:
            return
        request.visitor, request.portal_session = visitor, session
        if now - session.seen_at > NOTE_EVERY and session.by_id is None:
            Session.objects.filter(pk=session.pk).update(seen_at=now, expires_at=now + SESSION_LASTS)


@prepared
def _sessions(token_hash: str, now: datetime) -> QuerySet[Session]:
    """One query for most; whoever looks after an organisation costs one more."""
    return Session.objects.living(now).filter(token_hash=token_hash).select_related("person")


@prepared
def _accesses(pk: UUID) -> QuerySet[Access]:
    return Access.objects.filter(pk=pk).select_related("affiliation__organisation")


def visitor_of(session: Session, now: datetime) -> Visitor | None:
    """None of somebody whose record is gone. A role that is over leaves them with their own matters."""
    person = living(session.person)
    if person is None:
        return None
    access = next(iter(_accesses(session.access_id)), None) if session.access_id else None
    organisation = None
    if access and not access.affiliation.is_over(now.date()) and access.affiliation.person_id == person.pk:
        organisation = living(access.affiliation.organisation)
    if access is None or organisation is None:
        return Visitor(person.pk, person.pk, session.language, person=person, customer=person)
    may = frozenset(access.sections)
    return Visitor(person.pk, organisation.pk, session.language, may, person=person, customer=organisation)


def living(customer: Customer) -> Customer | None:
    """The record that counts for them now; None when it was erased."""
    found = customer.merged_into or customer
    return None if found.is_erased else found


def guest(request, pk: UUID) -> Visitor | None:
    """Somebody who holds a link to the page about `pk`, and is not signed in as the one whose it is."""
    known = request.visitor.customer_id if request.visitor else None
    for token in request.COOKIES.get(GUEST_COOKIE, "").split("~")[:MOST_PASSES]:
        signed = passes.read(token) if token else None
        if signed and signed.pk == pk and signed.customer_id != known and (visitor := bearer(signed, timezone.now())):
            return visitor
    return None


def bearer(signed: passes.Signed, now: datetime) -> Visitor | None:
    """Whoever holds that link, if it still holds: in time, of that customer, not revoked."""
    kind = portal_passes.find(signed.kind)
    if kind is None or now >= signed.until:
        return None
    found = Customer.every.filter(pk=signed.customer_id).select_related("merged_into").first()
    customer = living(found) if found else None
    if customer is None or kind.of(signed.pk) != customer.pk:
        return None
    since = Standing.objects.filter(customer=customer).values_list("links_since", flat=True).first()
    if since and signed.made_at < since:
        return None
    language = spoken(customer)
    return Visitor(
        customer.pk, customer.pk, language, frozenset({kind.section}), only=signed.pk, person=customer,
        customer=customer,
    )  # fmt: skip


def spoken(customer: Customer) -> str:
    """The language of the site that is nearest to theirs."""
    language = base_language(language_of(customer))
    return language if language in dict(settings.LANGUAGES) else Business.objects.current().language


def _language(request) -> str:
    known = dict(settings.LANGUAGES)
    if request.visitor and request.visitor.language in known:
        return request.visitor.language
    chosen = request.COOKIES.get(LANGUAGE_COOKIE)
    return chosen if chosen in known else get_language_from_request(request)
