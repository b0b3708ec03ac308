"""What people write about services and disruptions: names and words once in each language of the business."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.care.models import Incident, IncidentUpdate, Service
from rapport.care.status.wording import languages
from rapport.core.formats import LANGUAGE_NAMES
from rapport.core.forms import ChoiceCards, DateInput, DateTimeInput, Switch
from rapport.staff.models import Business, Location

NEWS_AFTER = timedelta(hours=1)
ONE_LINE = forms.TextInput(attrs={"autocomplete": "off"})
LONGEST = 3000


class InEachLanguage(forms.Form):
    """A form with a field for each language: `texts_en`, `texts_cs`. The first is the business's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.languages = languages(Business.objects.current())

    def spread(
        self, name: str, label: str, field: type[forms.Field], *, required: bool, first: int = 0, **more
    ) -> None:
        """A field per language from the one at `first` on; the business's own is the one that may be `required`."""
        for place, code in enumerate(self.languages[first:], first):
            widget = more["widget"](attrs={"lang": code, **more.get("attrs", {})})
            self.fields[f"{name}_{code}"] = field(
                label=f"{label} ({LANGUAGE_NAMES[code]})" if len(self.languages) > 1 else label,
                required=required and place == 0,
                max_length=more["max_length"],
                widget=widget,
            )

    def gathered(self, name: str) -> dict[str, str]:
        found = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.languages}
        return {code: text for code, text in found.items() if text}


class SaidForm(InEachLanguage):
    """The words of an update, and when there is news again."""

    state = forms.ChoiceField(label=_("How far are we?"), widget=ChoiceCards)
    next_news_at = forms.DateTimeField(
        label=_("Next news by"),
        widget=DateTimeInput,
        help_text=_("A promise to everybody who reads it: say something then, even when nothing is new."),
    )

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["state"].choices = [c for c in IncidentUpdate.State.choices if c[0] != IncidentUpdate.State.SOLVED]
        self.fields["state"].initial = IncidentUpdate.State.FOUND
        self.fields["next_news_at"].initial = timezone.localtime(at + NEWS_AFTER).replace(second=0, microsecond=0)
        self._words()

    def _words(self) -> None:
        self.spread(
            "texts", _("What we say in public"), forms.CharField, required=True, widget=forms.Textarea,
            attrs={"rows": 3}, max_length=LONGEST,
        )  # fmt: skip

    def clean_next_news_at(self):
        moment = self.cleaned_data["next_news_at"]
        if moment <= self.at:
            raise forms.ValidationError(_("Promise the next news for a moment that is still to come."))
        return moment

    def said(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "texts": self.gathered("texts"), "state": cleaned["state"], "next_news_at": cleaned["next_news_at"],
        }  # fmt: skip


class IncidentForm(SaidForm):
    """A disruption that begins, or planned work ahead."""

    title = forms.CharField(label=_("What"), max_length=160, widget=ONE_LINE, help_text=_("In a few words, in public."))
    effect = forms.ChoiceField(label=_("How bad"), widget=ChoiceCards, choices=Incident.Effect)
    services = forms.ModelMultipleChoiceField(
        label=_("What is hit"), queryset=Service.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    began_at = forms.DateTimeField(label=_("Since"), widget=DateTimeInput)
    is_public = forms.BooleanField(label=_("On the public page"), required=False, initial=True, widget=Switch)
    field_order = ("title", "effect", "services", "began_at", "state", "next_news_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = Service.objects.filter(retired_at=None)
        self.fields["began_at"].initial = timezone.localtime(self.at).replace(second=0, microsecond=0)
        self.fields["effect"].initial = Incident.Effect.DOWN
        if len(self.languages) > 1:
            self.fields["title"].label = f"{_('What')} ({LANGUAGE_NAMES[self.languages[0]]})"
        self.spread(
            "titles", _("What"), forms.CharField, required=False, first=1, widget=forms.TextInput, max_length=160
        )
        self.order_fields(
            [*self.field_order[:1], *(n for n in self.fields if n.startswith("titles_")), *self.field_order[1:]]
        )

    def clean(self):
        cleaned = super().clean()
        planned = cleaned.get("effect") == Incident.Effect.MAINTENANCE
        if (began := cleaned.get("began_at")) and began > self.at + timedelta(minutes=1) and not planned:
            self.add_error("began_at", _("Only planned work lies ahead. When did it begin?"))
        return cleaned

    def incident(self) -> dict:
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("title", "effect", "began_at", "is_public")}
        return {**facts, "services": list(cleaned["services"]), "local_titles": self.gathered("titles"), **self.said()}


class UpdateForm(SaidForm):
    effect = forms.ChoiceField(label=_("How bad"), widget=ChoiceCards, choices=Incident.Effect)
    field_order = ("state", "effect", "next_news_at")

    def __init__(self, *args, incident: Incident, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["effect"].initial = incident.effect
        latest = incident.updates.first()
        self.fields["state"].initial = latest.state if latest else IncidentUpdate.State.FOUND

    def update(self) -> dict:
        return {**self.said(), "effect": self.cleaned_data["effect"]}


class EndForm(InEachLanguage):
    ended_at = forms.DateTimeField(label=_("It works again since"), widget=DateTimeInput)

    def __init__(self, *args, incident: Incident, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident, self.at = incident, at
        self.fields["ended_at"].initial = timezone.localtime(at).replace(second=0, microsecond=0)
        self.spread(
            "texts", _("What it was, and what we did"), forms.CharField, required=True, widget=forms.Textarea,
            attrs={"rows": 4}, max_length=LONGEST,
        )  # fmt: skip

    def clean_ended_at(self):
        moment = self.cleaned_data["ended_at"]
        if not self.incident.began_at.replace(second=0, microsecond=0) <= moment <= self.at:
            raise forms.ValidationError(_("It cannot have ended before it began, nor in the future."))
        return max(moment, self.incident.began_at)


class ServiceForm(InEachLanguage):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120, widget=ONE_LINE)
    hint = forms.CharField(label=_("What it is"), max_length=200, required=False, widget=ONE_LINE)
    location = forms.ModelChoiceField(
        label=_("Location"), queryset=Location.objects.none(), required=False, empty_label=_("Everywhere")
    )
    since = forms.DateField(label=_("Counted since"), widget=DateInput)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=50)
    is_public = forms.BooleanField(label=_("On the public page"), required=False, initial=True, widget=Switch)

    def __init__(self, *args, service: Service | None = None, **kwargs):
        first = {"since": timezone.localdate()}
        if service:
            first = {name: getattr(service, name) for name in self.base_fields}
            first |= {f"names_{code}": name for code, name in service.local_names.items()}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["location"].queryset = Location.objects.all()
        self.spread(
            "names", _("What customers read"), forms.CharField, required=False, first=1, widget=forms.TextInput,
            max_length=120,
        )  # fmt: skip
        self.order_fields(["name", *(name for name in self.fields if name.startswith("names_"))])

    def clean_since(self):
        day = self.cleaned_data["since"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("It counts from a day that was, or from today."))
        return day

    def service(self) -> dict:
        names = ("name", "hint", "location", "since", "position", "is_public")
        return {**{name: self.cleaned_data[name] for name in names}, "local_names": self.gathered("names")}
