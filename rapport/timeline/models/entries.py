import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.models import Record
from rapport.core.transactions import TransactionNumber
from rapport.timeline.kinds import EntryKind, kind_of, kinds


class CurrentTransaction(Func):
    """As the first migration wrote it. `core.transactions` has what numbers them now."""

    function = "pg_current_xact_id"
    template = "(%(function)s()::text::bigint)"
    output_field = models.BigIntegerField()


class Channel(models.TextChoices):
    """How words reached the other side. An entry that is no exchange of words has none."""

    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("Letter")
    MESSAGE = "message", _("Message")
    OTHER = "other", _("Another way")


LATEST_FIRST = F("at").desc(nulls_last=True)  # as `core.keyset` sorts


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries of the customers that `user` may see, as far as they are told to `user`."""
        customers = Entry._meta.get_field("customer").related_model.objects
        return self.told_to(user).filter(customers.sight(user, "customer"))

    def told_to(self, user):
        """Without private notes of others, unless `user` is named in them."""
        return self.in_sight_of(user).not_kept_from(user)

    def not_kept_from(self, user):
        """Without private notes of others, unless `user` (or who has that key) is named in them."""
        named = Mention.objects.filter(entry=OuterRef("pk"), user=user)
        return self.filter(Q(is_private=False) | Q(by=user) | Exists(named))

    def in_sight_of(self, user):
        """Without entries that name other customers whom `user` may not see, where the house is divided."""
        return self.within(Entry._meta.get_field("customer").related_model.objects.sight(user))

    def within(self, sight: Q):
        """Without entries that name other customers than `sight` has; the empty one has all."""
        if not sight:
            return self
        customers = Entry._meta.get_field("customer").related_model.every
        rows = self
        for fact in sorted({fact for kind in kinds for fact in kind.also_about}):
            naming = [kind.name for kind in kinds if fact in kind.also_about]
            other = customers.alias(key=Cast("pk", TextField())).filter(sight, key=OuterRef("other"))
            rows = rows.alias(other=KeyTextTransform(fact, "facts")).filter(~Q(kind__in=naming) | Exists(other))
        return rows

    def standing(self):
        """Without entries that a later one corrects. `NOT EXISTS`: planners misjudge joins that find nothing."""
        return self.filter(~Exists(Entry.every.filter(corrects=OuterRef("pk"))))

    def pinned(self):
        return self.filter(Exists(Pin.objects.filter(entry=OuterRef("pk"))))

    def loose(self):
        """Without the pinned ones."""
        return self.filter(~Exists(Pin.objects.filter(entry=OuterRef("pk"))))


class SharedEntries(models.Manager.from_queryset(EntryQuerySet)):
    """Nobody tells by mistake what somebody wrote for themselves: private notes take `Entry.every` and `told_to`."""

    def get_queryset(self):
        return super().get_queryset().filter(is_private=False)


class Entry(Record):
    """One line on a customer's timeline. Its content never changes; a correction is another entry."""

    customer = models.ForeignKey(  # found by `entry_story`
        "customers.Customer", models.PROTECT, related_name="entries", db_index=False
    )
    kind = models.CharField(max_length=60)  # "order.cancelled"
    at = models.DateTimeField()  # when it happened
    recorded_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=20, blank=True)  # one of `Channel`, or none
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)  # history from before; nothing reacts to it
    subject_type = models.CharField(max_length=40, blank=True)  # "orders.order"
    subject_id = models.UUIDField(null=True)
    location = models.ForeignKey("staff.Location", models.SET_NULL, null=True, related_name="+")
    body = models.TextField(blank=True)  # what was written or said
    facts = models.JSONField(default=dict)  # copied as they were that day
    is_private = models.BooleanField(default=False, db_default=False)  # for its writer, and who is named in it
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")
    transaction = models.BigIntegerField(db_default=TransactionNumber(), editable=False)

    objects = SharedEntries()
    every = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("customer"), LATEST_FIRST, F("id").desc(), name="entry_story"),
            models.Index(F("customer"), F("kind"), LATEST_FIRST, F("id").desc(), name="entry_story_by_kind"),
            models.Index(fields=["transaction", "id"], name="entry_commit_order"),
            models.Index(fields=["subject_id"], name="entry_subject", condition=Q(subject_id__isnull=False)),
            # Entries are written one after another, so a few pages say where those of a week lie.
            BrinIndex(fields=["recorded_at"], name="entry_since", pages_per_range=32),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="content_never_changes",
                fields=[
                    "kind",
                    "at",
                    "recorded_at",
                    "channel",
                    "by",
                    "by_customer",
                    "body",
                    "facts",
                    "is_private",
                    "corrects",
                ],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return address_of("timeline:entry", self.pk)

    @property
    def about(self) -> EntryKind:
        return kind_of(self.kind)

    @property
    def is_by_hand(self) -> bool:
        return self.about.by_hand

    @property
    def channel_label(self) -> str:
        return dict(Channel.choices).get(self.channel, self.channel)

    @property
    def who(self) -> str:
        """Who did it, as the story calls them: a colleague, the customer, or Rapport alone."""
        if self.by_customer:
            return str(self.customer)
        return self.by.get_short_name() if self.by else "Rapport"

    @property
    def has_more_than_a_sentence(self) -> bool:
        return bool(self.body or self.corrects_id or self.facts.get("follow_up_on") or self.attachments.all())

    @cached_property
    def sentence(self) -> SafeString:
        """What happened, in one sentence of the reader's language (HTML)."""
        template = select_template([f"entries/{self.kind}.html", "timeline/plain_sentence.html"])
        return SafeString(template.render({"entry": self, "facts": self.facts, "who": self.who}).strip())


class KeptFile(Record):
    """A file that lies outside the web root, with the kind that was found in it."""

    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=300)
    name = models.CharField(max_length=255)  # as the person's file was called
    size = models.PositiveBigIntegerField()  # bytes
    content_type = models.CharField(max_length=100)  # by content, not by name

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/") and self.content_type not in ("image/heic", "image/heif")


class Attachment(KeptFile):
    """A file beside an entry."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="attachments")

    def get_absolute_url(self) -> str:
        return reverse("timeline:attachment", args=[self.pk])


class Pin(Record):
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="pin")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Mention(Record):
    """A colleague was named in an entry; they see it on Today until they have seen it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "user"], name="mentioned_once")]
        indexes = [models.Index(fields=["user"], name="mention_unseen", condition=Q(seen_at=None))]


class ReactionRun(Record):
    """That a reaction to an entry ran, or is trying to. One row per entry and reaction makes twice as good as once."""

    entry = models.ForeignKey(  # found by `reacts_once`
        Entry, models.CASCADE, related_name="reaction_runs", db_index=False
    )
    reaction = models.CharField(max_length=120)  # "loyalty.award_points"
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)  # of the last attempt: kind and place, no values

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="reacts_once")]
        indexes = [models.Index(fields=["-dead_at"], name="reaction_dead", condition=Q(done_at=None))]
