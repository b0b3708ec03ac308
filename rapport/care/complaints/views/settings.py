"""Settings: who decides from outside, and what each role may give by itself."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.care.complaints import key_accounts, limits, outside
from rapport.care.complaints.settings_forms import BodyForm, KeyAccountsForm, LimitForm
from rapport.care.models import Case, DisputeBody, Remedy
from rapport.core import formats
from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.customers.models import Customer

DETAILS = ("country", "name", "scope", "time_limit", "link", "contact", "is_active")


class BodySettings(Page):
    permission = "care.change_disputebody"


class Bodies(BodySettings):
    def get(self, request):
        return render(request, "care/complaints/settings/bodies.html", {"bodies": list(DisputeBody.objects.all())})


class NewBody(Foreseen, BodySettings):
    template = "care/complaints/settings/body.html"

    def form(self, data=None):
        return BodyForm(data)

    def foresee(self, form):
        return [_named(form)]

    def save(self, form):
        outside.add_body(**form.cleaned_data)
        messages.success(self.request, _("Every answer to a complaint from there names them from now on."))
        return "care:dispute_bodies"


class OneBody(Foreseen, BodySettings):
    template = "care/complaints/settings/body.html"

    def form(self, data=None, *, pk):
        return BodyForm(data, instance=get_object_or_404(DisputeBody, pk=pk))

    def context(self, form, *, pk):
        return {"body": get_object_or_404(DisputeBody, pk=pk)}

    def foresee(self, form, *, pk):
        lying = Case.objects.open().filter(complaint__outside=pk).count()
        lines = [_named(form)] if form.cleaned_data["is_active"] else []
        if not form.cleaned_data["is_active"]:
            lines.append(Consequence(_("Answers no longer name them. Those sent before stay as they are."), icon="x"))
        if lying:
            said = _("%(count)s complaints lie with them, and go on lying with them.")
            lines.append(Consequence(said % {"count": formats.number(lying)}, icon="scale"))
        return lines

    def save(self, form, *, pk):
        body = DisputeBody.objects.get(pk=pk)
        was = details(body)
        became = details(outside.change_body(body, **form.cleaned_data))
        address = reverse("care:dispute_body_restoration")
        offer_restoration(self.request, _("Saved."), address, key=str(pk), was=was, became=became)
        return "care:dispute_bodies"


class BodyRestoration(Restoration, BodySettings):
    def state(self, key):
        return details(get_object_or_404(DisputeBody, pk=key))

    def restore(self, key, was):
        outside.change_body(DisputeBody.objects.get(pk=key), **was)

    def back(self, request):
        return reverse("care:dispute_bodies")


class LimitSettings(Page):
    permission = "care.change_remedylimit"

    def limit(self, role: str) -> limits.Limit:
        if role not in limits.limits():
            raise Http404
        return limits.limits()[role]


class Limits(LimitSettings):
    def get(self, request):
        return render(request, "care/complaints/settings/limits.html", {"limits": list(limits.limits().values())})


class OneLimit(Foreseen, LimitSettings):
    template = "care/complaints/settings/limit.html"

    def form(self, data=None, *, role):
        limit = self.limit(role)
        initial = {"per_case": limit.per_case, "per_year": limit.per_year, "currency": limit.currency}
        return LimitForm(data, initial=initial)

    def context(self, form, *, role):
        return {"limit": self.limit(role)}

    def foresee(self, form, *, role):
        waiting = Remedy.objects.filter(state=Remedy.State.PROPOSED).count()
        lines = [
            Consequence(
                _("What was approved before stays approved. Up to %(amount)s nobody has to be asked any more.")
                % {"amount": formats.money(form.cleaned_data["per_case"], form.cleaned_data["currency"])},
                icon="gift",
            )
        ]
        if waiting:
            said = _("%(count)s remedies wait for approval, and go on waiting for a second person.")
            lines.append(Consequence(said % {"count": formats.number(waiting)}, icon="hourglass"))
        return lines

    def save(self, form, *, role):
        was = sums(self.limit(role))
        limits.set_limit(role, **form.cleaned_data)
        became = sums(limits.limits()[role])
        address = reverse("care:remedy_limit_restoration")
        offer_restoration(self.request, _("Saved."), address, key=role, was=was, became=became)
        return "care:remedy_limits"


class LimitRestoration(Restoration, LimitSettings):
    """The former limit of a role."""

    def state(self, key):
        return sums(self.limit(key))

    def restore(self, key, was):
        per_case, per_year, currency = was
        if per_case is None:
            limits.lift_limit(key)
        else:
            limits.set_limit(key, per_case=Decimal(per_case), per_year=Decimal(per_year), currency=currency)

    def back(self, request):
        return reverse("care:remedy_limits")


class WhoIsKey(Foreseen, Page):
    """By which tags key accounts are known; the next complaint of one goes up at once."""

    permission = "care.change_remedylimit"
    template = "care/complaints/settings/key_accounts.html"

    def form(self, data=None):
        return KeyAccountsForm(data, initial={"tags": key_accounts.tags()})

    def foresee(self, form):
        chosen = [tag.pk for tag in form.cleaned_data["tags"] or key_accounts.usual()]
        count = Customer.objects.current().filter(tags__in=chosen).distinct().count()
        said = ngettext(
            "A complaint of %(count)s customer goes at once to who leads the team.",
            "A complaint of one of %(count)s customers goes at once to who leads the team.",
            count,
        )
        return [Consequence(said % {"count": formats.number(count)}, icon="arrow-up")]

    def save(self, form):
        was = _keys(key_accounts.chosen())
        key_accounts.choose([tag.pk for tag in form.cleaned_data["tags"]])
        became, address = _keys(key_accounts.chosen()), reverse("care:key_accounts_restoration")
        offer_restoration(self.request, _("Saved."), address, key="tags", was=was, became=became)
        return "care:key_accounts"


class WhoIsKeyRestoration(Restoration, Page):
    permission = "care.change_remedylimit"

    def state(self, key):
        return _keys(key_accounts.chosen())

    def restore(self, key, was):
        key_accounts.choose(list(map(UUID, was)))

    def back(self, request):
        return reverse("care:key_accounts")


def _keys(tags) -> list[str]:
    return [str(tag.pk) for tag in tags]


def details(body: DisputeBody) -> dict:
    return {name: getattr(body, name) for name in DETAILS}


def sums(limit: limits.Limit) -> list:
    return [*(None if one is None else f"{one:.2f}" for one in (limit.per_case, limit.per_year)), limit.currency]


def _named(form) -> Consequence:
    said = _("Every answer to a complaint of a customer in %(country)s names them.")
    return Consequence(said % {"country": form.cleaned_data["country"]}, icon="scale")
