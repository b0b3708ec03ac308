"""That customers showed an address or number to be theirs."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from rapport.core.models import Record
from rapport.messaging.models.channels import ChannelKind
from rapport.messaging.models.messages import Message


class Proof(Record):
    """A code that was sent to an address or number of a customer; who tells it back reads there.

    The code follows from the key and the secret of the house, and is kept nowhere.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="proofs", db_index=False)
    kind = models.CharField(max_length=12, choices=ChannelKind)  # e-mail or text message
    point = models.UUIDField()  # key of the `Email` or `Phone`
    address = models.CharField(max_length=254)  # where it went: one that was changed since is not proved by it
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["customer", "-made_at"], name="proofs_of_customer")]

    def is_good(self, at: datetime) -> bool:
        return self.done_at is None and at < self.expires_at
