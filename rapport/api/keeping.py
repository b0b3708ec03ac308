from django.utils.translation import ngettext

from rapport.api.webhooks.models import Delivery
from rapport.core.outward.line import Problem
from rapport.core.registry import AfterRestore, Restored, after_restore


def send_none_twice(restored: Restored) -> str | None:
    """What waited in the backup went out since, as far as one can tell. Whoever knows better sends it again by hand."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    count = waiting.update(state=Delivery.State.FAILED, next_at=None, problem=Problem.RESTORED)
    if not count:
        return None
    return ngettext(
        "%(n)d webhook that waited in the backup was not sent, since it may have been sent after it.",
        "%(n)d webhooks that waited in the backup were not sent, since they may have been sent after it.",
        count,
    ) % {"n": count}


after_restore.add(AfterRestore("api.webhooks", send_none_twice, order=20))
