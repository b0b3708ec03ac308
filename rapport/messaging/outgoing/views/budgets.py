"""How often one customer may be written to: a page under Settings."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core.consequences import Consequence
from rapport.core.forms import Switch
from rapport.core.names import clean
from rapport.core.views import Page
from rapport.messaging.inbox.views.settings import BASES, Kept
from rapport.messaging.models import Budget, Purpose


class BudgetForm(forms.ModelForm):
    exempt = forms.MultipleChoiceField(
        label=gettext_lazy("Not counted, and never held back"),
        choices=Purpose,
        required=False,
        initial=[Purpose.SERVICE],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Answers, orders and promises should go out whatever else was sent."),
    )

    class Meta:
        model = Budget
        fields = ["name", "most", "days", "exempt", "is_active"]
        widgets = {"is_active": Switch}

    def clean_name(self):
        return clean(self.cleaned_data["name"])

    def clean_days(self):
        if not self.cleaned_data["days"]:
            raise forms.ValidationError(_("Choose one day at least."))
        return self.cleaned_data["days"]


class Budgets(Kept):
    permission = "messaging.change_budget"
    model, form_class, names = Budget, BudgetForm, "budgets"
    title = gettext_lazy("How often customers are written to")
    hint = gettext_lazy("Over everything: messages, questions, reminders, campaigns. What goes beyond is held back.")
    columns = ("name", "most", "days", "exempt", "is_active")

    def lines(self, form):
        said = form.cleaned_data
        if not said["is_active"]:
            return [Consequence(_("It is not in use: nothing is held back by it."), "player-pause")]
        times = ngettext("%(n)s message", "%(n)s messages", said["most"]) % {"n": said["most"]}
        days = ngettext("%(n)s day", "%(n)s days", said["days"]) % {"n": said["days"]}
        text = _("A customer gets at most %(messages)s in any %(days)s. What waits to be sent already still goes.")
        return [Consequence(text % {"messages": times, "days": days}, "hourglass")]


PAGES = {f"budgets{name}": type(f"Budgets{base.__name__}", (Budgets, base, Page), {}) for name, base in BASES.items()}
