from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.promises import actions
from rapport.promises.kinds import all_kinds, kind_of
from rapport.promises.models import Kind
from rapport.promises.settings_forms import KindForm


class KindSettings(Page):
    permission = "promises.change_kind"

    def kind(self, key: str) -> Kind:
        try:
            return copy(kind_of(key))  # a form writes on its instance, and the first kinds are shared
        except Kind.DoesNotExist as problem:
            raise Http404 from problem


class Kinds(KindSettings):
    def get(self, request):
        return render(request, "promises/settings/kinds.html", {"kinds": all_kinds().values()})


class NewKind(KindSettings):
    def get(self, request, form=None, status=200):
        return render(request, "promises/settings/kind.html", {"form": form or KindForm()}, status=status)

    def post(self, request):
        form = KindForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.add_kind(**form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect("promises:kinds")


class KindPage(KindSettings):
    def get(self, request, key, form=None, status=200):
        kind = self.kind(key)
        context = {"kind": kind, "form": form or KindForm(instance=kind)}
        return render(request, "promises/settings/kind.html", context, status=status)

    def post(self, request, key):
        form = KindForm(request.POST, instance=self.kind(key))
        if not form.is_valid():
            return self.get(request, key, form, status=422)
        actions.change_kind(key, **form.cleaned_data)
        messages.success(request, _("Changed. It counts from the next promise on."))
        return redirect("promises:kinds")


class Retirement(KindSettings):
    """The kind is offered no longer."""

    def get(self, request, key):
        return redirect("promises:kind", key=self.kind(key).key)

    def post(self, request, key):
        actions.retire(self.kind(key).key, at=timezone.now())
        messages.success(request, _("Not offered any more."))
        return redirect("promises:kinds")


class ReturnToUse(KindSettings):
    """The kind is offered again."""

    def get(self, request, key):
        return redirect("promises:kind", key=self.kind(key).key)

    def post(self, request, key):
        actions.return_to_use(self.kind(key).key)
        messages.success(request, _("Offered again."))
        return redirect("promises:kinds")
