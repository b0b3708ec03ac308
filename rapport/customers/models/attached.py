"""What hangs off a customer besides facts: words to greet them with, tags, codes elsewhere, and who follows them."""

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models.customer import Customer


@keep_history()
class Salutation(Record):
    """Words with which someone wants to be greeted, or that a colleague found better than ours; used to the letter.

    Those for one occasion go before those for all.
    """

    class Occasion(models.TextChoices):
        EVERY = "", pgettext_lazy("greeting", "On every occasion")
        LETTER = "letter", pgettext_lazy("greeting", "In a letter")
        EMAIL = "email", pgettext_lazy("greeting", "In an e-mail")
        PHONE = "phone", pgettext_lazy("greeting", "On the telephone")
        PORTAL = "portal", pgettext_lazy("greeting", "On their own pages")
        ENVELOPE = "envelope", pgettext_lazy("greeting", "On the envelope")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="salutations")
    language = models.CharField(_("Language"), max_length=12)  # BCP 47
    occasion = models.CharField(_("Where"), max_length=8, choices=Occasion, blank=True, default="", db_default="")
    text = models.CharField(_("Greeting"), max_length=200)
    envelope = models.CharField(_("On the envelope"), max_length=200, blank=True)
    use_in_all_languages = models.BooleanField(_("Use in every language"), default=False)

    class Meta:
        ordering = ["language", "occasion"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "language", "occasion"], name="one_salutation_per_occasion"),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(use_in_all_languages=True), name="one_salutation_for_all"
            ),
        ]


class Tag(Record):
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@keep_history()
class ExternalCode(Record):
    """By which code another system knows this customer. One per source system, unique there."""

    customer = models.ForeignKey(  # found by `one_code_per_source`
        Customer, models.CASCADE, related_name="codes", db_index=False
    )
    source = models.CharField(_("System"), max_length=60)
    code = models.CharField(_("Code"), max_length=120)

    class Meta:
        ordering = ["source"]
        indexes = [models.Index(OpClass(Lower("code"), name="text_pattern_ops"), name="code_in_any_case")]
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="code_unique_per_source"),
            models.UniqueConstraint(fields=["customer", "source"], name="one_code_per_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.code}"


class Follow(Record):
    """That someone wants to hear what happens with a customer, and what they have seen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="follows")
    is_following = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)  # for "changed since you looked"
    looked_before = models.DateTimeField(null=True)  # the look before that one

    class Meta:
        indexes = [models.Index("user", F("looked_at").desc(nulls_last=True), name="looked_at_last")]
        constraints = [models.UniqueConstraint(fields=["user", "customer"], name="follows_once")]
