"""Forms about cases."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case, CaseKind, Priority
from rapport.core.forms import DateInput, QuickDateInput
from rapport.core.names import clean, clean_lines
from rapport.orders.models import Order, Product
from rapport.staff.choices import ColleagueField, mark_the_blind
from rapport.staff.models import Team, User
from rapport.timeline.models import Channel

MOST_LETTERS = 20_000
MOST_ORDERS = 20
WRITE = "send"
HOW = (
    (WRITE, _("Send it to them now")),
    (Channel.PHONE, _("I told them by telephone")),
    (Channel.IN_PERSON, _("I told them in person")),
    (Channel.LETTER, _("It goes by letter")),
)
CAME = [(one.value, one.label) for one in Channel]


def many_lines(label, **more):
    rows = more.pop("rows", 5)
    return forms.CharField(label=label, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": rows}), **more)


class TellingForm(forms.Form):
    """What they are told, and how."""

    text = many_lines(_("What they are told"), rows=7)
    how = forms.ChoiceField(label=_("How"), choices=HOW, initial=WRITE)

    def clean_text(self) -> str:
        text = clean_lines(self.cleaned_data["text"])
        if not text or text == clean_lines(self.initial.get("text", "")):  # nothing but the greeting
            raise forms.ValidationError(_("Write what they are told."))
        return text


def day_to_come(day):
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("That day has passed."))
    if day and day > timezone.localdate() + timedelta(days=366):
        raise forms.ValidationError(_("At most a year."))
    return day


class NewsForm(TellingForm):
    next_update_on = forms.DateField(label=_("They hear again by"), widget=QuickDateInput)

    def clean_next_update_on(self):
        return day_to_come(self.cleaned_data["next_update_on"])


class WaitingForm(TellingForm):
    until = forms.DateField(label=_("We wait until"), widget=DateInput)
    agreed = forms.BooleanField(label=_("They agreed to this day"), required=False)

    def clean_until(self):
        return day_to_come(self.cleaned_data["until"])


class SolvingForm(TellingForm):
    solution = many_lines(
        _("How it was solved"), rows=3, help_text=_("For whoever meets the like again. Without names, please.")
    )

    field_order = ("solution", "text", "how")

    def clean_solution(self) -> str:
        solution = clean_lines(self.cleaned_data["solution"])
        if not solution:
            raise forms.ValidationError(_("Say how it was solved."))
        return solution


class WordsForm(forms.Form):
    """A few words: why it is opened again, what they said."""

    words = many_lines(_("In a few words"), rows=3)

    def __init__(self, *args, label="", required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = required
        if label:
            self.fields["words"].label = label

    def clean_words(self) -> str:
        words = clean_lines(self.cleaned_data["words"])
        if self.fields["words"].required and not words:
            raise forms.ValidationError(_("Say it in a few words."))
        return words


class AssignmentForm(forms.Form):
    to = ColleagueField(label=_("Colleague"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["to"], case.customer)


class HandoverForm(forms.Form):
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("The same")
    )
    person = ColleagueField(label=_("Colleague"), required=False, empty_label=_("Whoever of them is free"))
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Among us; the customer does not read it."))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()
        offer(self.fields["person"], case.customer)

    def clean(self):
        said = super().clean()
        if not said.get("team") and not said.get("person"):
            self.add_error("team", _("Choose a team or a colleague."))
        return said


class DetailsForm(forms.ModelForm):
    """What is known of a case."""

    tags_text = forms.CharField(label=_("Tags"), required=False, max_length=600, help_text=_("Divided by commas"))
    what = forms.CharField(label=_("Product"), required=False, max_length=200)

    class Meta:
        model = Case
        fields = ["subject", "kind", "priority", "order", "is_confidential"]

    field_order = ("subject", "kind", "priority", "order", "what", "tags_text", "is_confidential")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance
        self.fields["order"].queryset = orders_of(case.customer, kept=case.order_id)
        self.fields["order"].label, self.fields["order"].empty_label = _("Order"), _("None")
        self.fields["tags_text"].initial = ", ".join(case.tags)
        self.fields["what"].initial = case.product.name if case.product else ""
        self.fields["what"].help_text = _("Its name or number, as under Products")
        self.fields["is_confidential"].help_text = _("Only whoever has it in hand, and managers, can see it.")
        if case.is_complaint:
            self.fields["kind"].choices = [(CaseKind.COMPLAINT, CaseKind.COMPLAINT.label)]

    def clean_subject(self) -> str:
        return clean(self.cleaned_data["subject"])

    def clean_what(self) -> Product | None:
        return product_called(self.cleaned_data["what"], kept=self.instance.product)

    @property
    def values(self) -> dict:
        said = self.cleaned_data
        names = [clean(name)[:60] for name in said["tags_text"].split(",")]
        kept = {name: said[name] for name in self.Meta.fields}
        return {**kept, "product": said["what"], "tags": list(dict.fromkeys(filter(None, names)))[:20]}


class OpeningForm(forms.Form):
    """A new case of one customer."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=CaseKind.choices, initial=CaseKind.QUESTION)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    words = many_lines(_("In their words"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), choices=CAME, initial=Channel.PHONE)
    order = forms.ModelChoiceField(label=_("Order"), queryset=Order.objects.none(), required=False)
    what = forms.CharField(label=_("Product"), required=False, max_length=200)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.NORMAL)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("As the rules say")
    )
    next_update_on = forms.DateField(label=_("They hear from us by"), required=False, widget=QuickDateInput)

    def __init__(self, *args, customer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].queryset = orders_of(customer)
        self.fields["order"].empty_label = _("None")
        self.fields["team"].queryset = Team.objects.all()
        self.fields["what"].help_text = _("Its name or number, as under Products")
        self.fields["next_update_on"].help_text = _("Empty: as promised for requests")

    def clean_subject(self) -> str:
        subject = clean(self.cleaned_data["subject"])
        if not subject:
            raise forms.ValidationError(_("Say in a few words what it is about."))
        return subject

    def clean_what(self) -> Product | None:
        return product_called(self.cleaned_data["what"])

    def clean_next_update_on(self):
        return day_to_come(self.cleaned_data["next_update_on"])

    @property
    def said(self) -> dict:
        said = dict(self.cleaned_data)
        said["product"] = said.pop("what")
        return said


def orders_of(customer, kept=None):
    """The last ones, as what is asked about is seldom older, and the one that was chosen before."""
    latest = Order.objects.filter(customer=customer).order_by("-placed_at", "-id").values("pk")[:MOST_ORDERS]
    keys = [*latest.values_list("pk", flat=True), kept]
    return Order.objects.filter(pk__in=keys).order_by("-placed_at")


def product_called(text: str, kept: Product | None = None) -> Product | None:
    text = clean(text)
    if not text:
        return None
    if kept and kept.name == text:
        return kept
    found = Product.objects.filter(name__iexact=text).first() or Product.objects.filter(sku__iexact=text).first()
    if found is None:
        raise forms.ValidationError(_("No product is called so. Write its name or number as it stands under Products."))
    return found


def offer(field, customer) -> None:
    field.offer(User.objects.working_here())
    mark_the_blind(field, customer.team_id)
