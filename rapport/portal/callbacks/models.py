from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Record
from rapport.customers.models import Customer


class CallBack(Record):
    """That a customer chose when we call them. No colleague is booked twice for one time: the database sees to it."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="callbacks", db_index=False)
    person = models.ForeignKey(  # who is called: the customer, or who asked for an organisation
        Customer, models.CASCADE, related_name="+", db_index=False
    )
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    begins_at = models.DateTimeField()  # on a grid, so that two of them are the same time or do not overlap
    ends_at = models.DateTimeField()
    phone = models.CharField(_("Your telephone"), max_length=60)
    about = models.CharField(_("What about?"), max_length=200, blank=True)
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # cancelled, moved to another, or done

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["colleague", "begins_at"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="called_back_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="callback_takes_time"),
            models.CheckConstraint(condition=~Q(phone=""), name="callback_knows_where"),
        ]
        indexes = [
            models.Index(fields=["customer", "begins_at"], name="callbacks_of", condition=Q(ended_at=None)),
            models.Index(fields=["person"], name="callbacks_to", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.begins_at:%Y-%m-%d %H:%M}"

    def may_change(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.begins_at
