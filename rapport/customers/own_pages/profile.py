"""Pages on which customers say who they are."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import formats
from rapport.customers import words
from rapport.customers.forms.rows import PreferenceForm
from rapport.customers.meanwhile import ChangedMeanwhile
from rapport.customers.own_pages import greeting, rows
from rapport.customers.own_pages.base import OwnPage
from rapport.customers.own_pages.forms import ROWS, AboutYouForm

HEADINGS = {
    "addresses": gettext_lazy("Your addresses"),
    "dates": gettext_lazy("Days to remember"),
    "preferences": gettext_lazy("Your wishes"),
}


class ProfilePage(OwnPage):
    """Everything they told us about themselves, each part with a way to change it."""

    def get(self, request):
        them = self.customer
        parts = [
            {"section": section, "heading": heading, "rows": _told(them, section)}
            for section, heading in HEADINGS.items()
            if section != "dates" or them.is_person
        ]
        language = formats.language_name(them.language) if them.language else ""
        context = {"customer": them, "language": language, "lines": greeting.preview(them)[:2], "parts": parts,
                   "shows_data": request.visitor.sees("your_data")}  # fmt: skip
        return render(request, "customers/own_pages/profile.html", context)


def _told(customer, section: str) -> list[dict]:
    found = rows.snapshot(customer, section).items()
    return [{"key": key, "words": words.row(section, row), "row": row} for key, row in found]


class AboutYouPage(OwnPage):
    """Their name and how we greet them, with a look at what that makes of a letter."""

    def get(self, request, form=None, status=200):
        own = greeting.own_words(self.customer)
        form = form or AboutYouForm(customer=self.customer, greeting=own)
        tried, words_tried = self.customer, None
        if form.is_bound and hasattr(form, "cleaned_data"):
            tried, words_tried = form.tried(), form.cleaned_data.get("greeting", own)
        context = {"customer": self.customer, "form": form, "lines": greeting.preview(tried, words_tried)}
        return render(request, "customers/own_pages/about_you.html", context, status=status)

    def post(self, request):
        form = AboutYouForm(request.POST, customer=self.customer)
        if not form.is_valid():
            return self.get(request, form, status=422)
        if "look" in request.POST:
            return self.get(request, form)
        said = form.cleaned_data
        try:
            greeting.say(self.customer, form.facts(), said["greeting"], version=said["version"], at=timezone.now())
        except ChangedMeanwhile:
            form.add_error(None, _("This was changed meanwhile. Here is what you wrote; look at it and save it again."))
            form.data = form.data.copy() | {"version": str(self.customer.version)}
            return self.get(request, form, status=409)
        messages.success(request, _("Thank you. We have noted it."))
        return redirect("customers_portal:profile")


class RowPage(OwnPage):
    """One address, day or wish: to add, to change, to take away."""

    def dispatch(self, request, section, key=rows.NEW):
        if section not in ROWS:
            raise Http404
        return super().dispatch(request, section, str(key))

    def get(self, request, section, key, form=None, status=200):
        standing = rows.present(self.customer, section, key)
        context = {
            "form": form or ROWS[section](initial=standing),
            "heading": HEADINGS[section],
            "what": words.one_of(section),
            "is_new": standing is None,
            **(PreferenceForm.suggestions(for_customers=True) if section == "preferences" else {}),
        }
        return render(request, "customers/own_pages/row.html", context, status=status)

    def post(self, request, section, key):
        if "remove" in request.POST:
            rows.take_away(self.customer, section, key, at=timezone.now())
            messages.success(request, _("Removed."))
            return redirect("customers_portal:profile")
        rows.present(self.customer, section, key)
        form = ROWS[section](request.POST)
        if not rows.check(form, self.customer, section, key):
            return self.get(request, section, key, form, status=422)
        rows.put(self.customer, section, key, form.cleaned_data, at=timezone.now())
        messages.success(request, _("Thank you. We have noted it."))
        return redirect("customers_portal:profile")
