"""The composer: one form for everything a person writes down by hand."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import DateInput, DateTimeInput
from rapport.core.money import parse_money
from rapport.core.refusals import Refusal
from rapport.timeline import actions, files
from rapport.timeline.kinds import OUTCOMES
from rapport.timeline.models import Entry

KINDS = {  # in the order of the tabs: name, label, icon
    "note": (_("Note"), "note"),
    "call": (_("Call"), "phone"),
    "meeting": (_("Meeting"), "users"),
    "letter": (_("Letter"), "mail"),
    "gift": (_("Gift"), "gift"),
}


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data, initial=None):
        uploads = [super(FilesField, self).clean(upload) for upload in data or [] if upload]
        if len(uploads) > files.MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at a time.") % {"most": files.MOST_FILES})
        for upload in uploads:
            try:
                files.check(upload)
            except Refusal as problem:
                raise forms.ValidationError(str(problem)) from problem
        return uploads


class BodyInput(forms.Textarea):
    """Where one writes. Colleagues can be named with @; `timeline.js` offers them."""

    def get_context(self, name, value, attrs):
        helping = {
            "rows": 3,
            "placeholder": _("What happened? Name a colleague with @, and they see it on Today."),
            "data-colleagues": reverse("timeline:colleagues"),
            "data-colleagues-label": _("Colleagues"),
        }
        return super().get_context(name, value, helping | (attrs or {}))


class EntryForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happened"), choices=[(k, label) for k, (label, icon) in KINDS.items()], widget=forms.RadioSelect
    )
    body = forms.CharField(label=_("In your words"), required=False, widget=BodyInput)

    call_direction = forms.ChoiceField(
        label=_("Who called"), required=False, choices=[("out", _("We called")), ("in", _("They called"))]
    )
    outcome = forms.ChoiceField(label=_("How it went"), required=False, choices=list(OUTCOMES.items()))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=1440)

    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    people = forms.CharField(label=_("Who was there"), required=False, max_length=300)

    letter_direction = forms.ChoiceField(
        label=_("Which way"),
        required=False,
        choices=[("sent", _("We wrote to them")), ("received", _("They wrote to us"))],
    )

    gift_direction = forms.ChoiceField(
        label=_("Which way"), required=False, choices=[("given", _("We gave it")), ("received", _("They gave it"))]
    )
    what = forms.CharField(label=_("What"), required=False, max_length=200)
    occasion = forms.CharField(label=_("Occasion"), required=False, max_length=120)
    value = forms.CharField(label=_("Value"), required=False, max_length=40)
    currency = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    at = forms.DateTimeField(label=_("When it happened"), required=False, widget=DateTimeInput)
    follow_up_on = forms.DateField(label=_("Follow up on"), required=False, widget=DateInput)
    files = FilesField(label=_("Files"), required=False)

    needs_words = _("Write a few words, or add a file.")
    needs_a_thing = _("Say what it was.")

    @classmethod
    def empty(cls, user, kind: str = "note") -> "EntryForm":
        return cls(initial={"kind": kind if kind in KINDS else "note"})

    @classmethod
    def of(cls, entry: Entry, data=None, uploads=None) -> "EntryForm":
        """The form that corrects `entry`, filled with what it says now."""
        noun, direction = entry.kind.split(".")
        initial = entry.facts | {
            "kind": noun,
            "body": entry.body,
            "at": entry.at.replace(second=0, microsecond=0),
        }
        initial[f"{noun}_direction"] = entry.facts.get("direction", direction)
        form = cls(data, uploads, initial=initial, auto_id="correction_%s")
        del form.fields["follow_up_on"]  # what was to follow was promised when it was first written
        return form

    @property
    def tabs(self) -> list[dict[str, Any]]:
        chosen = self["kind"].value()
        return [{"name": k, "label": v[0], "icon": v[1], "chosen": k == chosen} for k, v in KINDS.items()]

    @property
    def has_more(self) -> bool:
        """Whether something stands, or is wrong, in the fields that are folded away at first."""
        return any(
            self[name].value() or self[name].errors for name in ("at", "follow_up_on", "files") if name in self.fields
        )

    def clean_at(self):
        if "at" not in self.changed_data:
            return None  # a correction keeps its moment to the second
        at = self.cleaned_data["at"]
        if at and at > timezone.now():
            raise forms.ValidationError(
                _("That moment has not come yet. A promise or a follow-up can be in the future.")
            )
        return at

    def clean_follow_up_on(self):
        day = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed."))
        return day

    def clean_value(self):
        """What was typed may name its own currency; else it is the one of the business."""
        text = self.cleaned_data["value"].strip()
        return parse_money(text, self.data.get("currency", ""), get_language()) if text else None

    def clean(self):
        said = super().clean()
        kind = said.get("kind")
        if kind == "gift" and not said.get("what"):
            self.add_error("what", self.needs_a_thing)
        if kind in ("note", "letter") and not said.get("body") and not said.get("files") and "files" not in self.errors:
            self.add_error("body", self.needs_words)
        return said

    @property
    def written(self) -> dict[str, Any]:
        """What the verb of the chosen kind takes."""
        said = self.cleaned_data
        common = {name: said[name] for name in ("body", "at", "follow_up_on", "files") if name in said}
        match said["kind"]:
            case "call":
                own = {"direction": said["call_direction"] or "out", "outcome": said["outcome"] or "reached"}
                own["minutes"] = said["minutes"]
            case "meeting":
                own = {"place": said["place"], "people": said["people"]}
            case "letter":
                own = {"direction": said["letter_direction"] or "sent"}
            case "gift":
                own = {"what": said["what"], "occasion": said["occasion"], "value": said["value"]}
                own["direction"] = said["gift_direction"] or "given"
            case _:
                own = {}
        return common | own

    def write(self, customer, *, by) -> Entry:
        verb = {
            "note": actions.note,
            "call": actions.call,
            "meeting": actions.meeting,
            "letter": actions.letter,
            "gift": actions.gift,
        }[self.cleaned_data["kind"]]
        return verb(customer, by=by, **self.written)
