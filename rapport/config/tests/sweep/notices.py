"""A notice to people whose names are long: one as a draft, one on its way."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils import timezone

from rapport.care.models import Notice, NoticeRecipient
from rapport.care.notices import actions, sending
from rapport.care.notices.whom import Picked


def tell(customers: Iterable, long: dict[str, tuple[str, str]], *, by, at) -> None:
    people = [customer.pk for customer in customers]
    day = timezone.localdate() + timedelta(days=9)
    about = {"cause": "machine", "facts": {"service": long["en"][1]}, "new_on": day}
    actions.draft("incident", at=at, by=by, whom=Picked(people), title=long["ta"][1][:160], **about)
    out = actions.draft("incident", at=at, by=by, whom=Picked(people), title=long["cs"][1][:160], **about)
    actions.send_out(out, at=at, by=by)
    while sending.tell_some(out.pk, "notice", 0, at=at):
        pass


def examples(customer) -> dict[str, Callable[[], Iterable]]:
    def first(rows):
        return lambda: list(rows.values_list("pk", flat=True)[:12])

    theirs = Notice.objects.filter(recipients__customer=customer)
    return {
        "/notices/*": first(theirs.order_by("made_at")),
        "/notices/recipients/*": first(NoticeRecipient.objects.filter(customer=customer)),
        "/notices/of-order/*": first(customer.orders),
        "/api/v1/notices/*": first(theirs),
    }
