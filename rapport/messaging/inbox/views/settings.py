"""Settings of the inbox: ready answers, signatures, and who gets what comes."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import offer_undo_of_edit
from rapport.core.undo import Undo, as_it_was, mark, offer
from rapport.core.views import Page
from rapport.messaging.inbox import canned, outlooks
from rapport.messaging.inbox.settings_forms import AnswerForm, RuleForm, SignatureForm
from rapport.messaging.models import AssignmentRule, CannedReply, Signature


class Kept:
    """One kind of setting: its rows, its form, and the names of its pages."""

    model: Any = None
    form_class: Any = None
    names = ""  # "answers": the list; with _new, _one, _removal and _return the others
    space, folder = "messaging", "messaging/inbox/settings"  # of its addresses, and of the template of the list
    title: Any = ""
    hint: Any = ""
    columns: tuple[str, ...] = ()

    def rows(self):
        return self.model.objects.all()

    def row(self, pk):
        return get_object_or_404(self.rows(), pk=pk)

    def form_of(self, data, row):
        return self.form_class(data, instance=row)

    def keep(self, form):
        return form.save()

    def lines(self, form) -> list[Consequence]:
        return []

    def common(self) -> dict:
        pages = {
            "listed": f"{self.space}:{self.names}", "new": f"{self.space}:{self.names}_new",
            "one": f"{self.space}:{self.names}_one", "removal": f"{self.space}:{self.names}_removal",
        }  # fmt: skip
        return {"title": self.title, "hint": self.hint, **pages}


class Rows(Kept):
    def get(self, request):
        context = {**self.common(), "rows": self.rows()}
        return render(request, f"{self.folder}/{self.names}.html", context)


class New(Foreseen, Kept):
    template = "messaging/inbox/settings/form.html"

    def form(self, data=None):
        return self.form_of(data, self.model())

    def context(self, form):
        return {**self.common(), "address": reverse(f"{self.space}:{self.names}_new")}

    def foresee(self, form):
        return self.lines(form)

    def save(self, form):
        row = self.keep(form)
        offer(self.request, _("Saved."), reverse(f"{self.space}:{self.names}_removal", args=[row.pk]))
        return f"{self.space}:{self.names}"


class One(Foreseen, Kept):
    template = "messaging/inbox/settings/form.html"

    def form(self, data=None, *, pk):
        return self.form_of(data, self.row(pk))

    def context(self, form, *, pk):
        return {**self.common(), "row": self.row(pk), "address": reverse(f"{self.space}:{self.names}_one", args=[pk])}

    def foresee(self, form, *, pk):
        return self.lines(form)

    def save(self, form, *, pk):
        before = mark(self.row(pk))
        row = self.keep(form)
        offer_undo_of_edit(
            self.request, _("Saved."), reverse(f"{self.space}:{self.names}_return", args=[pk]), row, before
        )
        return f"{self.space}:{self.names}"


class Removal(Kept):
    def get(self, request, pk):
        return redirect(f"{self.space}:{self.names}_one", self.row(pk).pk)

    def post(self, request, pk):
        row = self.row(pk)
        row.delete()
        step = mark(self.model(pk=pk))
        offer(request, _("Removed."), f"{reverse(f'{self.space}:{self.names}_return', args=[pk])}?step={step}")
        return redirect(f"{self.space}:{self.names}")


class Return(Undo, Kept):
    """As it was before it was changed or removed."""

    def undo(self, request, pk):
        was = as_it_was(self.model(pk=pk), request.GET.get("step", ""))
        row = self.model.objects.filter(pk=pk).first() or self.model(pk=pk)
        for column in self.columns:
            setattr(row, column, getattr(was, column))
        self.admit(row)
        row.save()
        return _("It is as it was.")

    def admit(self, row) -> None:
        """Whose it is not finds nothing here."""

    def back(self, request, pk):
        return reverse(f"{self.space}:{self.names}")


class Answers(Kept):
    permission = "messaging.change_cannedreply"
    model, form_class, names = CannedReply, AnswerForm, "answers"
    title = gettext_lazy("Ready answers")
    hint = gettext_lazy("What this house writes often, in each language. Fields are filled in for each customer.")
    columns = ("name", "shortcut", "language", "subject", "text", "team_id", "owner_id")

    def rows(self):
        rows = CannedReply.objects.select_related("team", "owner")
        if self.request.user.has_perm("messaging.manage_cannedreply"):
            return rows.filter(owner=None) | rows.filter(owner=self.request.user)
        return rows.filter(owner=self.request.user)

    def form_of(self, data, row):
        return AnswerForm(data, instance=row, user=self.request.user)

    def keep(self, form):
        return canned.save(form.instance, at=timezone.now(), **form.written)

    def lines(self, form):
        whose = dict(form.fields["whose"].choices)[form.cleaned_data["whose"]]
        language = dict(form.fields["language"].choices)[form.cleaned_data["language"]]
        said = _("Offered with conversations in %(language)s. %(whose)s.") % {"language": language, "whose": whose}
        return [Consequence(said, "bookmark")]

    def admit(self, row):
        user = self.request.user
        if row.owner_id != user.pk and (row.owner_id or not user.has_perm("messaging.manage_cannedreply")):
            raise Http404


class Signatures(Kept):
    permission = "messaging.add_message"
    model, form_class, names = Signature, SignatureForm, "signatures"
    title = gettext_lazy("Your signatures")
    hint = gettext_lazy("How your mails end, in each language you write.")
    columns = ("language", "text", "user_id")

    def rows(self):
        return Signature.objects.filter(user=self.request.user).order_by("language")

    def form_of(self, data, row):
        row.user = self.request.user
        return SignatureForm(data, instance=row, user=self.request.user)

    def admit(self, row):
        if row.user_id != self.request.user.pk:
            raise Http404


class Rules(Kept):
    permission = "messaging.change_assignmentrule"
    model, form_class, names = AssignmentRule, RuleForm, "rules"
    title = gettext_lazy("Who gets what comes")
    hint = gettext_lazy("The first rule that fits a new conversation is followed; all that it asks for must be so.")
    columns = (*(name for name in RuleForm.Meta.fields if name not in ("channel", "team", "person")),
               "channel_id", "team_id", "person_id")  # fmt: skip

    def rows(self):
        return AssignmentRule.objects.select_related("channel", "team", "person").order_by("position", "name")

    def lines(self, form):
        return outlooks.of_rule(form.instance, form.cleaned_data)


BASES = {"": Rows, "_new": New, "_one": One, "_removal": Removal, "_return": Return}


def pages(*kinds: type[Kept]) -> dict[str, type[Page]]:
    """The five pages of each kind, by the names of their addresses."""
    return {
        f"{kept.names}{name}": type(f"{kept.__name__}{base.__name__}", (kept, base, Page), {})
        for kept in kinds
        for name, base in BASES.items()
    }


PAGES = pages(Answers, Signatures, Rules)
