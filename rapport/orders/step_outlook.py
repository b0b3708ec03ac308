"""What a change of the steps of orders would mean for the orders that stand there."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.orders.models import Order, StepKind


@dataclass(frozen=True)
class Standing:
    """How many orders stand at a step: open ones, and all that took it last."""

    open: int = 0
    all: int = 0

    @property
    def words(self) -> str:
        if not self.open:
            return ""
        return ngettext("%(count)s open order", "%(count)s open orders", self.open) % {"count": self.open}


def standing() -> dict[str, Standing]:
    """Where orders stand now, by step. One query."""
    rows = Order.objects.order_by().values_list("step").annotate(open=Count("pk", Q(outcome="open")), all=Count("pk"))
    return {step: Standing(open_count, count) for step, open_count, count in rows}


def renaming(kind: StepKind, label: str, here: Standing) -> list[Consequence]:
    """What calling the step by another name would mean."""
    if label == kind.label:
        return [Consequence(_("Nothing changes: that is how it is already."), icon="check")]
    everywhere = _("“%(old)s” is called “%(new)s” on every order at once, also on finished ones.")
    lines = [Consequence(everywhere % {"old": kind.label, "new": label}, icon="tag")]
    if here.all:
        said = ngettext(
            "%(count)s order stands at this step, %(open)s of them open.",
            "%(count)s orders stand at this step, %(open)s of them open.",
            here.all,
        )
        lines.append(Consequence(said % {"count": here.all, "open": here.open}, "package", url=orders_at(kind)))
    lines.append(Consequence(_("What was told in the past keeps its words."), icon="lock"))
    return lines


def retirement(kind: StepKind, here: Standing) -> list[Consequence]:
    """What offering the step no longer would mean."""
    lines = [Consequence(_("Orders can’t be moved to this step any more."), icon="archive")]
    if here.open:
        said = ngettext(
            "%(count)s open order stands at this step. It stays there and goes on from it.",
            "%(count)s open orders stand at this step. They stay there and go on from it.",
            here.open,
        )
        lines.append(Consequence(said % {"count": here.open}, "package", url=orders_at(kind)))
    else:
        lines.append(Consequence(_("No open order stands at this step."), icon="check"))
    return lines


def orders_at(kind: StepKind) -> str:
    return f"{reverse('orders:orders')}?show=open&step={kind.key}"
