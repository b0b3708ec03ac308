"""The demo business, where everyone's name is as long as names get, in four scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from itertools import chain

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.utils import timezone
from PIL import Image

from rapport.api.webhooks import actions as webhooks
from rapport.api.webhooks.models import Delivery, Endpoint
from rapport.care.models import Incident, Service
from rapport.config.tests.sweep import calls, causes, channels, complaints, own_pages, several
from rapport.config.tests.sweep.addresses import Examples, Place
from rapport.config.tests.sweep.conversations import converse, tokens_of
from rapport.config.tests.sweep.conversations import examples as of_conversations
from rapport.config.tests.sweep.imports import bring_two_files
from rapport.config.tests.sweep.names import LONG_NAMES, LONG_NAMES_OF_COLLEAGUES
from rapport.config.tests.sweep.notices import examples as of_notices
from rapport.config.tests.sweep.notices import tell
from rapport.config.tests.sweep.requests import ask
from rapport.config.tests.sweep.requests import examples as of_requests
from rapport.core.api import tokens
from rapport.core.ids import uuid7
from rapport.core.models import Backup, Import, SavedMapping, Token, Work
from rapport.core.registry import panels
from rapport.core.testing.database import empty_tables, lay_groundwork
from rapport.customers import actions as customers
from rapport.customers import together
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import (
    Affiliation,
    Choice,
    Customer,
    CustomField,
    DuplicateAcceptance,
    DuplicatePair,
    LegalHold,
    Merge,
    NotDuplicates,
    PreferenceTopic,
    Tie,
)
from rapport.customers.models import Email as ContactEmail
from rapport.customers.rights import erasing, holds, lapsing
from rapport.customers.testing import a_customer, an_organisation
from rapport.demo import actions as demo
from rapport.messaging.channels.forms import channel_forms
from rapport.messaging.models import Channel, Identity, Post, PostCopy, WebhookEvent
from rapport.orders import actions as orders
from rapport.orders.models import Contract, Order, Product, Trial, Wish
from rapport.orders.models.step_kind import FIRST_LABELS
from rapport.orders.testing import an_order
from rapport.promises import actions as promises
from rapport.promises.models import Holiday, HolidayYear, Kind, OpeningWeek, Promise, SpecialDay
from rapport.segments.models import Segment
from rapport.staff import actions as staff
from rapport.staff.models import Business, Invitation, Location, Team, User
from rapport.staff.testing import a_passkey
from rapport.timeline import actions as timeline
from rapport.timeline.kinds import COMPOSED
from rapport.timeline.models import Attachment, Draft, DraftFile, Entry, Mention, ReactionRun

UUID_IN_PATH = re.compile("[0-9a-f]{8}-[0-9a-f-]{27}")


class World:
    """Everything that pages are about. `examples` has something for the gap of every address."""

    def __init__(self) -> None:
        self.at = timezone.now()
        self.stage = demo.fill(at=self.at)
        self.owner = self.stage.people["maya"]
        self.customers = {language: self._long_life(language, *names) for language, names in LONG_NAMES.items()}
        first = self.customers["en"]
        for language, customer in self.customers.items():
            if customer != first:
                customers.tie(first, customer, by=self.owner, kind="other", word=LONG_NAMES[language][1])
        self._settings()
        self._pictures()
        self._rights()
        for fill in (several.choices, several.segments, several.merges, several.pairs):
            fill(self)
        bring_two_files(self.owner)
        self.mail = self._letter()
        tokens.make(self.owner, name=LONG_NAMES["ta"][1], at=self.at)
        self._webhook()
        converse(self.customers.values(), LONG_NAMES, by=self.owner, at=self.at)
        ask(self.customers.values(), LONG_NAMES, by=self.owner, at=self.at)
        causes.learn(self.customers.values(), LONG_NAMES, by=self.owner, at=self.at)
        channels.mailboxes(self)
        tell(self.customers.values(), LONG_NAMES, by=self.owner, at=self.at)
        complaints.complain(self.customers.values(), LONG_NAMES, by=self.owner, at=self.at)
        channels.social(self)
        calls.call(self)
        a_passkey(self.owner, name=LONG_NAMES["cs"][1])
        RecoveryCodes.activate(self.owner)
        own_pages.furnish(self.customers["en"], by=self.owner, at=self.at)
        self.token = staff.invite("someone@linden.example", role="agent", by=self.owner, at=self.at)[1]

    def _long_life(self, language: str, name: str, organisation: str) -> Customer:
        """A customer with a bit of everything, and names that are hard on a page."""
        customer = a_customer(name, language=language, nickname=name.split()[-1], account_manager=self.owner)
        employer = an_organisation(organisation, language=language)
        Affiliation.objects.create(person=customer, organisation=employer, title=organisation, is_key=True)
        day = timezone.localdate()
        lines = [orders.Line(organisation, unit_price=Decimal(1234567)), orders.Line("Chair", unit_price=Decimal(120))]
        an_order(*lines, customer=customer, at=self.at, by=self.owner, promised_on=day + timedelta(20))
        an_order(*lines, customer=customer, at=self.at, by=self.owner)
        promises.promise(customer, f"{organisation} {name}", at=self.at, by=self.owner, due_on=day + timedelta(1))
        orders.sign(
            customer, at=self.at, by=self.owner, title=organisation, currency="EUR", starts_on=day,
            ends_on=day + timedelta(365),
        )  # fmt: skip
        orders.hand_out(customer, at=self.at, by=self.owner, given_on=day, what=organisation)
        missing = orders.add_product(f"{organisation} {language}"[:300], currency="EUR", availability="expected")
        orders.wish(customer, missing, at=self.at, by=self.owner)
        entry = timeline.note(customer, f"{name}\n{organisation}", by=self.owner)
        Mention.objects.create(entry=entry, user=self.owner)
        return customer

    def _settings(self) -> None:
        """One of each thing that is set up seldom."""
        first = Entry.objects.first()
        ReactionRun.objects.create(entry=first, reaction="demo.nothing", attempts=5, dead_at=self.at, error="KeyError")
        staff.add_team("Teamsofunusuallylongnames " * 2)
        Backup.objects.create(
            why="asked", state="done", by=self.owner, path="/backups/rapport.zip", started_at=self.at, size=2**40
        )
        PreferenceTopic.objects.create(name=LONG_NAMES["cs"][1])
        CustomField.objects.create(key="sweep", label=LONG_NAMES["ka"][1])
        promises.set_day(timezone.localdate() + timedelta(9), location=None, hours=None, note=LONG_NAMES["en"][1])
        promises.seed_holidays(self.at)

    def _webhook(self) -> None:
        endpoint = webhooks.make(
            url=f"https://shop.example/{'hooks' * 30}", description=LONG_NAMES["ka"][1], by=self.owner, at=self.at
        )
        entries = Entry.objects.filter(customer=self.customers["en"])[:3]
        Delivery.objects.bulk_create(
            Delivery(
                endpoint=endpoint, entry=entry, made_at=self.at, begun_at=self.at, state="failed", attempts=10,
                sent_at=self.at, status=500, took_ms=15_000, problem="answer_not_good", answer=LONG_NAMES["cs"][0] * 9,
            )
            for entry in entries
        )  # fmt: skip

    def _rights(self) -> None:
        """A case that keeps one of them, and somebody who was forgotten."""
        long = LONG_NAMES["en"][0]
        holds.place_hold(self.customers["ka"], case=long, reason=long, until=None, by=self.owner, at=self.at)
        self.gone = a_customer("Somebody Gone").pk
        erasing.erase(Customer.objects.get(pk=self.gone), by=self.owner, at=self.at)
        lapsing.run(self.at)

    def _pictures(self) -> None:
        square = BytesIO()
        Image.new("RGB", (64, 64), "steelblue").save(square, "PNG")
        staff.set_logo(square.getvalue())
        customers.set_photo(self.customers["ka"], square.getvalue(), by=self.owner)

    def _letter(self) -> str:
        """A mail in the mailbox of a development house."""
        folder = settings.HOME / "mailbox"
        folder.mkdir(parents=True, exist_ok=True)
        name = str(uuid7())
        (folder / f"{name}.eml").write_text("To: someone@linden.example\nSubject: Join us\n\nCome and see.\n")
        return name

    def speak(self, language: str) -> User:
        """The owner, the business and its colleagues, in that language and with its longest names."""
        Business.objects.update(name=LONG_NAMES[language][1], language=language)
        User.objects.update(name=LONG_NAMES_OF_COLLEAGUES[language])
        User.objects.filter(pk=self.owner.pk).update(language=language)
        return User.objects.get(pk=self.owner.pk)

    def of(self, place: Place, language: str) -> Place:
        """That page about the customer with the longest name in a language, where it is about one customer alone."""
        english, path = str(self.customers["en"].pk), place.path
        if path.startswith("/u/"):
            return replace(place, path=f"/u/{tokens_of(self.customers[language])[0]}/")
        is_alone = english in path and len(UUID_IN_PATH.findall(path)) == 1
        return replace(place, path=path.replace(english, str(self.customers[language].pk))) if is_alone else place

    def visitor(self, language: str) -> str:
        """The secret of a customer's browser on their own site, who reads that language."""
        return own_pages.visitor(self.customers["en"], language, at=self.at)

    def examples(self, language: str) -> Examples:
        who = self.customers[language]

        def first_of(model, **theirs):
            """Things of our customer first, then everybody's."""
            return lambda: chain(_ids(model.objects.filter(**theirs)), _ids(model.objects.exclude(**theirs)))

        def all_of(model):
            return lambda: _ids(model.objects.all())

        return {
            **own_pages.examples(who, self.at),
            **of_conversations(who),
            **of_requests(who),
            **of_notices(who),
            **causes.examples(who),
            **complaints.examples(who),
            **calls.examples(who),
            "/customers/*": lambda: chain([who.pk, self.customers["ka"].pk, self.gone], _ids(Customer.objects.all())),
            "/customers/*/data/hold/*": all_of(LegalHold),
            "/settings/retention/kinds/*": lambda: ["timeline.entries"],
            "/customers/choices/*": all_of(Choice),
            "/customers/choices/*/*": lambda: [deed.name for deed in together.DEEDS],
            "/segments/*": all_of(Segment),
            "/customers/merging/*": lambda: [self.customers["cs"].pk],
            "/customers/merging/*/*": lambda: [self.customers["en"].pk],
            "/customers/merges/*": all_of(Merge),
            "/duplicates/*": all_of(DuplicatePair),
            "/duplicates/acceptance/*": all_of(DuplicateAcceptance),
            "/duplicates/decisions/*": all_of(NotDuplicates),
            "/customers/*/affiliations/*": first_of(Affiliation, person=who),
            "/customers/*/ties/*": lambda: _ids(Tie.objects.of(who)),
            "/customers/*/panels/*": lambda: _lazy_panels("customer."),
            "/today/panels/*": lambda: _lazy_panels("today."),
            "/customers/*/facts/*": lambda: ["name", "language"],
            "/customers/*/wording/*": lambda: ["en", "cs"],
            "/customers/*/wording/*/*": lambda: ["letter", "envelope"],
            "/customers/*/rows/*": lambda: ["emails", "dates", *SECTIONS],
            "/customers/*/rows/*/*": first_of(ContactEmail, customer=who),
            "/customers/*/changes/*": lambda: ["1"],
            "/customers/*/drafts/*": lambda: ["note", *COMPOSED],
            "/drafts/*": all_of(Draft),
            "/drafts/files/*": all_of(DraftFile),
            "/jobs/*": all_of(Work),
            "/settings/backups/*": all_of(Backup),
            "/settings/import/*": lambda: ["customers", *_ids(Import.objects.all())],
            "/settings/import/*/reading/*": lambda: ["file", "customers"],
            "/settings/import/*/rejects/*": lambda: ["file", "customers"],
            "/settings/import/mappings/*": all_of(SavedMapping),
            "/entries/*": first_of(Entry, customer=who, kind="note.written"),
            "/attachments/*": all_of(Attachment),
            "/mentions/*": all_of(Mention),
            "/orders/*": first_of(Order, customer=who),
            "/products/*": all_of(Product),
            "/contracts/*": first_of(Contract, customer=who),
            "/trials/*": first_of(Trial, customer=who),
            "/wishes/*": first_of(Wish, customer=who),
            "/promises/*": first_of(Promise, customer=who),
            "/people/*": lambda: chain(_ids(User.objects.exclude(pk=self.owner.pk)), [self.owner.pk]),
            "/people/invitations/*": all_of(Invitation),
            "/profile/security/passkeys/*": lambda: _ids(Authenticator.objects.filter(user=self.owner)),
            "/profile/security/sessions/*": lambda: ["1"],
            "/accounts/oidc/*": lambda: ["sso"],
            "/join/*": lambda: [self.token],
            "/mailbox/*": lambda: [self.mail],
            "/settings/steps/*": lambda: FIRST_LABELS,
            "/settings/promise-kinds/*": lambda: ["reply", *_ids(Kind.objects.all())],
            "/settings/opening-hours/*": all_of(Location),
            "/settings/opening-hours/special-days/*": all_of(SpecialDay),
            "/settings/opening-hours/weeks/*": all_of(OpeningWeek),
            "/settings/holidays/*": all_of(HolidayYear),
            "/settings/holidays/days/*": all_of(Holiday),
            "/settings/custom-fields/*": all_of(CustomField),
            "/settings/preference-topics/*": all_of(PreferenceTopic),
            "/settings/reactions/*": all_of(ReactionRun),
            "/settings/channels/*": all_of(Channel),
            "/settings/channels/new/*": lambda: [form.name for form in channel_forms],
            "/settings/calls/*": all_of(WebhookEvent),
            "/customers/identities/*": first_of(Identity, customer=who),
            "/inbox/posts/*": all_of(Post),
            "/inbox/posts/copies/*": all_of(PostCopy),
            "/hooks/mail/*": all_of(Channel),
            "/settings/locations/*": all_of(Location),
            "/settings/services/*": all_of(Service),
            "/incidents/*": all_of(Incident),
            "/status/incidents/*": all_of(Incident),
            "/settings/teams/*": all_of(Team),
            "/settings/tokens/*": all_of(Token),
            "/settings/webhooks/*": all_of(Endpoint),
            "/settings/webhooks/deliveries/*": all_of(Delivery),
        }


def _lazy_panels(page: str) -> list[str]:
    return [panel.name for panel in panels if panel.lazy and panel.slot.startswith(page)]


def _ids(rows) -> list:
    return list(rows.values_list("pk", flat=True)[:12])


@contextmanager
def inhabited(blocker) -> Iterator[World]:
    """The world, for as many tests as share it; afterwards the database is as empty as tests expect it."""
    with blocker.unblock():
        try:
            yield World()
        finally:
            empty_tables()
            lay_groundwork()
