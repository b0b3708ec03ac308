from django.conf import settings
from django.db import models


class Arrangement(models.Model):
    """How somebody likes the customer page: which panels stand where, which are folded, which are hidden.

    `wishes` holds lists of names of panels: "order", "folded", "hidden". A panel that none of them names, as one of a
    new slice, stands where it usually does.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    wishes = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.user_id}"
