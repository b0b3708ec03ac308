from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.api.webhooks.words import PROBLEMS
from rapport.core.forms import ChoiceCards, Switch
from rapport.core.names import clean
from rapport.core.outward import guarding
from rapport.core.outward.line import Problem, Refused, target_of
from rapport.timeline.kinds import groups, kinds

ALL, CHOSEN = "all", "chosen"


def grouped_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """All kinds of entries under the headings that the story's filter has."""
    by_group: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds:
        by_group.setdefault(kind.group, []).append((kind.name, kind.label))
    known = [(group.label, by_group.pop(group.name)) for group in groups if group.name in by_group]
    rest = [kind for others in by_group.values() for kind in others]
    return [*known, (_("Other"), rest)] if rest else known


class EndpointForm(forms.Form):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput,
        help_text=_("Where the other program listens, such as https://shop.example/hooks/rapport"),
    )
    description = forms.CharField(label=_("What is it for?"), max_length=120)
    told = forms.ChoiceField(
        label=_("What is it told?"),
        choices=[(ALL, _("Everything")), (CHOSEN, _("What I choose"))],
        initial=ALL,
        widget=ChoiceCards(hints={ALL: _("Also what later versions add."), CHOSEN: _("Tick it below.")}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Chosen"), required=False, choices=grouped_kinds, widget=forms.CheckboxSelectMultiple
    )
    with_imported = forms.BooleanField(
        label=_("Also history that an import brings in"),
        required=False,
        widget=Switch,
        help_text=_("One message for each line of the past. A large import sends very many."),
    )

    def clean_url(self) -> str:
        """What can be said without asking the network; the addresses behind a name are looked at when we connect."""
        url = self.cleaned_data["url"].strip()
        try:
            target = target_of(url)
            if problem := _problem_of(target):
                raise Refused(problem)
        except Refused as refused:
            raise forms.ValidationError(PROBLEMS[refused.problem], code=refused.problem) from None
        return url

    def clean_description(self) -> str:
        return clean(self.cleaned_data["description"])

    def clean(self) -> dict:
        said = super().clean()
        if said.get("told") == ALL:
            said["kinds"] = []
        elif not said.get("kinds") and "kinds" not in self.errors:
            self.add_error("kinds", _("Choose at least one."))
        return said

    @property
    def said(self) -> dict:
        """What the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "told"}

    @property
    def kinds_by_group(self) -> list[tuple[str, list]]:
        """The boxes under their headings: (heading, boxes)."""
        boxes = {box.data["value"]: box for box in self["kinds"]}
        return [(heading, [boxes[name] for name, _label in listed]) for heading, listed in grouped_kinds()]


def _problem_of(target) -> Problem | None:
    opened = guarding.opened_by_setting()
    if not target.is_https and not opened.networks:
        return Problem.HTTPS
    try:
        meant = guarding.plain(target.host)
    except ValueError:  # a name
        is_here = target.host == "localhost" or target.host.endswith((".localhost", ".local", ".internal"))
        return Problem.PRIVATE if is_here and not opened.networks else None
    if not guarding.may_go_to(meant, opened):
        return Problem.PRIVATE
    if not target.is_https and not guarding.is_private(meant, opened):
        return Problem.HTTPS
    return None
