from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels
from rapport.promises.models import Promise
from rapport.promises.queries import customer_promises, window
from rapport.promises.rates import TOO_FEW, rate


def next_promise(request, customer) -> dict:
    """What this customer is owed, the nearest first."""
    now = timezone.now()
    owed = customer_promises(customer, at=now)
    return {
        "owed": owed,
        "others": owed.open[1:],
        "hidden": max(0, owed.open_count - len(owed.open)),
        "now": now,
    }


def before_a_call(request, customer) -> dict | None:
    """What is late and what is open; nothing where nothing is owed."""
    now = timezone.now()
    owed = customer_promises(customer, at=now)
    return {"owed": owed, "now": now, "hidden": max(0, owed.open_count - len(owed.open))} if owed.open else None


def our_word(request, _subject=None) -> dict | None:
    """How the last 30 days went; nothing before there is enough to say."""
    now = timezone.now()
    start, end = window(30, now)
    found = rate(Promise.objects.visible_to(request.user), start=start, end=end, at=now)
    return {"rate": found} if found.counted >= TOO_FEW else None


panels.add(
    Panel(
        "next_promise",
        slot="customer.top",
        template="promises/panel.html",
        query=next_promise,
        permission="promises.view_promise",
        order=10,
        label=_("Next promise"),
        icon="heart-handshake",
    )
)
panels.add(
    Panel(
        "promise_by_thumb",
        slot="customer.thumb",
        template="promises/thumb.html",
        query=lambda request, customer: {},
        permission="promises.add_promise",
    )
)
panels.add(
    Panel(
        "promises_before_a_call",
        slot="customer.call",
        template="promises/call_panel.html",
        query=before_a_call,
        permission="promises.view_promise",
    )
)
panels.add(
    Panel(
        "our_word",
        slot="today.side",
        template="promises/word_panel.html",
        query=our_word,
        permission="promises.view_promise",
        order=20,
        lazy=True,  # a large business kept a hundred thousand promises in a month
    )
)
