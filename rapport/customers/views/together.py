"""Many customers at once: choosing them in the list, doing one thing to all, taking it back, taking them out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.models import Work
from rapport.core.progress import actions as long_work
from rapport.core.progress.showing import job
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.customers import together
from rapport.customers.forms import FilterForm
from rapport.customers.forms.together import TakingOutForm
from rapport.customers.models import Choice, Customer
from rapport.customers.queries.lists import filter_choices

MERGE = "merge"
NAMED = 5  # of those chosen
LISTED = 30  # tables taken out
FAILURES = 100  # that are named on the page


class ChoosingPage(Page):
    """Fixes whom somebody chose in the list, and leads on to what is to be done to them."""

    permission = "customers.view_customer"

    def get(self, request):
        return redirect("customers:list")

    def post(self, request):
        deed = request.POST.get("deed", "")
        if deed not in together.DEEDS and deed not in (together.EXPORT, MERGE):
            raise Http404
        filters = FilterForm(request.POST, **filter_choices(request.user)).filters(request.user)
        who = {"filters": filters, "q": request.POST.get("q", "")}
        if "all" not in request.POST:
            who["ids"] = list(filter(None, map(_key, request.POST.getlist("chosen"))))
        choice = together.choose(by=request.user, at=timezone.now(), **who)
        if not choice.count:
            messages.info(request, _("Choose somebody first."))
            return redirect(_list(choice))
        if deed == together.EXPORT:
            return redirect("customers:chosen-export", choice.pk)
        if deed == MERGE:
            return _merging(request, choice)
        return redirect("customers:chosen-deed", choice.pk, deed)


class ChoicePage(Page):
    """Base of every page about one choice. What others chose does not exist."""

    permission = "customers.view_customer"

    def dispatch(self, request, pk, **kwargs):
        choice = get_object_or_404(Choice.objects.select_related("by"), pk=pk, by=request.user)
        return super().dispatch(request, choice, **kwargs)


class ChoiceShownPage(ChoicePage):
    """What was done to whom, how far it is, and the way back."""

    def get(self, request, choice):
        now = timezone.now()
        work = Work.objects.about(choice).order_by("-asked_at").first()
        is_deed = choice.deed in together.DEEDS
        deed = together.DEEDS[choice.deed] if is_deed else None
        context = {
            "choice": choice,
            "deed": deed,
            "said": deed.said(choice.done) if deed and choice.done_at else "",
            "job": job(work, now) if work and work.is_under_way else None,
            "work": work,
            "failures": _failures(choice) if choice.failed else [],
            "more_failures": max(0, choice.failed - FAILURES),
            "has_file": together.file_of(choice) is not None,
            "list": _list(choice),
        }
        return render(request, "customers/together/choice.html", context)


class DeedPage(ChoicePage):
    """One thing to be done to everybody chosen. Each has a permission of its own."""

    def get(self, request, choice, deed, form=None, status=200):
        known = _deed(deed, request.user)
        if choice.done_at:
            return redirect("customers:chosen", choice.pk)
        form = form or known.form(by=request.user, initial=request.GET.dict())
        context = {
            "choice": choice,
            "deed": known,
            "form": form,
            "needs_more": getattr(form, "needs_fact", False),
            "some": together.chosen_by(choice).order_by("sort_key", "pk")[:NAMED],
            "more": max(0, choice.count - NAMED),
            "known": getattr(form, "known", ()),
            "list": _list(choice),
        }
        return render(request, "customers/together/deed.html", context, status=status)

    def post(self, request, choice, deed):
        form = _deed(deed, request.user).form(request.POST, by=request.user)
        if not form.is_valid():
            return self.get(request, choice, deed, form, status=422)
        choice = together.plan(choice, deed, form.wish())
        if choice.count > together.IN_A_REQUEST:
            long_work.start("customers.together", subject_id=choice.pk, total=choice.count, by=request.user)
            return redirect("customers:chosen", choice.pk)
        choice = together.do(choice, at=timezone.now())
        if choice.done:
            said = together.DEEDS[deed].said(choice.done)
            undo = reverse("customers:chosen-undo", args=[choice.pk]) if together.DEEDS[deed].is_undoable else ""
            offer(request, said, undo)
        if choice.failed:
            return redirect("customers:chosen", choice.pk)
        if not choice.done:
            messages.info(request, _("There was nothing to change: all of them are so already."))
        return redirect(_list(choice))


class TakingBackPage(Undo, ChoicePage):
    permission = "customers.change_customer"
    heading = gettext_lazy("Take this back for all of them?")
    explanation = gettext_lazy("Whoever was changed since stays as they are.")

    def undo(self, request, choice):
        if choice.done > together.IN_A_REQUEST:
            long_work.start("customers.together_back", subject_id=choice.pk, total=choice.done, by=request.user)
            return _("They are being put back.")
        return together.said_of_taking_back(together.take_back(choice, by=request.user, at=timezone.now()))

    def back(self, request, choice):
        return reverse("customers:chosen", args=[choice.pk])


class TakingOutPage(ChoicePage):
    """Everybody chosen, as a table."""

    permission = "customers.export_customer"

    def get(self, request, choice, form=None, status=200):
        if choice.done_at:
            return redirect("customers:chosen", choice.pk)
        form = form or TakingOutForm(by=request.user, initial=_last_time(request.user))
        context = {"choice": choice, "form": form, "list": _list(choice)}
        return render(request, "customers/together/export.html", context, status=status)

    def post(self, request, choice):
        form = TakingOutForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.get(request, choice, form, status=422)
        choice = together.plan(choice, together.EXPORT, form.wish())
        if choice.count > together.IN_A_REQUEST:
            long_work.start("customers.export", subject_id=choice.pk, total=choice.count, by=request.user)
        else:
            together.take_out(choice, at=timezone.now())
        return redirect("customers:chosen", choice.pk)


class TakenOutView(ChoicePage):
    """The table itself."""

    permission = "customers.export_customer"

    def get(self, request, choice):
        path = together.file_of(choice)
        if path is None:
            raise Http404
        name = _("customers") + path.suffix
        response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
        response["X-Content-Type-Options"] = "nosniff"
        return response


class TakenOutPage(Page):
    """The tables that somebody made in the last days: how far each is, and those that can still be fetched."""

    permission = "customers.export_customer"

    def get(self, request):
        choices = list(together.taken_out_by(request.user)[:LISTED])
        works = Work.objects.filter(subject_id__in=[choice.pk for choice in choices]).order_by("asked_at")
        latest = {work.subject_id: work for work in works}
        rows = [
            {"choice": choice, "has_file": together.file_of(choice) is not None, "work": latest.get(choice.pk)}
            for choice in choices
        ]
        return render(request, "customers/together/taken_out.html", {"rows": rows})


def _last_time(user) -> dict:
    """As what somebody took customers out the last time."""
    wish = together.taken_out_by(user).exclude(done_at=None).values_list("wish", flat=True).first() or {}
    if "ending" not in wish:
        return {}
    columns = wish.get("columns", [])
    return {"ending": wish["ending"], "what": "columns" if columns else "everything", "columns": columns}


def _merging(request, choice: Choice):
    """On to the page of exactly two."""
    keys = list(together.chosen_by(choice).order_by("sort_key", "pk").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        messages.info(request, _("Choose exactly two customers to make one of them."))
        return redirect(_list(choice))
    return redirect("customers:merge", *keys)


def _deed(name: str, user) -> together.Deed:
    deed = together.DEEDS.find(name)
    if deed is None:
        raise Http404
    if not user.has_perm(deed.permission):
        raise PermissionDenied
    return deed


def _failures(choice: Choice) -> list[dict]:
    """The first of those to whom it could not be done, by name, with the reason."""
    reasons = together.DEEDS[choice.deed].reasons if choice.deed in together.DEEDS else {}
    said = dict(choice.failures[:FAILURES])
    visible = Customer.objects.visible_to(choice.by).filter(pk__in=said).order_by("sort_key", "pk")
    return [{"customer": customer, "reason": reasons.get(said[str(customer.pk)], "")} for customer in visible]


def _list(choice: Choice) -> str:
    """The list as it was narrowed when they were chosen."""
    words = {name: "on" if value is True else value for name, value in choice.filters.items()}
    return reverse("customers:list") + (f"?{urlencode(words)}" if words else "")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
