"""Who asked to be told when a product can be had again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rapport.core.models import Record
from rapport.customers.models import Customer

WAITING = Q(told_at=None, ended_at=None)


class WishQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Customer.objects.sight(user, "customer"))

    def waiting(self):
        """Who was not told yet, and still wants to be."""
        return self.filter(WAITING)


class Wish(Record):
    """That a customer asked to be told when a product is there again. They are told once."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="wishes")
    product = models.ForeignKey("orders.Product", models.PROTECT, related_name="wishes", db_index=False)
    expected_on = models.DateField(null=True, blank=True)  # the day they were told when they asked
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)  # they asked on their own pages
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # spoke to them
    message = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    held_back = models.CharField(max_length=40, blank=True)  # why the message could not go: a person has to tell them
    ended_at = models.DateTimeField(null=True, blank=True)  # they no longer want to be told

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "product"], condition=WAITING, name="wish_once_at_a_time"),
            models.CheckConstraint(condition=Q(told_at=None) | Q(ended_at=None), name="wish_ends_in_one_way"),
        ]
        indexes = [models.Index(fields=["product", "asked_at", "id"], name="wishes_for_product")]

    def __str__(self) -> str:
        return str(self.product)

    @property
    def is_waiting(self) -> bool:
        return self.told_at is None and self.ended_at is None
