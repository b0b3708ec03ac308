import re
from urllib.parse import quote

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.expressions import ANOTHER_MAILBOX, Mailbox
from rapport.customers.models.customer import Customer

PAGES = {
    "facebook": "https://www.facebook.com/%s",
    "instagram": "https://www.instagram.com/%s",
    "linkedin": "https://www.linkedin.com/in/%s",
    "telegram": "https://t.me/%s",
    "x": "https://x.com/%s",
}
FEDIVERSE = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")


class ContactPoint(Record):
    """A way to reach a customer. Many of each kind; at most one of each is preferred."""

    label = models.CharField(_("Label"), max_length=60, blank=True)  # work, home, own words
    is_preferred = models.BooleanField(_("Preferred"), default=False)
    verified_at = models.DateTimeField(_("Verified"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["-is_preferred", "position", "id"]


@keep_history()
class Email(ContactPoint):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="emails", db_index=False)  # as `email_once`
    address = models.CharField(_("E-mail"), max_length=254)  # as typed, to write to
    key = models.CharField(max_length=254, editable=False)  # to look up by (DOMAIN 2.3)

    class Meta(ContactPoint.Meta):
        indexes = [
            models.Index(fields=["key"], name="email_key", opclasses=["text_pattern_ops"]),
            models.Index(Mailbox(F("key")), name="email_mailbox", condition=ANOTHER_MAILBOX),
        ]
        constraints = [
            models.UniqueConstraint(fields=["customer", "key"], name="email_once"),
            models.UniqueConstraint(fields=["customer"], condition=Q(is_preferred=True), name="one_preferred_email"),
        ]

    def __str__(self) -> str:
        return self.address


@keep_history()
class Phone(ContactPoint):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phones")
    raw = models.CharField(_("Phone"), max_length=60)  # as typed
    e164 = models.CharField(max_length=20, blank=True, editable=False)  # empty: not a number we can dial for sure
    extension = models.CharField(max_length=12, blank=True, editable=False)
    type = models.CharField(max_length=20, blank=True, editable=False)  # mobile, fixed_line, fax …
    is_valid = models.BooleanField(default=False, editable=False)

    class Meta(ContactPoint.Meta):
        indexes = [models.Index(fields=["e164"], name="phone_e164", opclasses=["text_pattern_ops"])]
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_preferred=True), name="one_preferred_phone")
        ]

    def __str__(self) -> str:
        return self.e164 or self.raw


@keep_history()
class Address(ContactPoint):
    class Purpose(models.TextChoices):
        POSTAL = "postal", _("Letters")
        BILLING = "billing", _("Invoices")
        DELIVERY = "delivery", _("Deliveries")
        VISIT = "visit", _("Visits")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    purpose = models.CharField(
        pgettext_lazy("what an address is for", "For"), max_length=10, choices=Purpose, default=Purpose.POSTAL
    )
    lines = models.TextField(_("Street"), blank=True)
    city = models.CharField(_("City"), max_length=120, blank=True)
    area = models.CharField(_("State or region"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    as_written = models.TextField(_("As they write it"), blank=True)  # by the customer, or in the file it came from
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta(ContactPoint.Meta):
        indexes = [  # with all that a condition on the city asks
            models.Index(
                OpClass(Upper("city"), name="text_pattern_ops"),
                name="address_by_city",
                include=["customer", "valid_to", "city"],  # which the expression is made of
                condition=~Q(city=""),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_preferred=True), name="one_preferred_address")
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.lines, self.postal_code, self.city) if part)


@keep_history()
class Handle(ContactPoint):
    """A web page, or a name on a social network or messenger."""

    class Network(models.TextChoices):
        WEB = "web", _("Web page")
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        LINKEDIN = "linkedin", "LinkedIn"
        WHATSAPP = "whatsapp", "WhatsApp"
        VIBER = "viber", "Viber"
        TELEGRAM = "telegram", "Telegram"
        SIGNAL = "signal", "Signal"
        X = "x", "X"
        FAX = "fax", _("Fax")
        OTHER = "other", _("Other")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="handles")
    network = models.CharField(_("Network"), max_length=12, choices=Network, default=Network.WEB)
    handle = models.CharField(_("Name or address"), max_length=300)

    class Meta(ContactPoint.Meta):
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_preferred=True), name="one_preferred_handle")
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def page(self) -> str:
        """Where it leads, when that follows from the name: "@linden" on Instagram, "@ana@social.example"."""
        if self.handle.startswith(("https://", "http://")) or self.network == self.Network.WEB:
            return self.handle
        if self.network == self.Network.WHATSAPP:
            digits = re.sub(r"\D", "", self.handle)
            return f"https://wa.me/{digits}" if len(digits) > 6 else ""
        if self.network == self.Network.OTHER and (found := FEDIVERSE.fullmatch(self.handle.strip())):
            return f"https://{found[2]}/@{found[1]}"
        name = self.handle.strip().lstrip("@")
        return PAGES[self.network] % quote(name) if self.network in PAGES and name and " " not in name else ""
