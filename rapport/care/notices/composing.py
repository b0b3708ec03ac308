"""What one customer reads: the seven parts in their language, with their form of address and their own facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.models import Notice, NoticeRecipient, NoticeText
from rapport.care.notices import templates
from rapport.care.notices.checking import WITHOUT_CAUSE
from rapport.care.notices.facts import Theirs, theirs
from rapport.care.notices.wording import fill, line, spoken
from rapport.core import formats, passes
from rapport.customers.naming import language_of, salutation, zone_of
from rapport.messaging.models import Signature
from rapport.messaging.outgoing import sealed
from rapport.staff.models import Business

NEWS = {NoticeText.About.UPDATE: "news_subject", NoticeText.About.SOLVED: "solved_subject"}


@dataclass(frozen=True)
class Written:
    """A message ready to be sent."""

    subject: str
    text: str
    language: str


class Composer:
    """Writes the messages of one notice. What all of them share is asked once."""

    def __init__(self, notice: Notice, *, about: str = NoticeText.About.NOTICE, turn: int = 0):
        self.notice, self.about = notice, about
        self.business = Business.objects.current()
        self.texts = {text.language: text for text in notice.texts.filter(about=about, turn=turn)}

    def language_of(self, customer: Any) -> str:
        return spoken(language_of(customer, self.business), self.business)

    def write(self, customer: Any, own: Theirs, *, page: str = "") -> Written:
        """For `customer`, whose facts are `own`. Needs the text in their language. `page` is where they can choose."""
        language = self.language_of(customer)
        return self.written(self.texts[language], customer, own, page=page)

    def written(self, text: NoticeText, customer: Any, own: Theirs, *, page: str = "") -> Written:
        language, zone, text = text.language, zone_of(customer, self.business), self._for(text, own)
        facts = own.said(language, zone)
        greeting = salutation(customer, language, business=self.business)
        parts = self._news(text, zone) if self.about in NEWS else self._parts(text, zone)
        paragraphs = [greeting, *(fill(part, facts) for part in parts if part.strip())]
        paragraphs += [self.page_line(language, page), self._end(language)]
        return Written(fill(text.subject, facts)[:300], "\n\n".join(filter(None, paragraphs)), language)

    def question(self, customer: Any, own: Theirs, *, page: str) -> Written:
        """Whether we dealt well with what they were told, to be answered on `page`."""
        language = self.language_of(customer)
        facts = own.said(language, zone_of(customer, self.business))
        about = fill(self._for(self.texts[language], own).subject, facts)
        greeting = salutation(customer, language, business=self.business)
        paragraphs = [greeting, line(language, "question"), self.page_line(language, page), self._end(language)]
        return Written(
            line(language, "question_subject", subject=about)[:300], "\n\n".join(filter(None, paragraphs)), language
        )

    def short(self, customer: Any, own: Theirs, *, page: str) -> Written:
        """In few words, for channels that carry no more: what it is, what it means, and where they read the rest."""
        language = self.language_of(customer)
        facts, text = own.said(language, zone_of(customer, self.business)), self._for(self.texts[language], own)
        said = [fill(text.subject, facts), fill(text.meaning, facts), self.contact_line(language), page]
        return Written(fill(text.subject, facts)[:300], "\n".join(filter(None, said)), language)

    def _for(self, text: NoticeText, own: Theirs) -> NoticeText:
        return templates.for_several(text, self.notice, self.business) if len(own.numbers) > 1 else text

    def _parts(self, text: NoticeText, zone) -> list[str]:
        """The seven: the apology stands before whom to reach, so that it does not look like a postscript."""
        return [
            text.happened,
            text.meaning,
            self.date_line(text.language, zone),
            text.doing,
            text.choices,
            text.apology,
            self.contact_line(text.language),
        ]

    def _news(self, text: NoticeText, zone) -> list[str]:
        dated = [self.date_line(text.language, zone)] if self.about == NoticeText.About.UPDATE else []
        return [text.text, *dated, self.contact_line(text.language)]

    def date_line(self, language: str, zone) -> str:
        notice, said = self.notice, []
        if notice.new_on:
            name = "new_range" if notice.latest_on and notice.latest_on != notice.new_on else "new_date"
            if notice.kind in WITHOUT_CAUSE and name == "new_date":  # what we decided begins on a day
                name = "from_day"
            latest = _day(notice.latest_on, language) if notice.latest_on else ""
            said.append(line(language, name, day=_day(notice.new_on, language), latest=latest))
        if notice.next_news_at:
            moment = formats.moment(notice.next_news_at, zone, language=language)
            said.append(line(language, "next_news" if notice.new_on else "no_date", moment=moment))
        return " ".join(said)

    def contact_line(self, language: str) -> str:
        notice = self.notice
        if notice.contact is None:
            return ""
        ways = ", ".join(filter(None, (notice.contact_phone, notice.contact_email)))
        return line(language, "contact", name=notice.contact.get_full_name(), ways=ways)

    def page_line(self, language: str, page: str) -> str:
        """Where they read it again, and choose."""
        if not page:
            return ""
        with translation.override(language):
            said = _("Open this link to see your pages at %(business)s:") % {"business": self.business.name}
        return f"{said}\n{page}"

    def _end(self, language: str) -> str:
        """How a letter ends, unless the sender has a signature of their own, which the door out adds."""
        if language in self._signed or "" in self._signed:
            return ""
        who = self.notice.owner or self.notice.contact
        name = f"{who.get_full_name()}, {self.business.name}" if who else self.business.name
        return f"{line(language, 'closing')}\n{name}"

    @cached_property
    def _signed(self) -> set[str]:
        return set(Signature.objects.filter(user=self.notice.owner_id).values_list("language", flat=True))


def page_of(row: NoticeRecipient) -> str:
    """A link that opens what they were told without signing in; "" in a house without the customers' own site.

    Only the message that goes out has the words that open it (`sending.opens`): the choice there is the customer's.
    """
    try:
        reverse("care_portal_notices:notice", args=[row.pk])
    except NoReverseMatch:
        return ""
    return f"{settings.PORTAL_ADDRESS}{passes.PLACE}{sealed.DOTS}/"


def without_link(text: str) -> str:
    """What they were told, for the very page that the link in it leads to."""
    return "\n\n".join(part for part in text.split("\n\n") if passes.PLACE not in part)


def _day(day, language: str) -> str:
    return formats.month_day(day.month, day.day, day.year, language=language)


def recipients(notice: Notice, customers: Iterable[UUID] | None = None) -> list[NoticeRecipient]:
    """Those of a notice with all that a message to them needs; a fixed number of queries."""
    rows = notice.recipients.select_related(
        "order__promise", "customer", "message", "promise__renegotiated_from", "notice"
    )
    if customers is not None:
        rows = rows.filter(customer__in=customers)
    return list(
        rows.prefetch_related("customer__salutations", "customer__emails", "customer__phones").order_by(
            "customer_id", "id"
        )
    )


def languages_needed(notice: Notice, business: Business | None = None) -> dict[str, int]:
    """In how many customers' languages it has to be written: {"cs": 12}. One query, however many they are."""
    business = business or Business.objects.current()
    counted: dict[str, int] = {}
    rows = notice.recipients.order_by().values_list("customer__language").annotate(Count("customer", distinct=True))
    for language, count in rows:
        tongue = spoken(language, business)
        counted[tongue] = counted.get(tongue, 0) + count
    return counted


def shown_for(notice: Notice, customer: Any, *, about: str = "notice", turn: int = 0) -> Written | None:
    """What `customer` reads, for a page; None while it is not written in their language."""
    composer = Composer(notice, about=about, turn=turn)
    if composer.language_of(customer) not in composer.texts:
        return None
    return composer.write(customer, theirs(recipients(notice, [customer.pk])).get(customer.pk, Theirs()))
