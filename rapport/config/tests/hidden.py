"""A house divided by team, and in it somebody whom Ann may not see, with one of all that hangs off a customer."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone
from PIL import Image

from rapport.care.cases import actions as cases
from rapport.care.causes import doing, whys
from rapport.care.complaints import actions as complaints
from rapport.care.models import Action, Case, Escalation, Notice, NoticeRecipient, Remedy, Why
from rapport.care.notices import delays
from rapport.customers import actions as customers
from rapport.customers.duplicates import actions as duplicates
from rapport.customers.merges import merge
from rapport.customers.models import Affiliation, Customer, DuplicatePair, Merge, NotDuplicates, Phone, Tie
from rapport.messaging.inbox import actions as conversations
from rapport.messaging.inbox import drafting, joining, noting
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.models import (
    Call,
    CallFile,
    Channel,
    Consent,
    ContactHold,
    Conversation,
    ConversationEvent,
    ConversationLink,
    Identity,
    Message,
    MessageFile,
    Seat,
)
from rapport.messaging.models import DraftFile as MessageDraftFile
from rapport.messaging.outgoing import consents, holds
from rapport.messaging.outgoing.actions import send
from rapport.orders import actions as orders
from rapport.orders.actions.files import keep_files
from rapport.orders.models import Contract, Order, OrderFile, Trial, Wish
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff import actions as staff
from rapport.staff.actions.house import see_by_team
from rapport.timeline import actions as timeline
from rapport.timeline.models import Attachment, Draft, DraftFile, Entry, Mention, ReactionRun
from rapport.today import actions as today

NAME = "Zyxomira Quellbach"
WORDS = (
    "Zyxomira",
    "Quellbach",
    "zyxomira@hidden.example",
    "605999123",
    "605 999 123",
    "HID-9911",
    "88990077",
    "violet umbrella",
    "Quibbleham",
    "oakmoss",
)


class Divided:
    """`hidden` is of the south, where Bob works; `neighbour` of the north, where Ann does."""

    def __init__(self, people: dict) -> None:
        self.at = timezone.now()
        self.ann, self.bob, self.olga = people["ann"], people["bob"], people["olga"]
        north = staff.add_team("North", people=[self.ann])
        self.south = staff.add_team("South", people=[self.bob])
        self.hidden = self._hidden()
        self.neighbour = customers.add("Nora North", by=self.bob, team=north, kind="organisation")
        self.own = customers.add("Orla Own", by=self.ann, team=north)
        merge(self.hidden, customers.add(NAME, by=self.bob, team=self.south), by=self.bob, reason="violet umbrella")
        self._duplicates()
        self._what_hangs_off()
        see_by_team(True, by=self.olga)

    def _hidden(self) -> Customer:
        return customers.add(
            NAME,
            by=self.bob,
            team=self.south,
            account_manager=self.ann,
            given_name="Zyxomira",
            family_name="Quellbach",
            nickname="Quibbleham",
            source="violet umbrella",
            how_met="violet umbrella",
            preference_notes="violet umbrella",
            emails=["zyxomira@hidden.example"],
            phones=["+420 605 999 123"],
            addresses=[{"lines": "violet umbrella 1", "city": "Quibbleham", "country": "CZ"}],
            dates=[{"kind": "birthday", "month": self.at.month, "day": self.at.day}],
            personal_notes=[{"text": "violet umbrella"}],
            codes=[{"source": "shop", "code": "HID-9911"}],
            tags=["regular"],
        )

    def _what_hangs_off(self) -> None:
        who, at, day = self.hidden, self.at, timezone.localdate()
        self._picture()
        customers.follow(who, user=self.ann)
        customers.look(who, user=self.ann, at=at - timedelta(hours=1))
        customers.affiliate(who, self.neighbour, by=self.bob, title="oakmoss buyer")
        above = who.affiliations.get()
        customers.affiliate(self.own, self.neighbour, by=self.bob, title="Cook", strength="good", reports_to=above)
        customers.tie(self.own, who, by=self.bob, kind="sibling", word="violet umbrella", lives_together=True)
        line = orders.Line("violet umbrella", unit_price=Decimal(120))
        due = {"promised_on": day + timedelta(1)}
        order = orders.place(who, [line], at=at, by=self.ann, number="88990077", note="violet umbrella", **due)
        orders.note_delay(order, at=at, by=self.ann, cause="violet umbrella")
        keep_files(order, [SimpleUploadedFile("violet umbrella.pdf", b"%PDF-1.7")], at=at, by=self.ann, kind="invoice",
                   is_for_customer=True)  # fmt: skip
        delays.of_a_delay(who.entries.get(kind="order.delayed"))
        orders.sign(who, at=at, by=self.ann, title="oakmoss contract", currency="EUR", starts_on=day, ends_on=None)
        orders.hand_out(
            who, at=at, by=self.ann, given_on=day, due_back_on=day, what="violet umbrella", kind=Trial.Kind.TRIAL
        )
        missing = orders.say_availability(orders.add_product("Bar stool", currency="EUR"), "expected")
        wish = orders.wish(who, missing, at=at, by=self.ann)
        Wish.objects.filter(pk=wish.pk).update(held_back="no_channel")
        orders.say_availability(missing, "in_stock")
        mine = {"by": self.ann, "owner": self.ann}
        promises.promise(who, "violet umbrella tomorrow", at=at, due_on=day + timedelta(1), **mine)
        late = at - timedelta(days=3)
        promises.promise(who, "oakmoss, late", at=late, due_at=late + timedelta(hours=2), **mine)
        picture = ContentFile(_png(), name="umbrella.png")
        entry = timeline.note(who, "@Ann violet umbrella", by=self.bob, files=[picture])
        Mention.objects.get_or_create(entry=entry, user=self.ann)
        timeline.pin(entry, by=self.bob, at=at)
        timeline.note(who, "violet umbrella, by Ann", by=self.ann)
        ReactionRun.objects.create(entry=entry, reaction="demo.nothing", attempts=5, dead_at=at, error="KeyError")
        Identity.objects.create(customer=who, kind="mastodon", key="zyxomira@hidden.example", name=NAME)
        self._drafts()
        self._conversation()
        words = {"wording": "violet umbrella", "version": "1", "language": "en", "how": "form", "proof": "oakmoss"}
        consents.give(who, "marketing", by=self.bob, **words)
        holds.hold(who, because="mourning", note="violet umbrella", by=self.bob)
        send(who, "violet umbrella", purpose="survey", by=self.bob)
        self._call()
        self._request()
        today.tick(f"promise:{Promise.objects.filter(customer=who).first().pk}", by=self.ann)

    def _conversation(self) -> None:
        """One that Ann had in hand and followed, before the house was divided."""
        channel = Channel.objects.create(kind="email", name="Hello", address="hello@linden.example", is_default=True)
        message = receive(
            Arrived(
                channel, "zyxomira@hidden.example", "violet umbrella", self.at, sender_name=NAME,
                subject="oakmoss", customer=self.hidden, html="<p>violet umbrella</p>",
            )
        )  # fmt: skip
        conversation = message.conversation
        conversations.take(conversation, by=self.ann, at=self.at)
        conversations.follow(conversation, user=self.ann, at=self.at - timedelta(hours=1))
        noting.note(conversation, "@Ann oakmoss", by=self.bob, at=self.at)
        send(self.hidden, "violet umbrella", by=self.ann, conversation=conversation)
        promise = Promise.objects.filter(customer=self.hidden).first()
        joining.link(conversation, "promises.promise", promise.pk, "violet umbrella", by=self.ann, at=self.at)
        file = {"name": "umbrella.png", "size": 4, "content_type": "text/plain"}
        MessageFile.objects.create(message=message, file=ContentFile(b"text", name="f"), **file)
        drafting.save_draft(self.ann, conversation=conversation, text="violet umbrella, begun", at=self.at)
        drafting.add_file(self.ann, ContentFile(b"text", name="umbrella.txt"), at=self.at, conversation=conversation)

    def _request(self) -> None:
        """One that Ann had in hand before the house was divided, and that was taken up to her."""
        case = cases.from_message(Message.objects.filter(customer=self.hidden, direction="in").first(), at=self.at)
        cases.take(case, by=self.ann, at=self.at)
        Escalation.objects.create(case=case, level=1, because="late", to=self.ann)
        whys.ask(case, "violet umbrella?", "oakmoss", by=self.ann, at=self.at, evidence="violet umbrella")
        due = timezone.localdate(self.at) + timedelta(days=2)
        what = {"kind": "correction", "text": "violet umbrella", "owner": self.ann, "due_on": due}
        doing.plan(case=case, by=self.ann, at=self.at, **what)
        self._complaint()

    def _complaint(self) -> None:
        """One that Ann looks into, and something given for it that waits for approval."""
        said = {"subject": "violet umbrella", "words": "oakmoss", "channel": "phone", "by": self.ann, "owner": self.ann}
        case = cases.open_case(self.hidden, kind="complaint", at=self.at, **said)
        told = {"by": self.ann, "at": self.at}
        complaints.acknowledge(case, "violet umbrella", **told, how="phone")
        words = {"happened": "violet umbrella", "meant": "oakmoss", "wanted": "violet umbrella"}
        complaints.restate(case, **words, **told, how="phone")
        complaints.propose(case, kind="refund", amount=400, account="oakmoss", text="violet umbrella", **told)

    def _call(self) -> None:
        """A missed call with a message on the machine, and a line that would call back."""
        pbx = {"provider": "pbx", "base_url": "https://pbx.example/call"}
        line = Channel.objects.create(kind="phone", name="Shop", settings=pbx)
        Seat.objects.create(user=self.ann, extension="101")
        call = Call.objects.create(
            channel=line, customer=self.hidden, peer="+420605999123", state="voicemail", provider_id="1",
            ringing_at=self.at, ended_at=self.at,
        )  # fmt: skip
        wave = ContentFile(b"RIFF0000WAVE", name="f")
        CallFile.objects.create(
            call=call, where="1", name="violet umbrella.wav", size=12, content_type="audio/wav", file=wave
        )

    def _duplicates(self) -> None:
        """Two of Ann's resemble the hidden one; of one of them Bob said that they are two."""
        for other in (self.own, self.neighbour):
            first, second = sorted((self.hidden, other), key=lambda one: one.pk)
            DuplicatePair.objects.create(first=first, second=second, weight=9.0, strength="strong")
        duplicates.tell_apart(self.hidden, self.neighbour, by=self.bob, at=self.at)

    def _picture(self) -> None:
        customers.set_photo(self.hidden, _png("JPEG"), by=self.bob)

    def _drafts(self) -> None:
        old = self.at - timedelta(days=3)
        words = {"body": "violet umbrella, begun"}
        timeline.save_draft(self.hidden, "note", words, by=self.ann, version=0, device="d", at=old)
        timeline.add_file(
            self.hidden, "note", ContentFile(_png(), name="umbrella.png"), by=self.ann, device="d", at=old
        )

    @property
    def keys(self) -> list[str]:
        """The ids of the hidden customer and of what hangs off them: even these lead nowhere and stand nowhere."""
        return [str(self.hidden.pk), *(str(order.pk) for order in Order.objects.filter(customer=self.hidden))]

    def gaps(self) -> dict[str, Callable[[], list]]:
        """For every gap of an address that leads to a customer: what of the hidden one fits into it."""

        def of(model: type[models.Model], path: str = "customer") -> Callable[[], list]:
            manager = getattr(model, "every", model._default_manager)
            return lambda: list(manager.filter(**{path: self.hidden}).values_list("pk", flat=True))

        def both(model: type[models.Model]) -> Callable[[], list]:
            def of_either() -> list:
                sides = models.Q(first=self.hidden) | models.Q(second=self.hidden)
                return list(model.objects.filter(sides).values_list("pk", flat=True))

            return of_either

        mine = lambda: [self.hidden.pk]  # noqa: E731
        return {
            "/customers/*": mine,
            "/customers/identities/*": of(Identity),
            "/api/v1/conversations/*": of(Conversation),
            "/api/v1/messages/*": of(Message),
            "/api/v1/calls/*": of(Call),
            "/api/v1/duplicates/*": both(DuplicatePair),
            "/inbox/*": of(Conversation),
            "/inbox/calls/*": of(Call),
            "/inbox/calls/files/*": of(CallFile, "call__customer"),
            "/customers/*/calls/*": of(Phone),
            "/inbox/events/*": of(ConversationEvent, "conversation__customer"),
            "/inbox/links/*": of(ConversationLink, "conversation__customer"),
            "/inbox/messages/*": of(Message),
            "/inbox/messages/*/pictures/*": lambda: [0],
            "/inbox/files/*": of(MessageFile, "message__customer"),
            "/inbox/draft-files/*": of(MessageDraftFile, "draft__conversation__customer"),
            "/customers/*/reaching/consents/*": of(Consent),
            "/customers/*/reaching/holds/*": of(ContactHold),
            "/customers/*/affiliations/*": of(Affiliation, "person"),
            "/customers/merging/*": mine,
            "/customers/merging/*/*": lambda: [self.own.pk],
            "/customers/merges/*": of(Merge, "survivor"),
            "/api/v1/merges/*": of(Merge, "survivor"),
            "/duplicates/*": both(DuplicatePair),
            "/duplicates/decisions/*": both(NotDuplicates),
            "/customers/*/ties/*": lambda: list(Tie.objects.of(self.hidden).values_list("pk", flat=True)),
            "/orders/*": of(Order),
            "/orders/*/files/*": of(OrderFile, "order__customer"),
            "/cases/*": of(Case),
            "/cases/from-message/*": of(Message),
            "/actions/*": of(Action, "case__customer"),
            "/whys/*": of(Why, "case__customer"),
            "/api/v1/actions/*": of(Action, "case__customer"),
            "/api/v1/whys/*": of(Why, "case__customer"),
            "/cases/escalations/*": of(Escalation, "case__customer"),
            "/api/v1/cases/*": of(Case),
            "/api/v1/complaints/*": of(Case),
            "/remedies/*": of(Remedy),
            "/api/v1/remedies/*": of(Remedy),
            "/contracts/*": of(Contract),
            "/trials/*": of(Trial),
            "/wishes/*": of(Wish),
            "/promises/*": of(Promise),
            "/entries/*": of(Entry),
            "/attachments/*": of(Attachment, "entry__customer"),
            "/mentions/*": of(Mention, "entry__customer"),
            "/drafts/*": of(Draft),
            "/drafts/files/*": of(DraftFile, "draft__customer"),
            "/notices/*": of(Notice, "recipients__customer"),
            "/notices/recipients/*": of(NoticeRecipient),
            "/notices/of-order/*": of(Order),
            "/api/v1/notices/*": of(Notice, "recipients__customer"),
            "/api/v1/customers/*": mine,
            "/api/v1/orders/*": of(Order),
            "/api/v1/promises/*": of(Promise),
        }


# What fits into the other gaps of an address that leads to a customer: which part of them is meant.
PARTS: dict[str, list[Any]] = {
    "/customers/*/facts/*": ["name", "account_manager"],
    "/customers/*/wording/*": ["en"],
    "/customers/*/wording/*/*": ["letter"],
    "/customers/*/rows/*": ["emails", "phones"],
    "/customers/*/rows/*/*": [],
    "/customers/*/changes/*": ["facts.1"],
    "/customers/*/panels/*": ["orders", "contracts", "household", "people", "chart"],
    "/customers/*/drafts/*": ["note"],
    "/customers/*/reaching/withdrawals/*": ["marketing"],
    "/inbox/*/drafts/*": ["note", "reply"],
    "/customers/*/data/exports/*": [],  # for managers, who see everybody
    "/customers/*/data/hold/*": [],
    "/api/v1/*": ["nothing"],
}
# Gaps that lead to no customer; a new one has to be named here, or in `Divided.gaps`.
NOT_OF_CUSTOMERS = (
    "/customers/choices/",  # of whoever chose
    "/complaints/report/table/",  # of whoever asked
    "/duplicates/acceptance/",  # likewise
    "/first-run/",
    "/join/",
    "/people/",
    "/profile/",
    "/accounts/",
    "/settings/",
    "/products/",
    "/incidents/",
    "/status/",
    "/today/panels/",
    "/hooks/",
    "/chat/",  # a visitor's own, by the secret of their browser: `messaging/tests/chat` tries others
    "/portal/",  # the customers' own site: `portal/tests/test_walk.py` walks there
    "/u/",  # signed, for whoever got the mail
    "/understood/",
    "/fairness/",
    "/inbox/posts/",
    "/inbox/quarantine/",  # what nobody could read, and so nobody knows whose it is
    "/api/v1/messages/quarantine/",  # likewise
    "/jobs/",
    "/mailbox/",
    "/api/v1/products/",
    "/api/v1/causes/",  # the list of the house
    "/segments/",
    "/api/v1/segments/",  # each shows only whom the reader sees
)


def values_of(gap: str, known: dict[str, Callable[[], list]]) -> Iterator[Any]:
    yield from PARTS[gap] if gap in PARTS else known[gap]()


def _png(kind: str = "PNG") -> bytes:
    square = BytesIO()
    Image.new("RGB", (32, 32), "steelblue").save(square, kind)
    return square.getvalue()
