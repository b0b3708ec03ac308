from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.facts import Book
from rapport.core.forms import Switch
from rapport.core.names import clean
from rapport.segments.actions import MOST_COLUMNS
from rapport.segments.models import Segment
from rapport.segments.scanning import MOST_LINES, lines_of

SORTS = (
    ("", _("by name")),
    ("-name", _("by name, from the end")),
    ("-changed", _("last changed first")),
    ("-added", _("newest first")),
)


class NewListForm(forms.Form):
    """What a segment is called, and who finds it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_shared = forms.BooleanField(
        label=_("Shared with everybody"),
        required=False,
        widget=Switch,
        help_text=_("Everybody finds it; each sees in it the customers that are theirs to see."),
    )

    def __init__(self, data=None, *, by, **kwargs):
        super().__init__(data, **kwargs)
        if not by.has_perm("segments.share_segment"):
            self.fields["is_shared"].disabled = True
            self.fields["is_shared"].help_text = _("Your role may not share segments.")

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])


class SegmentForm(NewListForm):
    """How a segment is kept: its name, for whom, and how its list looks. The condition is not a part of it."""

    columns = forms.MultipleChoiceField(
        label=_("Columns of its list"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sort = forms.ChoiceField(label=_("Order"), required=False)
    is_pinned = forms.BooleanField(label=_("In my side bar"), required=False, widget=Switch)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, by, book: Book, segment: Segment | None = None, sent=None):
        super().__init__(data, by=by, initial=_sent(sent) if sent is not None else _kept(segment, by))
        listed = [field for field in book.all if field.listing and field.pick and field.name != "name"]
        self.fields["columns"].choices = [(field.name, str(field.label)) for field in listed]
        self.fields["sort"].choices = [
            *SORTS,
            (_("By a fact, upwards"), [(field.name, str(field.label)) for field in listed]),
            (_("By a fact, downwards"), [(f"-{field.name}", str(field.label)) for field in listed]),
        ]
        self.fields["sort"].help_text = _("By a fact where the list has at most 2,000 customers, by name where more.")

    def clean_columns(self) -> list[str]:
        names = self.cleaned_data["columns"]
        if len(names) > MOST_COLUMNS:
            raise forms.ValidationError(_("A list has at most %(most)s such columns.") % {"most": MOST_COLUMNS})
        return names


class ScanForm(forms.Form):
    """Customers named one by one, a line for each."""

    lines = forms.CharField(
        label=_("Who comes on the list"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "One on each line: a code, an e-mail address, a phone number, or the code of somebody’s card. A scanner "
            "types them here by itself."
        ),
    )

    def clean_lines(self) -> str:
        text = self.cleaned_data["lines"]
        if len(list(lines_of(text))) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)s at once.") % {"most": formats.number(MOST_LINES)})
        return text


def _kept(segment: Segment | None, by) -> dict:
    if segment is None:
        return {}
    return {
        "name": segment.name,
        "is_shared": segment.is_shared,
        "columns": segment.columns,
        "sort": segment.sort,
        "version": segment.version,
        "is_pinned": segment.pins.filter(user=by).exists(),
    }


def _sent(data) -> dict:
    """What stands in the form while somebody still works on the condition, unchecked."""
    plain = {name: data.get(name, "") for name in ("name", "sort", "version")}
    ticks = {name: name in data for name in ("is_shared", "is_pinned")}
    return {**plain, **ticks, "columns": data.getlist("columns")}
