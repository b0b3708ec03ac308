"""The composer: one form for everything a person writes down by hand."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import DateTimeInput, QuickDateInput
from rapport.core.money import parse_money
from rapport.core.refusals import Refusal
from rapport.timeline import actions, files
from rapport.timeline.kinds import COMPOSED, OUTCOMES
from rapport.timeline.models import Draft, Entry

DEFAULTS = {"call_direction": "out", "outcome": "reached", "letter_direction": "sent", "gift_direction": "given"}
SHARED = ("body", "at", "follow_up_on", "pinned")  # fields of every tab that a draft keeps


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
    """Where one writes. Colleagues can be named with @; `mentions.js` offers them."""

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
        label=_("What happened"), choices=[(k, tab.label) for k, tab in COMPOSED.items()], widget=forms.RadioSelect
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
    follow_up_on = forms.DateField(label=_("Remind me on"), required=False, widget=QuickDateInput)
    private = forms.BooleanField(label=_("Private: only you and whom you name with @ see it"), required=False)
    pinned = forms.BooleanField(label=_("Pin to the top of the story"), required=False)
    files = FilesField(label=_("Files"), required=False)

    needs_words = _("Write a few words, or add a file.")
    needs_a_thing = _("Say what it was.")

    @classmethod
    def begun(cls, kind: str, draft: Draft | None = None, greeting: str = "") -> "EntryForm":
        """The composer with that tab open: as the draft left it, or new, a letter with its greeting written."""
        fresh = {"kind": kind, "body": f"{greeting}\n\n" if kind == "letter" and greeting else ""}
        return cls(initial=fresh | (draft.said if draft else {}))

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
        for name in ("follow_up_on", "pinned", "private"):  # what was to follow was promised when it was first written
            del form.fields[name]
        return form

    @classmethod
    def said(cls, kind: str, data: Mapping[str, str]) -> dict[str, str]:
        """What a draft of that kind keeps of what was posted: nothing that says no more than an empty form."""
        names = (*COMPOSED[kind].fields, *SHARED)
        return {name: data[name] for name in names if data.get(name, "").strip() not in ("", DEFAULTS.get(name))}

    @property
    def has_more(self) -> bool:
        """Whether something stands, or is wrong, in the fields that are folded away at first."""
        names = ("at", "follow_up_on", "pinned", "private")
        return any(self[name].value() or self[name].errors for name in names if name in self.fields)

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
        has_file = said.get("files") or "files" in self.errors or self.draft_files
        if kind in ("note", "letter") and not said.get("body") and not has_file:
            self.add_error("body", self.needs_words)
        return said

    @property
    def draft_files(self) -> list[str]:
        """Ids of the files that were added to the draft and are still wanted."""
        return self.data.getlist("draft_files") if hasattr(self.data, "getlist") else []

    @property
    def draft_version(self) -> int:
        text = self.data.get("draft_version", "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    @property
    def written(self) -> dict[str, Any]:
        """What the verb of the chosen kind takes."""
        said = self.cleaned_data
        common = {name: said[name] for name in ("body", "at", "follow_up_on", "pinned", "files") if name in said}
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
                own = {"private": said["private"]} if "private" in said else {}
        return common | own

    def write(self, customer, *, by) -> Entry:
        kind = self.cleaned_data["kind"]
        draft = kind, self.draft_version, self.draft_files
        return actions.COMPOSING[kind](customer, by=by, draft=draft, typed=self.said(kind, self.data), **self.written)
