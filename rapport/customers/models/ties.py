from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models.customer import Customer


class TieQuerySet(models.QuerySet):
    def of(self, customer):
        return self.filter(Q(one=customer) | Q(other=customer))

    def visible_to(self, user):
        """Between people whom `user` sees both: of somebody hidden neither the name nor that they are there."""
        living = Q(one__merged_into=None, other__merged_into=None)
        return self.filter(living, Customer.objects.sight(user, "one"), Customer.objects.sight(user, "other"))


@keep_history()
class Tie(Record):
    """What two people are to each other. One row says it in both directions, so that the two can never disagree.

    `kind` and `word` say what `other` is to `one`, `word_back` what `one` is to `other`. Which of the two stands first
    goes by their keys; `of` tells it as one of them would.
    """

    class Kind(models.TextChoices):
        PARTNER = "partner", _("Partner")
        CHILD = "child", _("Child")
        PARENT = "parent", _("Parent")
        SIBLING = "sibling", pgettext_lazy("brother or sister", "Sibling")
        OTHER = "other", pgettext_lazy("of a tie between people", "Close to each other")

    BACK = {Kind.CHILD: Kind.PARENT, Kind.PARENT: Kind.CHILD}

    one = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)  # found by `tied_once`
    other = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind)
    word = models.CharField(_("In own words"), max_length=80, blank=True)
    word_back = models.CharField(_("In own words, the other way round"), max_length=80, blank=True)
    lives_together = models.BooleanField(_("They live together"), default=False)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="tied_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="tie_goes_by_keys"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.one_id} {self.other_id}"

    @classmethod
    def backwards(cls, kind: str) -> str:
        """What that kind is called from the other side."""
        return str(cls.BACK.get(kind, kind))

    def seen_from(self, customer_id) -> "TieSide":
        """The tie as `customer_id`, one of the two, would tell it."""
        if customer_id == self.one_id:
            return TieSide(self, self.other_id, self.kind, self.word, self.word_back)
        return TieSide(self, self.one_id, self.backwards(self.kind), self.word_back, self.word)


class TieSide:
    """A tie told from one side: whom it leads to, and what they are to the one who tells."""

    def __init__(self, tie: Tie, who_id, kind: str, word: str, word_back: str) -> None:
        self.tie, self.who_id, self.kind, self.word, self.word_back = tie, who_id, kind, word, word_back

    @property
    def who(self) -> Customer:
        return self.tie.other if self.who_id == self.tie.other_id else self.tie.one

    @property
    def words(self) -> str:
        return self.word or str(dict(Tie.Kind.choices).get(self.kind, self.kind))
