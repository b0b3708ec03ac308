"""Pages that show every shared part once, for tests and for eyes; mounted only by the tests in this folder."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from rapport.config.urls import urlpatterns as product
from rapport.core.forms import ChoiceCards, DateInput, DateTimeInput, Switch
from rapport.core.refusals import Refusal
from rapport.core.views import Page, PublicPage

HERE = Path(__file__).parent / "pages"
PEOPLE = [
    ("Eleanor Whitcombe", "en"),
    ("თამარ ბერიძე", "ka"),
    ("Zdeňka Růžičková", "cs"),
    ("லட்சுமி நாராயணன்", "ta"),
]


def render(request, name, context, status=200):
    template = engines["django"].from_string((HERE / name).read_text())
    return HttpResponse(template.render(context, request), status=status)


class Somebody:
    def __init__(self, name: str, language: str):
        self.pk = self.name = name
        self.language = language

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return "/sample/"


class SampleForm(forms.Form):
    name = forms.CharField(label="How to address them", help_text="Used in every greeting.")
    on = forms.DateField(label="Promised for", widget=DateInput)
    at = forms.DateTimeField(label="Called at", widget=DateTimeInput, required=False)
    language = forms.ChoiceField(label="Language", choices=[("ka", "Georgian"), ("cs", "Czech")])
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    style = forms.ChoiceField(
        label="Form of address",
        choices=[("formal", "Formal"), ("first", "By first name")],
        widget=ChoiceCards(hints={"first": "Only with their permission."}),
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday"), ("2", "Tuesday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    photo = forms.FileField(label="Photo", required=False)
    points = forms.BooleanField(label="Add 50 points with our apology", required=False)
    news = forms.BooleanField(label="Letters from the workshop", required=False, widget=Switch)


class PartForm(forms.Form):
    reason = forms.CharField(label="What happened")


class Sample(Page):
    permission = "signed_in"

    def get(self, request):
        now = timezone.now().replace(microsecond=0)
        context = {
            "people": [Somebody(*who) for who in PEOPLE],
            "now": now,
            "soon": now + timedelta(minutes=42),
            "later": now + timedelta(hours=5, minutes=7),
            "past": now - timedelta(days=2),
        }
        return render(request, "sample.html", context)


class FormSample(Page):
    permission = "signed_in"

    def get(self, request, form=None, status=200):
        return render(request, "form.html", {"form": form or SampleForm()}, status)

    def post(self, request):
        form = SampleForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, form, 422)
        messages.success(request, "Kept. Tamar will be told.", extra_tags="undo:/sample/undo/")
        return redirect("/sample/")


class PartSample(Page):
    permission = "signed_in"

    def get(self, request, form=None, status=200):
        return render(request, "part.html", {"form": form or PartForm()}, status)

    def post(self, request):
        form = PartForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, 422)
        if form.cleaned_data["reason"] == "shipped":
            raise Refusal("Order 1042 has left; register a return instead.")
        messages.success(request, "She has been told.")
        return redirect("/sample/list/")


class UndoSample(Page):
    permission = "signed_in"

    def get(self, request):
        return redirect("/sample/")

    def post(self, request):
        messages.warning(request, "Turned back.")
        return redirect("/sample/")


class ListSample(Page):
    permission = "signed_in"

    def get(self, request):
        words = request.GET.get("q", "").lower()
        after = int(request.GET.get("after") or 0)
        found = [n for n in range(1, 61) if words in f"row {n}"]
        rows = [n for n in found if n > after][:25]
        more = SimpleNamespace(next=rows[-1] if rows and rows[-1] != found[-1] else None)
        context = {"rows": rows, "page": more, "count": len(found), "sort": request.GET.get("sort", "name")}
        return render(request, "list.html", context)


class PlainSample(PublicPage):
    def get(self, request):
        return render(request, "plain.html", {"form": PartForm()})


class BrokenSample(PublicPage):
    def get(self, request):
        raise ZeroDivisionError


urlpatterns = [
    *product,
    path("sample/", Sample.as_view()),
    path("sample/form/", FormSample.as_view()),
    path("sample/part/", PartSample.as_view()),
    path("sample/list/", ListSample.as_view()),
    path("sample/undo/", UndoSample.as_view()),
    path("sample/plain/", PlainSample.as_view()),
    path("sample/broken/", BrokenSample.as_view()),
]
handler400 = "rapport.core.views.bad_request"
handler403 = "rapport.core.views.forbidden"
handler404 = "rapport.core.views.not_found"
handler500 = "rapport.core.views.server_error"
