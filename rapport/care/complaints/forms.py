"""What is written down about a complaint."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.cases.telling import SPOKEN
from rapport.care.complaints import lint, queries, words
from rapport.care.models import DisputeBody, Remedy, RemedyKind, Restatement, Severity
from rapport.core.forms import ChoiceCards, DateInput, Switch
from rapport.staff.models import Business, User
from rapport.timeline.models import Channel

LONGEST = 5000
HOW = [("", gettext_lazy("Send it to them")), *((name, Channel(name).label) for name in SPOKEN)]
FIVE = [(n, str(n)) for n in range(1, 6)]


def long_text(label, rows: int = 4, required: bool = True, **more) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=area, **more)


class HowField(forms.ChoiceField):
    """Whether Rapport sends it, or somebody said it already."""

    def __init__(self):
        super().__init__(
            label=gettext_lazy("How do they hear it?"),
            choices=HOW,
            required=False,
            help_text=gettext_lazy("What you said by phone or in person is only written down."),
        )


class AcknowledgingForm(forms.Form):
    text = long_text(
        gettext_lazy("Your words"),
        help_text=gettext_lazy("The number, your name, how to reach us and the next dates follow by themselves."),
    )
    news_on = forms.DateField(label=gettext_lazy("They hear again by"), widget=DateInput())
    how = HowField()


class RestatingForm(forms.Form):
    happened = long_text(gettext_lazy("What happened, in their terms"))
    meant = long_text(gettext_lazy("What it meant for them"), rows=3)
    wanted = long_text(gettext_lazy("What they asked for"), rows=2)
    how = HowField()

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = words.spoken_language(case)

    def clean(self):
        said = super().clean()
        if {"happened", "meant", "wanted"} <= said.keys():
            parts = [said[name] for name in ("happened", "meant", "wanted")]
            for finding in lint.restatement(*parts, self.language):
                self.add_error("wanted" if finding.code == "no_remedy" else "happened", str(finding))
        return said


class UnderstoodForm(forms.Form):
    """What they said to what we understood."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Have we understood you correctly?"),
        choices=[
            (Restatement.Answer.CONFIRMED, gettext_lazy("Yes, that is right")),
            (Restatement.Answer.CORRECTED, gettext_lazy("No, it was otherwise")),
        ],
        widget=forms.RadioSelect,
    )
    correction = long_text(gettext_lazy("How it was"), required=False)

    def clean(self):
        said = super().clean()
        if said.get("answer") == Restatement.Answer.CORRECTED and not said.get("correction", "").strip():
            self.add_error("correction", _("Say in a few words what we have to put right."))
        return said


class WeighingForm(forms.Form):
    severity = forms.ChoiceField(label=gettext_lazy("How bad is it?"), choices=Severity.choices, widget=ChoiceCards)
    is_safety = forms.BooleanField(label=gettext_lazy("Somebody’s safety is at risk"), required=False, widget=Switch())
    is_public = forms.BooleanField(label=gettext_lazy("It was said in public"), required=False, widget=Switch())
    is_legal = forms.BooleanField(label=gettext_lazy("The law sets a limit"), required=False, widget=Switch())
    statutory_due_on = forms.DateField(label=gettext_lazy("By law until"), required=False, widget=DateInput())
    impact = long_text(gettext_lazy("What it did to them"), rows=2, required=False)
    containment = long_text(
        gettext_lazy("What was done at once"),
        rows=2,
        required=False,
        help_text=gettext_lazy("When it is critical: what keeps others from being hurt, a stop of sales for instance."),
    )
    about = forms.ModelChoiceField(
        label=gettext_lazy("The colleague it is about"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("They neither handle nor see it."),
    )
    broken = forms.ModelChoiceField(label=gettext_lazy("A promise not kept"), queryset=None, required=False)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["broken"].queryset = queries.promised_before(case)
        self.fields["about"].queryset = User.objects.working_here().exclude(pk=user.pk)

    def clean(self):
        said = super().clean()
        worst = said.get("severity") == Severity.CRITICAL or said.get("is_safety")
        if worst and not said.get("containment", "").strip():
            self.add_error("containment", _("Something critical is contained at once: say what was done."))
        if said.get("is_legal") and not said.get("statutory_due_on"):
            self.add_error("statutory_due_on", _("Say until when."))
        return said


class FindingsForm(forms.Form):
    findings = long_text(
        gettext_lazy("What you found out"),
        rows=6,
        help_text=gettext_lazy("Facts, statements, documents. The customer never sees this."),
    )


class AnsweringForm(forms.Form):
    admission = long_text(
        gettext_lazy("What went wrong on our side"), rows=3, help_text=gettext_lazy("Plainly, before anything else.")
    )
    apology = long_text(
        gettext_lazy("We are sorry that …"), rows=2, help_text=gettext_lazy("Without “if” and without “but”.")
    )
    decision = long_text(gettext_lazy("What we decided, and why"), rows=4)
    put_right_on = forms.DateField(
        label=gettext_lazy("Put right by"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("A promise to the customer."),
    )
    how = HowField()

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = words.spoken_language(case)

    def clean(self):
        said = super().clean()
        if {"admission", "apology", "decision"} <= said.keys():
            text = "\n\n".join(said[name] for name in ("admission", "apology", "decision"))
            for finding in lint.answer(text, self.language):
                self.add_error("admission" if finding.code == "excuse" else "apology", str(finding))
        return said


class OnTheSpotForm(AnsweringForm):
    severity = forms.ChoiceField(
        label=gettext_lazy("How bad is it?"), choices=[(one, one.label) for one in (Severity.MINOR, Severity.MODERATE)]
    )
    field_order = ("severity", "admission", "apology", "decision", "put_right_on", "how")


class RemedyForm(forms.ModelForm):
    class Meta:
        model = Remedy
        fields = [
            "kind",
            "text",
            "amount",
            "currency",
            "points",
            "account",
            "is_statutory",
            "tax_note",
            "reason",
            "order",
        ]
        labels = {
            "reason": gettext_lazy("Why nothing, when nothing is given"),
            "order": gettext_lazy("For which order"),
        }
        help_texts = {"text": gettext_lazy("As they read it in our answer.")}

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["amount"].required = self.fields["points"].required = False
        self.fields["order"].queryset = case.customer.orders.order_by("-placed_at")
        self.fields["order"].required = False
        self.initial.setdefault("order", case.order_id)
        self.initial.setdefault("currency", case.order.currency if case.order else Business.objects.current().currency)

    def clean_amount(self):
        amount = self.cleaned_data.get("amount") or Decimal(0)
        if amount < 0:
            raise ValidationError(_("Not less than nothing."))
        return amount

    def clean_points(self):
        return self.cleaned_data.get("points") or 0

    def clean_currency(self):
        currency = self.cleaned_data["currency"].strip().upper()
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():  # noqa: PLR2004 - ISO 4217
            raise ValidationError(_("Three letters, like EUR."))
        return currency

    def clean(self):
        said = super().clean()
        kind = said.get("kind")
        if kind in (RemedyKind.REFUND, RemedyKind.REDUCTION, RemedyKind.CREDIT, RemedyKind.VOUCHER) and not said.get(
            "amount"
        ):
            self.add_error("amount", _("Say how much."))
        if kind == RemedyKind.POINTS and not said.get("points"):
            self.add_error("points", _("Say how many."))
        if kind == RemedyKind.NONE and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why."))
        if said.get("amount") and not said.get("account", "").strip():
            self.add_error("account", _("Say on which cost account it goes."))
        for finding in lint.gift(said.get("text", ""), self.case.language):
            self.add_error("text", str(finding))
        return said

    def validate_constraints(self):
        """The action says it better than the constraints of the table."""


class EvidenceForm(forms.Form):
    evidence = forms.CharField(
        label=gettext_lazy("How one can see it"),
        max_length=300,
        help_text=gettext_lazy("The number of a payment or a parcel, a photo, who saw it."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class ObjectingForm(forms.Form):
    words = long_text(gettext_lazy("What they say"), rows=3)
    to = forms.ModelChoiceField(
        label=gettext_lazy("Who decides anew"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Without a choice: who leads the team, then a manager. Never who decided before."),
    )

    def __init__(self, *args, possible, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = possible


class ReferringForm(forms.Form):
    body = forms.ModelChoiceField(label=gettext_lazy("Who decides from outside"), queryset=None)
    note = long_text(gettext_lazy("Note among us"), rows=2, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = DisputeBody.objects.filter(is_active=True)


class NotAcceptedForm(forms.Form):
    why = long_text(gettext_lazy("What was offered, and why it ends without agreement"), rows=3)
    declined = forms.BooleanField(
        label=gettext_lazy("They do not want anybody else here to decide"), required=False, widget=Switch()
    )


class ReportingForm(forms.Form):
    to = forms.CharField(label=gettext_lazy("Which authority"), max_length=160)


class FairnessForm(forms.Form):
    result = forms.ChoiceField(label=gettext_lazy("Was the result fair?"), choices=FIVE, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=gettext_lazy("Was the way to it fair and quick?"), choices=FIVE, widget=forms.RadioSelect
    )
    respect = forms.ChoiceField(
        label=gettext_lazy("Were you treated with respect?"), choices=FIVE, widget=forms.RadioSelect
    )
    words = long_text(gettext_lazy("Is there anything you want to tell us?"), rows=3, required=False)
