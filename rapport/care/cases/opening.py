"""How a case begins: by phone, out of a message, from the customer's own pages, through the API."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.cases import beginnings, clocks, finding
from rapport.care.cases.changing import step
from rapport.care.cases.routes import route_for
from rapport.care.models import Case, CaseKind, Priority
from rapport.core.names import clean, clean_lines
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.customers.naming import language_of
from rapport.messaging.models import ChannelKind, Message
from rapport.timeline.models import Channel

TWICE_WITHIN = timedelta(minutes=2)
LONGEST_SUBJECT = 200
MOST_WORDS = 20_000
HOW = {ChannelKind.EMAIL: Channel.EMAIL, ChannelKind.PHONE: Channel.PHONE, ChannelKind.IN_PERSON: Channel.IN_PERSON,
       ChannelKind.LETTER: Channel.LETTER}  # fmt: skip


class NobodysMessage(Refusal):
    code = "message_of_nobody"
    message = _("Say first whose message this is.")


class NotTheirWords(Refusal):
    code = "message_not_theirs"
    message = _("A request is made of what the customer wrote, not of what we wrote.")


class NothingAsked(Refusal):
    code = "case_says_nothing"
    message = _("Say in a few words what it is about.")


@transaction.atomic
def open_case(
    customer: Customer,
    *,
    kind: str,
    subject: str,
    words: str = "",
    at: datetime,
    channel: str,
    by=None,
    by_customer: bool = False,
    conversation=None,
    message: Message | None = None,
    order=None,
    product=None,
    team=None,
    owner=None,
    priority: str = "",
    language: str = "",
    location=None,
    next_update_on: date | None = None,
) -> Case:
    """Open a case of `customer` and promise when they hear from us.

    `channel` is how it came (`timeline.Channel`). Without `team` and `owner` the routing rules say who gets it; where
    none fits, whoever opened it has it. The same thing sent twice within two minutes is one case.
    """
    Customer.objects.select_for_update().values_list("pk").get(pk=customer.pk)
    subject = clean(subject)[:LONGEST_SUBJECT]
    if not subject:
        raise NothingAsked
    words = clean_lines(words)[:MOST_WORDS]
    case = Case(
        kind=kind,
        subject=subject,
        words=words,
        customer=customer,
        channel=channel,
        by_customer=by_customer,
        language=(language or language_of(customer))[:8],
        conversation=conversation,
        message=message,
        order=order,
        product=product,
        location=location or getattr(order, "location", None) or customer.location,
        team=team,
        owner=owner,
        priority=priority or Priority.NORMAL,
        opened_at=at,
        next_update_at=at,
    )
    if twin := _twin(case, by):
        return twin
    rule = _routed(case, by=by, has_priority=bool(priority))
    case.save(force_insert=True)
    case.refresh_from_db(fields=["number"])
    beginning = step(
        case,
        "opened",
        at=at,
        by=by,
        by_customer=by_customer,
        channel=channel,
        body="" if message else words,  # a message is told by its own entry
        route=rule.name if rule else "",
    )
    clocks.begin(case, at=at, by=by, source=beginning.entry, news_on=next_update_on)
    case.save()
    finding.index(case)
    beginnings.begin(case, at=at, by=by, by_customer=by_customer)
    return case


@transaction.atomic
def from_message(
    message: Message, *, at: datetime, by=None, kind: str = CaseKind.QUESTION, by_customer: bool = False, **more
) -> Case:
    """Make a case of what a customer wrote. One message makes one case: the second call answers the first one's.

    `more` is what `open_case` takes. Raises `NobodysMessage` and `NotTheirWords`.
    """
    Message.objects.select_for_update().values_list("pk").get(pk=message.pk)
    if made := Case.objects.filter(message=message).first():
        return made
    if message.customer is None:
        raise NobodysMessage
    if message.direction != Message.Direction.IN:
        raise NotTheirWords
    conversation = message.conversation
    subject = more.pop("subject", "") or message.subject or conversation.subject or message.text
    more.setdefault("owner", conversation.assignee)
    more.setdefault("team", conversation.team)
    more.setdefault("words", message.text)
    return open_case(
        message.customer,
        kind=kind,
        subject=_first_words(subject),
        at=at,
        by=by,
        by_customer=by_customer,
        channel=HOW.get(conversation.channel.kind, Channel.MESSAGE),
        conversation=conversation,
        message=message,
        language=message.language or conversation.language,
        location=more.pop("location", None) or conversation.location,
        **more,
    )


def _routed(case: Case, *, by, has_priority: bool):
    """Who gets it, unless somebody said so; answers the rule that decided."""
    if case.team or case.owner:
        return None
    rule = route_for(case)
    if rule:
        case.team, case.owner = rule.team, rule.owner
        if rule.priority and not has_priority:
            case.priority = rule.priority
    if case.owner is None and by and (rule is None or by.teams.filter(pk=case.team_id).exists()):
        case.owner = by
    return rule


def _twin(case: Case, by) -> Case | None:
    """The same, sent a moment ago by the same person: a button that was pressed twice."""
    same = ("customer", "kind", "subject", "words", "by_customer", "conversation", "order", "product")
    found = Case.objects.filter(**{name: getattr(case, name) for name in same})
    found = found.filter(opened_at__gt=case.opened_at - TWICE_WITHIN, opened_at__lte=case.opened_at)
    return found.filter(steps__verb="opened", steps__by=by).first()


def _first_words(text: str) -> str:
    """A subject out of what may be a whole letter."""
    line = clean(next((line for line in text.splitlines() if line.strip()), ""))
    if len(line) <= LONGEST_SUBJECT:
        return line
    return line[: LONGEST_SUBJECT - 1].rsplit(" ", 1)[0] + "…"
