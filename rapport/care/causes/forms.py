"""What people type about causes and what is done against them."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.care.causes import tree
from rapport.care.causes.human_error import blames_a_person
from rapport.care.models import Action, Case, Cause, EightD, Why
from rapport.core.forms import ChoiceCards, QuickDateInput
from rapport.core.names import clean
from rapport.promises.forms import when_we_open
from rapport.staff.choices import ColleagueField
from rapport.staff.models import User
from rapport.timeline.models import Channel

LINE = forms.TextInput(attrs={"autocomplete": "off"})
HINTS = {
    Action.Kind.CORRECTION: _("A new table top. It is promised to the customer."),
    Action.Kind.CORRECTIVE: _("So that it does not come up again. Measured after 90 days."),
    Action.Kind.PREVENTIVE: _("The same for other products or places, before it comes up there."),
}


def words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CauseField(forms.ChoiceField):
    """A cause that is offered, below the one of the upper level; one query."""

    def offer(self, also: Cause | None = None) -> None:
        self.causes = tree.all_causes()
        offered = tree.offered(self.causes)
        if also is not None and also.pk in self.causes and self.causes[also.pk] not in offered:
            offered = [*offered, self.causes[also.pk]]
        self.choices = [("", "–"), *_groups(offered)]

    def clean(self, value) -> Cause | None:
        key = super().clean(value)
        return self.causes[UUID(key)] if key else None


def _groups(causes: Iterable[Cause]) -> list:
    """Those of the upper level with what stands below them."""
    causes = list(causes)
    groups = []
    for upper in (cause for cause in causes if cause.upper is None):
        lower = [(str(cause.pk), str(cause.label)) for cause in causes if cause.parent_id == upper.pk]
        if lower:
            groups.append(
                (str(upper.label), [(str(upper.pk), _("%(name)s: in general") % {"name": upper.label}), *lower])
            )
        else:
            groups.append((str(upper.pk), str(upper.label)))
    return groups


class WhyForm(forms.ModelForm):
    class Meta:
        model = Why
        fields = ["question", "because", "evidence", "is_assumed"]
        widgets = {"question": LINE, "because": words(), "evidence": LINE}
        help_texts = {
            "evidence": _("A photo, a log, who said so and when."),
            "is_assumed": _("Nobody knows for certain yet."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = False

    def clean(self):
        said = super().clean()
        if said.get("because") and not (clean(said.get("evidence")) or said.get("is_assumed")):
            self.add_error("evidence", _("Say how we know this, or mark it as assumed."))
        return said


class RootForm(forms.Form):
    cause = CauseField(label=_("Cause"), help_text=_("What it is in your list: reports count by it."))
    in_our_hands = forms.BooleanField(
        label=_("We can change this ourselves"), help_text=_("If not, ask why we were open to it.")
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, initial={"cause": str(case.cause_id or "")}, **kwargs)
        self.fields["cause"].offer(also=case.cause)


class CauseForm(forms.Form):
    cause = CauseField(label=_("Cause"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, initial={"cause": str(case.cause_id or "")}, **kwargs)
        self.fields["cause"].offer(also=case.cause)


class ActionForm(forms.Form):
    kind = forms.ChoiceField(label=_("What for"), choices=Action.Kind.choices, widget=ChoiceCards(hints=HINTS))
    text = forms.CharField(
        label=pgettext_lazy("an action", "What"),
        max_length=300,
        widget=LINE,
        help_text=_("Only we read this, unless it puts the case right and nothing else is promised below."),
    )
    cause = CauseField(label=_("Against which cause"), required=False)
    only_product = forms.BooleanField(required=False, initial=True)
    owner = ColleagueField(label=_("Who does it"), empty_label=None)
    due_on = forms.DateField(label=_("By"), widget=QuickDateInput(quick=when_we_open))
    promised = forms.CharField(
        label=_("What the customer is promised"),
        max_length=300,
        required=False,
        widget=LINE,
        help_text=_("In words that they may read. Empty: nothing, unless it puts this case right."),
    )
    channel = forms.ChoiceField(
        label=_("Have you told them?"), choices=[("", _("Not yet")), *Channel.choices], required=False
    )

    def __init__(self, *args, case: Case | None, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["owner"].offer(User.objects.working_here())
        self.fields["owner"].initial = by.pk
        self.fields["cause"].offer(also=case.cause if case else None)
        self.fields["cause"].initial = str(case.cause_id or "") if case else ""
        if case and case.product:
            self.fields["only_product"].label = _("Only %(product)s") % {"product": case.product}
        else:
            del self.fields["only_product"]
        if case is None:
            del self.fields["promised"], self.fields["channel"]
            self.fields["kind"].choices = [pair for pair in Action.Kind.choices if pair[0] in Action.MEASURED]
            self.fields["kind"].initial = Action.Kind.PREVENTIVE
            self.fields["cause"].required = True
        else:
            self.fields["kind"].initial = Action.Kind.CORRECTIVE if case.cause_id else Action.Kind.CORRECTION

    def clean_text(self):
        return clean(self.cleaned_data["text"])

    def clean_due_on(self):
        return to_come(self.cleaned_data["due_on"])

    def clean(self):
        said = super().clean()
        if said.get("kind") in Action.MEASURED and not said.get("cause") and "cause" not in self.errors:
            self.add_error("cause", _("Say first what it came of. Without a cause nobody can see whether this helped."))
        return said


def to_come(day):
    if day < timezone.localdate():
        raise ValidationError(_("That day has passed. Name one that is still to come."))
    if day.year > timezone.localdate().year + 5:
        raise ValidationError(_("That is more than five years away. Check the year."))
    return day


class FinishForm(forms.Form):
    evidence = forms.CharField(
        label=_("How one can see it"),
        max_length=300,
        widget=LINE,
        help_text=_("A photo, a document, a number, a test."),
    )

    def clean_evidence(self):
        if not (evidence := clean(self.cleaned_data["evidence"])):
            raise ValidationError(_("Say how one can see that it was done."))
        return evidence


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=LINE)

    def clean_reason(self):
        if not (reason := clean(self.cleaned_data["reason"])):
            raise ValidationError(_("Say why, in a few words."))
        return reason


class PostponementForm(ReasonForm):
    due_on = forms.DateField(label=_("New day"), widget=QuickDateInput(quick=when_we_open))

    field_order = ("due_on", "reason")

    def clean_due_on(self):
        return to_come(self.cleaned_data["due_on"])


class HandoverForm(forms.Form):
    to = ColleagueField(label=_("To whom"), empty_label=None)

    def __init__(self, *args, owner: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(User.objects.working_here().exclude(pk=owner.pk))


class CheckForm(forms.Form):
    note = forms.CharField(label=_("What you saw"), max_length=300, required=False, widget=LINE)


class EightForm(forms.ModelForm):
    class Meta:
        model = EightD
        fields = [
            *("plan", "team", "problem", "containment", "occurrence", "non_detection"),
            *("chosen", "validated", "prevention", "recognition"),
        ]
        widgets = {name: words(3) for name in fields}

    def clean_occurrence(self):
        said = self.cleaned_data["occurrence"]
        if blames_a_person(said):
            raise ValidationError(_("A person’s mistake is not the cause. Ask why the way we work allowed it."))
        return said


class CauseNameForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120, widget=LINE)

    def __init__(self, *args, cause: Cause | None = None, **kwargs):
        super().__init__(*args, initial={"name": cause.name if cause else ""}, **kwargs)
        if cause is not None and cause.is_first:
            self.fields["name"].required = False
            self.fields["name"].help_text = _("Empty: the name that it had.")

    def clean_name(self):
        name = clean(self.cleaned_data["name"])
        if self.fields["name"].required and not name:
            raise ValidationError(_("Give it a name that one can read."))
        return name


class NewCauseForm(CauseNameForm):
    below = CauseField(label=_("Below"), required=False, help_text=_("Empty: it stands in the upper level itself."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["below"].offer()
        upper = [cause for cause in tree.offered(self.fields["below"].causes) if cause.upper is None]
        self.fields["below"].choices = [("", "–"), *((str(cause.pk), str(cause.label)) for cause in upper)]
