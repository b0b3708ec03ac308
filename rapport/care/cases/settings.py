"""Settings: to which department a new request goes, and who hears of it when news are late."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.care.cases.ladder import ladders
from rapport.care.models import CaseKind, Priority, Route, Rung
from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.messaging.inbox.settings_forms import languages
from rapport.messaging.inbox.views.settings import Kept, pages
from rapport.staff.models import User

MOST_RUNGS = 5


class RouteForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), choices=CaseKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)

    class Meta:
        model = Route
        fields = (
            *("name", "position", "is_active", "kinds", "language", "location", "category", "words"),
            *("team", "owner", "priority"),
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].label = _g("Place in the row")
        self.fields["kinds"].help_text = _g("None chosen: of every kind")
        self.fields["language"].choices = [("", _g("Any language")), *languages()]
        self.fields["location"].empty_label = _g("Any location")
        self.fields["words"].help_text = _g("One of these is enough; divided by commas")
        self.fields["team"].empty_label = self.fields["owner"].empty_label = _g("None")
        self.fields["owner"].label = _g("Colleague")
        self.fields["owner"].queryset = User.objects.working_here()
        self.fields["priority"].choices = [("", _g("As it is")), *Priority.choices]

    def clean(self):
        said = super().clean()
        if not said.get("team") and not said.get("owner"):
            self.add_error("team", _("Choose a team or a colleague."))
        return said


class Routes(Kept):
    permission = "care.change_route"
    model, form_class, names, space, folder = Route, RouteForm, "routes", "care", "care/cases/settings"
    title = _("Who gets which request")
    hint = _("The first rule that fits a new request is followed; all that it asks for must be so.")
    columns = (
        *("name", "position", "is_active", "kinds", "language", "category", "words", "priority"),
        *("location_id", "team_id", "owner_id"),
    )

    def rows(self):
        return Route.objects.select_related("team", "owner", "location").order_by("position", "name")

    def lines(self, form):
        said = form.cleaned_data
        to = " · ".join(str(one) for one in (said.get("owner"), said.get("team")) if one)
        lines = [Consequence(_g("What fits goes to %(to)s.") % {"to": to}, "user-share")]
        if not said.get("is_active"):
            lines.append(Consequence(_g("It is not in use: nothing goes by it."), "player-pause", "risk"))
        return [*lines, Consequence(_g("What has come already stays where it is."), "info-circle")]


ROUTES = pages(Routes)


class RungForm(forms.Form):
    """One rung; a row without "who" is none."""

    whom = forms.ChoiceField(label=_("Who is told"), choices=[("", _("Nobody")), *Rung.Whom.choices], required=False)
    when = forms.ChoiceField(label=_("When"), choices=Rung.When.choices, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes after that"), min_value=0, max_value=100_000, required=False, initial=0
    )


Rungs = forms.formset_factory(RungForm, extra=0, max_num=MOST_RUNGS)


def state_of(kind: str) -> list[list]:
    """The ladder of a kind as JSON; the usual one is empty."""
    return [[rung.whom, rung.when, rung.minutes] for rung in Rung.objects.filter(kind=kind).order_by("level")]


def put_up(kind: str, rungs: list[list]) -> None:
    Rung.objects.filter(kind=kind).delete()
    for level, (whom, when, minutes) in enumerate(rungs, 1):
        Rung.objects.create(kind=kind, level=level, whom=whom, when=when, minutes=minutes)


class Ladders(Page):
    """Each kind with its ladder."""

    permission = "care.change_rung"

    def get(self, request):
        found = ladders()
        rows = [(kind, label, found[kind]) for kind, label in CaseKind.choices]
        return render(request, "care/cases/settings/ladders.html", {"rows": rows})


class Ladder(Foreseen, Page):
    """The ladder of one kind."""

    permission = "care.change_rung"
    template = "care/cases/settings/ladder.html"

    def dispatch(self, request, kind):
        if kind not in CaseKind.values:
            return redirect("care:ladders")
        return super().dispatch(request, kind=kind)

    def form(self, data=None, *, kind):
        rungs = [{"whom": r.whom, "when": r.when, "minutes": r.minutes} for r in ladders()[kind]]
        rungs += [{}] * (MOST_RUNGS - len(rungs))
        return Rungs(data, initial=rungs)

    def context(self, form, *, kind):
        return {"kind": kind, "label": CaseKind(kind).label, "address": reverse("care:ladder", args=[kind])}

    def foresee(self, form, *, kind):
        words = {"label": CaseKind(kind).label}
        told = [Consequence(_g("Open requests of the kind “%(label)s” go by it from now on.") % words, "arrow-up")]
        if not said_in(form):
            told.append(
                Consequence(_g("Nobody is told when news are late. The usual ladder counts then."), "info-circle")
            )
        return told

    def save(self, form, *, kind):
        was = state_of(kind)
        put_up(kind, said_in(form))
        url = reverse("care:ladder_return")
        offer_restoration(self.request, _g("Saved."), url, key=kind, was=was, became=state_of(kind))
        return "care:ladders"


class LadderReturn(Restoration, Page):
    permission = "care.change_rung"

    def state(self, key):
        return state_of(key)

    def restore(self, key, was):
        put_up(key, was)

    def back(self, request):
        return reverse("care:ladders")


def said_in(form) -> list[list]:
    rows = [one.cleaned_data for one in form if one.cleaned_data.get("whom")]
    return [[row["whom"], row["when"] or Rung.When.DUE, row.get("minutes") or 0] for row in rows]
