from copy import copy

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.consequences import Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.promises import actions
from rapport.promises.kind_outlook import change_in_words, open_by_kind, retirement_in_words
from rapport.promises.kinds import all_kinds, kind_of
from rapport.promises.models import Kind
from rapport.promises.settings_forms import KindForm

COLUMNS = (*KindForm.Meta.fields, "position")


class KindSettings(Page):
    permission = "promises.change_kind"

    def kind(self, key: str) -> Kind:
        try:
            return copy(kind_of(key))  # a form writes on its instance, and the first kinds are shared
        except Kind.DoesNotExist as problem:
            raise Http404 from problem


class Kinds(KindSettings):
    def get(self, request):
        counts = open_by_kind()
        rows = [{"kind": kind, "open": counts.get(key, 0)} for key, kind in all_kinds().items()]
        context = {
            "offered": [row for row in rows if not row["kind"].retired_at],
            "retired": [row for row in rows if row["kind"].retired_at],
        }
        return render(request, "promises/settings/kinds.html", context)


class NewKind(Foreseen, KindSettings):
    template = "promises/settings/kind.html"

    def form(self, data=None):
        return KindForm(data)

    def foresee(self, form):
        return change_in_words(None, form.instance, 0, timezone.now())

    def save(self, form):
        kind = actions.add_kind(**form.cleaned_data)
        said = _("“%(name)s” can be promised from now on.") % {"name": kind}
        offer(self.request, said, reverse("promises:retirement", args=[kind.key]))
        return "promises:kinds"


class KindPage(Foreseen, KindSettings):
    template = "promises/settings/kind.html"

    def form(self, data=None, *, key):
        return KindForm(data, instance=self.kind(key))

    def context(self, form, *, key):
        return {"kind": self.kind(key), "open": open_by_kind(key).get(key, 0)}

    def foresee(self, form, *, key):
        return change_in_words(self.kind(key), form.instance, open_by_kind(key).get(key, 0), timezone.now())

    def save(self, form, *, key):
        was = kind_state(key)
        kind = actions.change_kind(key, **form.cleaned_data)
        said = _("“%(name)s” is changed. It counts from the next promise on.") % {"name": kind}
        url = reverse("promises:kind_restoration")
        offer_restoration(self.request, said, url, key=key, was=was, became=kind_state(key))
        return "promises:kinds"


class KindRestoration(Restoration, KindSettings):
    """A kind as it was before somebody changed it."""

    def state(self, key):
        return kind_state(key)

    def restore(self, key, was):
        actions.restore_kind(key, was)

    def back(self, request):
        return reverse("promises:kinds")


class Retirement(KindSettings):
    """The kind is offered no longer."""

    def get(self, request, key):
        kind = self.kind(key)
        count = open_by_kind(key).get(key, 0)
        context = {"kind": kind, "lines": retirement_in_words(count)}
        return render(request, "promises/settings/kind_retirement.html", context)

    def post(self, request, key):
        kind = actions.retire(self.kind(key).key, at=timezone.now())
        said = _("“%(name)s” is not offered any more.") % {"name": kind}
        offer(request, said, reverse("promises:return_to_use", args=[key]))
        return redirect("promises:kinds")


class ReturnToUse(KindSettings):
    """The kind is offered again."""

    def get(self, request, key):
        return redirect("promises:kind", key=self.kind(key).key)

    def post(self, request, key):
        kind = actions.return_to_use(self.kind(key).key)
        said = _("“%(name)s” is offered again.") % {"name": kind}
        offer(request, said, reverse("promises:retirement", args=[key]))
        return redirect("promises:kinds")


def kind_state(key: str) -> dict | None:
    """The columns of a kind that a form may change; None for a first kind as every house has it."""
    return Kind.objects.filter(pk=key).values(*COLUMNS).first()
