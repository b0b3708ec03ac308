from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.addresses import address_of
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.customers.actions import layouts
from rapport.customers.layout import COLUMNS, layout_of
from rapport.customers.views.inline import is_part

STEPS = {"up": -1, "down": 1}


class LayoutPage(Page):
    """The panels of the customer page as this person likes them: a form for all of it, and where its menus post."""

    permission = "customers.view_customer"

    def get(self, request):
        layout = layout_of(request.user)
        columns = [(slot, label, layout.columns[slot]) for slot, label in COLUMNS.items()]
        context = {"columns": columns, "hidden": layout.hidden, "customer_id": self.about(request)}
        return render(request, "customers/layout.html", context)

    def post(self, request):
        said = self.deed(request)
        if said:
            offer(request, said, reverse("customers:layout-undo"))
        if is_part(request):
            return render(request, "customers/_layout_saved.html", {})
        return redirect(self.back(request))

    def deed(self, request) -> str:
        """Do what was pressed, and answer what to say about it."""
        what, _colon, name = request.POST.get("do", "").partition(":")
        name = name or request.POST.get("panel", "")
        user = request.user
        if order := request.POST.getlist("key") or request.POST.get("order"):
            layouts.arrange_panels(order if isinstance(order, list) else order.split(","), user=user)
            return _("Put in this order.")
        if what in STEPS:
            layouts.move_panel(name, STEPS[what], user=user)
            return _("Moved.")
        if what in ("fold", "unfold"):
            layouts.fold_panel(name, user=user, folded=what == "fold")
            return "" if request.POST.get("quietly") else self.told(what)
        if what in ("hide", "show"):
            layouts.hide_panel(name, user=user, hidden=what == "hide")
            return self.told(what)
        if what == "usual":
            layouts.usual_panels(user=user)
            return _("Everything stands where it usually does.")
        return ""

    def told(self, what: str) -> str:
        said = {"fold": _("Folded."), "unfold": _("Unfolded."), "hide": _("Hidden."), "show": _("It is shown again.")}
        return said[what]

    def about(self, request) -> str:
        """The customer from whose page somebody came, as a key; "" when it is none."""
        try:
            return str(UUID(request.POST.get("customer") or request.GET.get("customer") or ""))
        except ValueError:
            return ""

    def back(self, request) -> str:
        customer = self.about(request)
        if customer and "from_page" in request.POST:
            return address_of("customers:customer", customer)
        here = reverse("customers:layout")
        return f"{here}?customer={customer}" if customer else here


class LayoutUndoPage(Undo, Page):
    """Taking back the last thing done to the panels; done twice, it is done again."""

    permission = "customers.view_customer"
    heading = gettext_lazy("Put the panels back as they were?")

    def undo(self, request):
        if layouts.take_back_panels(user=request.user):
            return _("The panels stand as before.")
        return _("There is nothing to take back.")

    def back(self, request):
        return reverse("customers:layout")
