"""Conversations with people whose names are long: every kind of message, file, draft and event."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.files.base import ContentFile

from rapport.messaging.inbox import actions, drafting, joining, noting
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.incoming.testing import take_in
from rapport.messaging.models import (
    AssignmentRule,
    Budget,
    CannedReply,
    Channel,
    Consent,
    ContactHold,
    Conversation,
    ConversationEvent,
    ConversationLink,
    DraftFile,
    Message,
    MessageFile,
    RawMail,
    Signature,
)
from rapport.messaging.outgoing import consents, holds, tokens
from rapport.messaging.outgoing.actions import send
from rapport.promises.models import Promise


def converse(customers: Iterable, long: dict[str, tuple[str, str]], *, by, at) -> None:
    """One conversation with each of `customers`, by language."""
    channel = Channel.objects.create(kind="email", name=long["cs"][1][:80], address="long@names.example")
    for customer in customers:
        name, organisation = long[customer.language]
        arrived = Arrived(
            channel, f"{customer.pk}@names.example", f"{organisation} {name}", at - timedelta(hours=2),
            sender_name=name, subject=organisation, customer=customer, html=f"<p>{organisation}</p>",
            quoted=organisation, signature=name, language=customer.language,
        )  # fmt: skip
        message = receive(arrived)
        conversation = message.conversation
        actions.take(conversation, by=by, at=at)
        noting.note(conversation, f"{name}\n{organisation}", by=by, at=at)
        send(customer, organisation, by=by, conversation=conversation)
        consents.give(
            customer, "marketing", wording=organisation, version=name[:40], language=customer.language, how="form",
            proof=organisation, by=by,
        )  # fmt: skip
        holds.hold(customer, because="mourning", note=organisation[:200], by=by)
        send(customer, organisation, by=by, purpose="survey", subject=name)
        MessageFile.objects.create(
            message=message, file=ContentFile(b"text", name="f"), name=f"{organisation}.exe", size=4,
            content_type="text/plain", is_dangerous=True,
        )  # fmt: skip
        promise = Promise.objects.filter(customer=customer).first()
        joining.link(conversation, "promises.promise", promise.pk, organisation, by=by, at=at)
        actions.tag(conversation, [organisation], by=by, at=at)
        drafting.add_file(by, ContentFile(b"text", name="draft.txt"), at=at, conversation=conversation)
    receive(Arrived(channel, "nobody@names.example", long["ka"][1], at, automatic="auto", kind="auto_reply"))
    take_in(channel, bytes(range(6)) * 50)  # that is no mail
    for language, (name, organisation) in long.items():
        CannedReply.objects.create(name=name[:80], language=language, text=organisation, shortcut=language)
    Budget.objects.create(name=long["cs"][1][:80], most=2, days=7)
    Signature.objects.update_or_create(user=by, language="", defaults={"text": "\n".join(long["ta"])})
    AssignmentRule.objects.create(name=long["cs"][1][:80], channel=channel, way="person", person=by)


def tokens_of(customer) -> list[str]:
    """By which somebody to whom we wrote unsubscribes. That page speaks their language, whoever opens it."""
    return [tokens.message_token(message.pk) for message in customer.messages.filter(direction="out")]


def examples(customer) -> dict[str, Callable[[], Iterable]]:
    """What fits into the gaps of addresses about conversations, those with `customer` first."""

    def of(model, path: str = "conversation__customer"):
        return lambda: list(model.objects.filter(**{path: customer}).values_list("pk", flat=True)[:12])

    def every(model):
        return lambda: list(model.objects.values_list("pk", flat=True)[:12])

    return {
        "/inbox/*": of(Conversation, "customer"),
        "/inbox/*/drafts/*": lambda: ["reply", "note"],
        "/inbox/events/*": of(ConversationEvent),
        "/inbox/quarantine/*": lambda: list(RawMail.objects.filter(state="quarantined").values_list("pk", flat=True)),
        "/inbox/links/*": of(ConversationLink),
        "/inbox/messages/*": lambda: [
            *Message.objects.filter(customer=customer, direction="out").values_list("pk", flat=True),
            *Message.objects.filter(customer=customer, direction="in").values_list("pk", flat=True),
        ],
        "/customers/*/reaching/consents/*": of(Consent, "customer"),
        "/customers/*/reaching/holds/*": of(ContactHold, "customer"),
        "/customers/*/reaching/withdrawals/*": lambda: ["marketing"],
        "/settings/budgets/*": every(Budget),
        "/u/*": lambda: tokens_of(customer),
        "/inbox/files/*": of(MessageFile, "message__customer"),
        "/inbox/draft-files/*": of(DraftFile, "draft__conversation__customer"),
        "/settings/ready-answers/*": every(CannedReply),
        "/settings/signatures/*": every(Signature),
        "/settings/assignment/*": every(AssignmentRule),
    }
