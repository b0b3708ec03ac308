"""What calls show on the pages of customers."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels
from rapport.messaging.calls import actions, queries
from rapport.messaging.models import ChannelKind, ContactHold, Preference


def calls(request, customer) -> dict | None:
    """The latest calls with this customer, and how they fared with us. Two queries."""
    latest, counts = queries.of_customer(request.user, customer)
    return {"calls": latest, "counts": counts, "now": timezone.now()} if latest else None


def wishes(request, customer) -> dict | None:
    """What not to speak of, and whether they want to be called at all. Two queries."""
    now = timezone.now()
    standing = ContactHold.objects.filter(customer=customer, lifted_at=None)
    holds = [hold for hold in standing if hold.until is None or hold.until > now]
    wish = Preference.objects.filter(customer=customer).first()
    never = bool(wish and ChannelKind.PHONE in wish.never)
    return {"holds": holds, "never_by_phone": never} if holds or never else None


def calling(request, customer) -> dict | None:
    """The call of theirs that we missed, and a press that calls. Two queries."""
    missed = queries.in_sight(request.user).owed().filter(customer=customer).order_by("-ringing_at").first()
    may_dial = request.user.has_perm("messaging.add_call") and actions.dialling(request.user)
    dials = [phone for phone in customer.phones.all() if phone.e164] if may_dial else []
    return {"missed": missed, "dials": dials, "now": timezone.now()} if missed or dials else None


panels.add(
    Panel(
        "calls",
        slot="customer.side",
        template="messaging/calls/panel.html",
        query=calls,
        permission="messaging.view_call",
        order=6,
        lazy=True,
        label=_("Calls"),
        icon="phone",
    )
)
panels.add(
    Panel(
        "wishes_before_a_call",
        slot="customer.call",
        template="messaging/calls/wishes_panel.html",
        query=wishes,
        permission="messaging.view_contacthold",
        order=5,
    )
)
panels.add(
    Panel(
        "calling",
        slot="customer.call",
        template="messaging/calls/calling_panel.html",
        query=calling,
        permission="messaging.view_call",
        order=6,
    )
)
