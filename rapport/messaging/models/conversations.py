"""Conversations: what one customer and we say to each other about one thing, on one channel."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer
from rapport.messaging.models.channels import Channel, ChannelKind
from rapport.messaging.models.telling import conversations

OPEN = Q(state="open")
LATEST = (F("last_message_at").desc(nulls_last=True), F("id").desc(nulls_last=True))
DUE = (F("due_at").asc(nulls_last=True), F("id").asc(nulls_last=True))


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those with customers whom `user` may see, and those of whom nobody knows yet whose they are."""
        return self.within(Customer.objects.sight(user, "customer"))

    def within(self, sight: Q):
        return self.filter(Q(customer=None) | sight) if sight else self.all()  # an empty Q beside another is lost

    def standing(self):
        """Without those that became part of another."""
        return self.filter(merged_into=None)


class Conversation(Record):
    """It is answered by `due_at`: the time of its open answer promise, or the one it will get with its customer.

    Who changed what is told by its events. Its counts and last lines are kept current by whoever adds a message.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")  # somebody has to answer, or to close it
        WAITING = "waiting", _("Waiting for them")
        DONE = "done", _("Done")
        SPAM = "spam", _("Spam")

    number = models.BigIntegerField(
        unique=True,
        editable=False,
        db_default=models.expressions.RawSQL("nextval('messaging_conversation_number')", ()),
    )  # "[#12345]" in a subject
    customer = models.ForeignKey(  # null: several it might be, or nobody; a person says which
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="conversations", db_index=False
    )
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="conversations", db_index=False)
    peer = models.CharField(max_length=254, blank=True)  # whom it is with, as the channel knows them
    peer_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(_("Subject"), max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="conversations", db_index=False
    )
    team = models.ForeignKey("staff.Team", models.SET_NULL, null=True, blank=True, related_name="conversations")
    location = models.ForeignKey("staff.Location", models.SET_NULL, null=True, blank=True, related_name="+")
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)

    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    waiting_since = models.DateTimeField(null=True, blank=True)  # the oldest of their words without an answer
    due_at = models.DateTimeField(null=True, blank=True)
    target_due_at = models.DateTimeField(null=True, blank=True)

    begun_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(default=timezone.now)
    last_in_at = models.DateTimeField(null=True, blank=True)
    last_out_at = models.DateTimeField(null=True, blank=True)
    last_line = models.CharField(max_length=200, blank=True)  # of the last message that is no note
    last_is_ours = models.BooleanField(default=False)
    message_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)  # grows with every change: for live pages and collisions
    closed_at = models.DateTimeField(null=True, blank=True)
    was_told_closed_at = models.DateTimeField(null=True, blank=True)  # "we are closed until …", once
    frozen_at = models.DateTimeField(null=True, blank=True)  # machines were answering each other

    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    split_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    continues = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", closed_at__isnull=False) | ~Q(state="done"), name="conversation_done_at"
            ),
        ]
        indexes = [
            models.Index(*DUE, name="conv_open", condition=OPEN & Q(merged_into=None)),
            models.Index("assignee", *DUE, name="conv_open_of", condition=OPEN & Q(merged_into=None)),
            models.Index("team", *DUE, name="conv_open_of_team", condition=OPEN & Q(merged_into=None)),
            models.Index("state", *LATEST, name="conv_by_state", condition=Q(merged_into=None)),
            models.Index("assignee", "state", *LATEST, name="conv_of", condition=Q(merged_into=None)),
            models.Index("customer", *LATEST, name="conv_of_customer"),
            models.Index("channel", "peer", *LATEST, name="conv_of_peer"),
            models.Index(fields=["frozen_at"], name="conv_frozen", condition=Q(frozen_at__isnull=False)),
            models.Index(fields=["snoozed_until"], name="conv_snoozed", condition=Q(snoozed_until__isnull=False)),
            GinIndex(fields=["tags"], name="conv_tags"),
        ]
        triggers = conversations()
        permissions = [("assign_conversation", "Can give conversations to others")]

    def __str__(self) -> str:
        return self.subject or self.peer_name or self.peer or f"#{self.number}"

    def get_absolute_url(self) -> str:
        return address_of("messaging:conversation", self.pk)

    @property
    def kind(self) -> str:
        return self.channel.kind

    @property
    def kind_label(self) -> str:
        return ChannelKind(self.channel.kind).label

    def is_late(self, at: datetime) -> bool:
        return bool(self.due_at and self.state == self.State.OPEN and at > self.due_at)


class ConversationEvent(Record):
    """What happened to a conversation besides words: taken, handed over, snoozed, merged, closed."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField(max_length=30)  # "assigned", "handed_over" …: `inbox/events.py` has them
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["conversation", "at", "id"], name="conversation_events")]


class ConversationLink(Record):
    """What a conversation is about: an order, a promise, a complaint; each knows its own page."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="links", db_index=False)
    subject_type = models.CharField(max_length=40)  # "orders.order"
    subject_id = models.UUIDField(db_index=True)
    label = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "subject_type", "subject_id"], name="linked_once")
        ]


class Follow(Record):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="follows", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="follows_conversation_once")]


class Presence(Record):
    """Who has a conversation open just now, and who is writing in it. Old rows mean nothing."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="presences", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="present_once")]


@keep_history()
class AssignmentRule(Record):
    """To whom a new conversation goes. The first rule that fits is followed; all its conditions must be met."""

    class Way(models.TextChoices):
        TEAM = "team", _("To the team; whoever is free takes it")
        TURN = "turn", _("To those of the team in turn")
        PERSON = "person", _("To one person")
        MANAGER = "manager", _("To whoever looks after the customer")

    name = models.CharField(_("Name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)
    channel = models.ForeignKey(Channel, models.CASCADE, null=True, blank=True, related_name="rules")
    language = models.CharField(_("Language"), max_length=8, blank=True)
    hours = models.CharField(max_length=8, blank=True)  # "open", "closed"; empty: always
    words = models.CharField(_("Words in it"), max_length=200, blank=True)
    way = models.CharField(_("To whom"), max_length=8, choices=Way, default=Way.TEAM)
    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Turn(Record):
    """Whose turn it was last, in a team."""

    team = models.OneToOneField("staff.Team", models.CASCADE, related_name="+")
    last = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
