"""The ways by which words come in and go out, and by which of them somebody likes to be reached."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record


class ChannelKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    SMS = "sms", _("Text message")
    WHATSAPP = "whatsapp", "WhatsApp"
    MESSENGER = "messenger", "Messenger"
    INSTAGRAM = "instagram", "Instagram"
    TELEGRAM = "telegram", "Telegram"
    MASTODON = "mastodon", "Mastodon"
    WEBCHAT = "webchat", _("Chat on our web page")
    PORTAL = "portal", _("Customer's own pages")
    LETTER = "letter", _("Letter")
    IN_PERSON = "in_person", _("In person")


class ChannelQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_active=True)

    def of(self, kind: str):
        return self.filter(kind=kind)


@keep_history(exclude=["checked_at", "last_received_at", "error", "failing_since", "failing_way", "retry_at"])
class Channel(Record):
    """One account, line or place: "hello@linden.example", the shop's telephone, the page on Instagram."""

    kind = models.CharField(_("Kind"), max_length=12, choices=ChannelKind)
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=80)
    address = models.CharField(_("Address"), max_length=254, blank=True)  # e-mail, E.164, page id, @name
    team = models.ForeignKey(
        "staff.Team", models.SET_NULL, null=True, blank=True, related_name="channels", verbose_name=_("Team")
    )
    location = models.ForeignKey(
        "staff.Location", models.SET_NULL, null=True, blank=True, related_name="channels", verbose_name=_("Location")
    )
    language = models.CharField(_("Language"), max_length=8, blank=True)  # of who writes here, when nothing else tells
    promise_kind = models.SlugField(max_length=40, default="reply")  # the service level of an answer
    tells_when_closed = models.BooleanField(_("Say when somebody will answer, outside opening hours"), default=True)
    is_active = models.BooleanField(_("In use"), default=True)
    is_default = models.BooleanField(_("Used unless another fits better"), default=False)
    settings = models.JSONField(default=dict, blank=True)  # host, port, user …; nothing secret
    secrets = models.TextField(default="", blank=True)  # JSON, sealed (`staff.sealing`)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)  # when we last asked there with success
    last_received_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failing_way = models.CharField(max_length=3, blank=True, editable=False)  # "in" or "out", while it fails
    retry_at = models.DateTimeField(null=True, editable=False)  # while nothing comes in: not before
    error = models.CharField(max_length=300, blank=True, editable=False)  # in words, of the last attempt

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["position", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], condition=~Q(address=""), name="channel_address_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_default=True), name="one_default_channel_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("messaging:channel", self.pk)


class Identity(Record):
    """Under which key somebody writes on a channel that knows no e-mail address: "@linden", a chat number.

    It leads to a customer only once somebody, the customer or one of us, has said so.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=ChannelKind)
    key = models.CharField(max_length=200)  # as the provider names them; folded
    name = models.CharField(max_length=120, blank=True)  # as shown there
    seen_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="identity_once")]


@keep_history()
class Preference(Record):
    """By which channels a customer likes to be reached, the first first, and when not."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="channel_preference")
    kinds = ArrayField(models.CharField(max_length=12, choices=ChannelKind), default=list, blank=True)
    never = ArrayField(models.CharField(max_length=12, choices=ChannelKind), default=list, blank=True)
    quiet_from = models.TimeField(_("Not after"), null=True, blank=True)  # in the customer's zone
    quiet_until = models.TimeField(_("Not before"), null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)
