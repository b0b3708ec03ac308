"""Many customers at once: choosing them in the list, doing one thing to all, taking it back, taking them out."""

from uuid import UUID

from django.contrib import messages
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
from rapport.customers.forms.together import FORMS, TakingOutForm
from rapport.customers.models import Choice
from rapport.customers.queries.lists import filter_choices, tags_in_sight

EXPORT = "export"
MERGE = "merge"
NAMED = 5  # of those chosen


class ChoosingPage(Page):
    """Fixes whom somebody chose in the list, and leads on to what is to be done to them."""

    permission = "customers.view_customer"

    def get(self, request):
        return redirect("customers:list")

    def post(self, request):
        deed = request.POST.get("deed", "")
        if deed not in FORMS and deed not in (EXPORT, MERGE):
            raise Http404
        filters = FilterForm(request.POST, **filter_choices(request.user)).filters(request.user)
        who = {"filters": filters, "q": request.POST.get("q", "")}
        if "all" not in request.POST:
            who["ids"] = list(filter(None, map(_key, request.POST.getlist("chosen"))))
        choice = together.choose(by=request.user, at=timezone.now(), **who)
        if not choice.count:
            messages.info(request, _("Choose somebody first."))
            return redirect(_list(choice))
        if deed == EXPORT:
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
            "has_file": together.file_of(choice) is not None,
            "list": _list(choice),
        }
        return render(request, "customers/together/choice.html", context)


class DeedPage(ChoicePage):
    """One thing to be done to everybody chosen."""

    permission = "customers.change_customer"

    def get(self, request, choice, deed, form=None, status=200):
        if deed not in FORMS:
            raise Http404
        if choice.done_at:
            return redirect("customers:chosen", choice.pk)
        context = {
            "choice": choice,
            "deed": together.DEEDS[deed],
            "form": form or _form(deed, request.user),
            "some": together.chosen_by(choice).order_by("sort_key", "pk")[:NAMED],
            "more": max(0, choice.count - NAMED),
            "known": tags_in_sight(request.user)[:200] if deed == "tags" else (),
            "list": _list(choice),
        }
        return render(request, "customers/together/deed.html", context, status=status)

    def post(self, request, choice, deed):
        form = _form(deed, request.user, request.POST) if deed in FORMS else None
        if form is None or not form.is_valid():
            return self.get(request, choice, deed, form, status=422)
        choice = together.plan(choice, deed, form.wish())
        if choice.count > together.IN_A_REQUEST:
            long_work.start("customers.together", subject_id=choice.pk, total=choice.count, by=request.user)
            return redirect("customers:chosen", choice.pk)
        choice = together.do(choice, at=timezone.now())
        if choice.done:
            said = together.DEEDS[deed].said(choice.done)
            offer(request, said, reverse("customers:chosen-undo", args=[choice.pk]))
        else:
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
        context = {"choice": choice, "form": form or TakingOutForm(), "list": _list(choice)}
        return render(request, "customers/together/export.html", context, status=status)

    def post(self, request, choice):
        form = TakingOutForm(request.POST)
        if not form.is_valid():
            return self.get(request, choice, form, status=422)
        choice = together.plan(choice, EXPORT, form.cleaned_data)
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


def _merging(request, choice: Choice):
    """On to the page of exactly two."""
    keys = list(together.chosen_by(choice).order_by("sort_key", "pk").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        messages.info(request, _("Choose exactly two customers to make one of them."))
        return redirect(_list(choice))
    return redirect("customers:merge", *keys)


def _form(deed: str, user, data=None):
    more = {"tags": tags_in_sight(user)} if deed == "tags" else {}
    return FORMS[deed](data, **more)


def _list(choice: Choice) -> str:
    """The list as it was narrowed when they were chosen."""
    words = {name: "on" if value is True else value for name, value in choice.filters.items()}
    return reverse("customers:list") + (f"?{urlencode(words)}" if words else "")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
