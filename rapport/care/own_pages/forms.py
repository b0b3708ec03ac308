"""Forms in which customers write to us about a matter of theirs."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import CaseKind
from rapport.core import formats
from rapport.core.forms import ChoiceCards
from rapport.core.ids import is_id, uuid7
from rapport.core.names import clean, clean_lines
from rapport.messaging.own_pages.writing import LONGEST, MOST_FILES
from rapport.orders.models import Order, Product
from rapport.orders.own_pages.products import on_sale
from rapport.timeline.forms import FilesField

KINDS = [
    (CaseKind.QUESTION, gettext_lazy("I have a question")),
    (CaseKind.COMPLAINT, gettext_lazy("Something went wrong")),
    (CaseKind.HELP, gettext_lazy("Something does not work")),
    (CaseKind.SERVICE, gettext_lazy("I need something done")),
    (CaseKind.SUGGESTION, gettext_lazy("I have an idea")),
]
HINTS = {CaseKind.COMPLAINT: gettext_lazy("A complaint: we look into it and tell you at each step where it stands")}
ORDERS = 30
STARS = [(number, str(number)) for number in range(1, 6)]


def words(label, *, rows: int = 5, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more)


class FewFilesField(FilesField):
    """What may be put beside a message here; judged by what is in the files."""

    def __init__(self, **kwargs):
        hint = gettext_lazy("Pictures, PDF, documents; at most %(most)s files, together up to %(limit)s.")
        super().__init__(label=gettext_lazy("Files"), required=False, help_text=hint, **kwargs)

    def clean(self, data, initial=None):
        uploads = super().clean(data, initial)
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at a time.") % {"most": MOST_FILES})
        if sum(upload.size for upload in uploads) > settings.ATTACHMENT_MAX_BYTES:
            said = _("Together these files are too large. They may have up to %(limit)s.")
            raise forms.ValidationError(said % {"limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES)})
        return uploads


class WritingForm(forms.Form):
    """Words and files, sent once however often the button is pressed."""

    text = words(gettext_lazy("Your message"))
    files = FewFilesField()
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, **kwargs):
        kwargs["initial"] = {"once": uuid7()} | (kwargs.get("initial") or {})
        super().__init__(data, files, **kwargs)
        limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        self.fields["files"].help_text = self.fields["files"].help_text % {"most": MOST_FILES, "limit": limit}

    def clean_text(self) -> str:
        text = clean_lines(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write something first."), code="required")
        return text


class AskingForm(WritingForm):
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=KINDS, widget=ChoiceCards(hints=HINTS))
    subject = forms.CharField(label=gettext_lazy("In a few words"), max_length=120)
    order = forms.ModelChoiceField(
        Order.objects.none(), label=gettext_lazy("About which order?"), required=False, empty_label="–"
    )
    product = forms.ModelChoiceField(
        Product.objects.none(), label=gettext_lazy("About which product?"), required=False, empty_label="–"
    )
    wanted = words(
        gettext_lazy("What would put it right?"),
        rows=2,
        required=False,
        help_text=gettext_lazy("If something went wrong: what you would like us to do."),
    )

    field_order = ["kind", "subject", "order", "product", "text", "wanted", "files", "once"]

    def __init__(self, *args, customer, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = Order.objects.filter(customer=customer).order_by("-placed_at", "-id")
        latest = list(theirs.values_list("pk", flat=True)[:ORDERS])
        wanted = self.data.get("order") or str(self.initial.get("order") or "")
        self.fields["text"].label = _("What happened, or what would you like to know?")
        order = self.fields["order"]
        order.queryset = theirs.filter(pk__in=[*latest, *([wanted] if _is_theirs(theirs, wanted) else [])])
        order.label_from_instance = _named
        if not latest:
            del self.fields["order"]
        self._offer_product(self.data.get("product") or str(self.initial.get("product") or ""))

    def _offer_product(self, wanted: str) -> None:
        """The one from whose page they came; nobody has to find one in a list."""
        known = on_sale(timezone.localdate()).filter(pk=wanted if is_id(wanted) else None)
        if known.exists():
            self.fields["product"].queryset = known
        else:
            del self.fields["product"]

    def clean_subject(self) -> str:
        subject = clean(self.cleaned_data["subject"])
        if not subject:
            raise forms.ValidationError(_("Say in a few words what it is about."), code="required")
        return subject

    def clean_wanted(self) -> str:
        return clean_lines(self.cleaned_data["wanted"])


def _is_theirs(theirs, key: str) -> bool:
    try:
        return theirs.filter(pk=key).exists()
    except (ValueError, forms.ValidationError, TypeError):
        return False


def _named(order: Order) -> str:
    what = f"{order.number}, {order.headline}" if order.headline else order.number
    return f"{what} ({formats.day(order.placed_at)})"


class CorrectionForm(forms.Form):
    correction = words(gettext_lazy("What is different?"), rows=4)


class ObjectionForm(forms.Form):
    words = words(gettext_lazy("What is missing, or wrong?"), rows=3)


class RatingForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=gettext_lazy("How well did we solve it?"), choices=STARS, coerce=int, widget=forms.RadioSelect,
        help_text=gettext_lazy("1 is badly, 5 is very well."),
    )  # fmt: skip
    words = words(gettext_lazy("Anything you would like to add"), rows=2, required=False)


class FairnessForm(forms.Form):
    """Three questions from 1 to 5 (Tax, Brown & Chandrashekaran 1998)."""

    result = forms.TypedChoiceField(
        label=gettext_lazy("Was the result fair?"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    way = forms.TypedChoiceField(
        label=gettext_lazy("Was the way to it fair, and quick enough?"),
        choices=STARS, coerce=int, widget=forms.RadioSelect,
    )  # fmt: skip
    respect = forms.TypedChoiceField(
        label=gettext_lazy("Were you treated with respect?"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    text = words(gettext_lazy("Anything you would like to add"), rows=2, required=False)
