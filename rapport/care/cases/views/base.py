"""What all pages about one case share."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from rapport.care.cases import words
from rapport.care.cases.changing import WITH
from rapport.care.cases.turning_back import can_be_turned_back
from rapport.care.models import Case
from rapport.core import formats
from rapport.core.addressee import base_language
from rapport.core.undo import offer, watch
from rapport.core.views import Page


class AboutCase(Page):
    """A page or a verb about one case. Cases someone may not see do not exist for them."""

    permission = {"get": "care.view_case", "post": "care.change_case"}

    def dispatch(self, request, pk):
        rows = Case.objects.visible_to(request.user).select_related(*WITH, "complaint").defer("words_key", "found_by")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))


class Verb(AboutCase):
    """One press: `do`, and what is `said` about it. Whoever opens its address sees the case."""

    said = ""
    is_undoable = False

    def get(self, request, case) -> HttpResponse:
        return redirect(case)

    def post(self, request, case) -> HttpResponse:
        with watch(case) as change:
            said = self.do(request, case, seen=seen_in(request))
        offer(request, str(said or self.said), way_back(case, change) if self.is_undoable else "")
        return redirect(onward(request, case))

    def do(self, request, case, *, seen):
        raise NotImplementedError


class Dialog(AboutCase):
    """A form about one case. Writes `form`, `save` and `title`; `save` answers the sentence to say."""

    permission = "care.change_case"
    template = "care/cases/dialog.html"
    icon = "check"
    button = ""
    hint = ""
    is_letter = False  # the customer reads what is written in it
    is_undoable = False

    def form(self, case, data=None):
        raise NotImplementedError

    def title(self, case) -> str:
        raise NotImplementedError

    def save(self, case, said: dict, *, seen) -> str:
        raise NotImplementedError

    def get(self, request, case, form=None, status=200) -> HttpResponse:
        context = {
            "case": case, "form": form or self.form(case), "heading": self.title(case), "button": self.button,
            "icon": self.icon, "hint": self.hint, "next": onward(request, case),
            "seen": request.POST.get("seen") or case.version, "they_read": they_read(case) if self.is_letter else "",
        }  # fmt: skip
        return render(request, self.template, context, status=status)

    def post(self, request, case) -> HttpResponse:
        form = self.form(case, request.POST)
        if not form.is_valid():
            return self.get(request, case, form, status=422)
        with watch(case) as change:
            said = self.save(case, form.cleaned_data, seen=seen_in(request))
        offer(request, said, way_back(case, change) if self.is_undoable else "")
        return redirect(onward(request, case))

    def who_and_when(self) -> dict:
        return {"by": self.request.user, "at": timezone.now()}


def they_read(case) -> str:
    """The name of the language to write in, where it is another than that of whoever writes."""
    language = words.spoken_language(case)
    return "" if base_language(language) == base_language(get_language()) else formats.language_name(language)


def way_back(case, change) -> str:
    """Where what was done just now is turned back; empty where nothing was done, or it cannot be."""
    last = case.steps.order_by("-at", "-pk").first() if change.step else None
    if not can_be_turned_back(case, last):
        return ""
    return f"{reverse('care:turning_back', args=[case.pk])}?step={change.step}"


def seen_in(request) -> int | None:
    """The version of the case that the page showed."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None  # noqa: PLR2004


def onward(request, case) -> str:
    """Where the page said that one goes on, else the case itself."""
    path = request.POST.get("next", "") or request.GET.get("next", "")
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, {request.get_host()}):
        return path
    return case.get_absolute_url()
