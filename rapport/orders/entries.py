from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryGroup, EntryKind, groups, kinds

groups.add(EntryGroup("orders", _("Orders"), order=20))


def _kind(name: str, label: str, icon: str, tone: str = "") -> None:
    kinds.add(EntryKind(name, label, icon=icon, tone=tone, group="orders", is_note=True))


_kind("order.placed", _("Order placed"), "package", "pen")
_kind("order.changed", _("Order changed"), "pencil")
_kind("order.step", _("Order came along"), "package")
_kind("order.tracked", _("Tracking link set"), "link")
_kind("order.delayed", _("Delay noted"), "alert-triangle", "risk")
_kind("order.delivered", _("Order delivered"), "truck-delivery", "kept")
_kind("order.cancelled", _("Order cancelled"), "x", "late")
_kind("order.returned", _("Order returned"), "truck-return")
_kind("contract.signed", _("Contract signed"), "signature", "pen")
_kind("contract.amended", _("Contract changed"), "pencil")
_kind("contract.renewed", _("Contract renewed"), "repeat", "kept")
_kind("contract.ended", _("Contract ended"), "calendar-due", "risk")
_kind("trial.given", _("Given to try"), "package-export", "pen")
_kind("trial.settled", _("Trial ended"), "check")
