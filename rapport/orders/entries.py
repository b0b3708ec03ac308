from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryGroup, EntryKind, groups, kinds

groups.add(EntryGroup("orders", _("Orders"), order=20))


def _kind(name: str, label: str, icon: str, tone: str = "") -> None:
    kinds.add(EntryKind(name, label, icon=icon, tone=tone, group="orders", is_note=True))


_kind("order.placed", _("Order placed"), "package", "pen")
_kind("order.changed", _("Order changed"), "pencil")
_kind("order.step", _("Order came along"), "package")
_kind("order.tracked", _("Tracking link set"), "link")
_kind("order.filed", _("File put beside an order"), "paperclip")
_kind("order.file_shown", _("Who sees a file of an order"), "eye")
_kind("order.unfiled", _("File of an order taken away"), "paperclip", "risk")
_kind("order.delayed", _("Delay noted"), "alert-triangle", "risk")
_kind("order.delivered", _("Order delivered"), "truck-delivery", "kept")
_kind("order.cancelled", _("Order cancelled"), "x", "late")
_kind("order.returned", _("Order returned"), "truck-return")
_kind("order.stepped_back", _("Step taken back"), "arrow-back-up", "risk")
_kind("order.reinstated", _("Order called on again"), "arrow-back-up", "pen")
_kind("order.on_time", _("In time after all"), "check")
_kind("contract.signed", _("Contract signed"), "signature", "pen")
_kind("contract.amended", _("Contract changed"), "pencil")
_kind("contract.renewed", _("Contract renewed"), "repeat", "kept")
_kind("contract.ended", _("Contract ended"), "calendar-due", "risk")
_kind("contract.resumed", _("Contract goes on after all"), "arrow-back-up", "pen")
_kind("trial.given", _("Given to try"), "package-export", "pen")
_kind("trial.settled", _("Trial ended"), "check")
_kind("trial.reopened", _("Trial not ended yet"), "arrow-back-up")
_kind("wish.made", _("Asked to be told when it is there again"), "bell", "pen")
_kind("wish.told", _("Told that it is there again"), "bell", "kept")
_kind("wish.ended", _("No longer wants to be told"), "bell-off")
