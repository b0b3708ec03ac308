"""Putting many customers on a list that is picked by hand, and taking them off."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.customers.together.deeds import DEEDS, Deed
from rapport.segments import actions
from rapport.segments.models import Membership, Segment

NEW = "new"


class ListForm(forms.Form):
    """Which list; a new one has a name."""

    segment = forms.ChoiceField(label=_("Which list"))

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, initial=initial)
        lists = Segment.objects.visible_to(by).filter(kind=Segment.Kind.STATIC).select_related("owner")
        mine = [one for one in lists if actions.may_change(one, by)]
        self.fields["segment"].choices = [(str(one.pk), one.name) for one in mine]
        self.by = by

    def wish(self) -> dict:
        return {"segment": self.cleaned_data["segment"]}


class PuttingForm(ListForm):
    name = forms.CharField(label=_("Name of the new list"), max_length=80, required=False)

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, by=by, initial=initial)
        self.fields["segment"].choices = [*self.fields["segment"].choices, (NEW, _("A new list"))]

    def clean(self):
        said = super().clean()
        if said.get("segment") == NEW and not said.get("name"):
            self.add_error("name", _("A new list needs a name."))
        return said

    def wish(self) -> dict:
        if self.cleaned_data["segment"] == NEW:
            return {"segment": str(actions.save(self.cleaned_data["name"], by=self.by).pk)}
        return super().wish()


class PuttingIn(Deed):
    """`wish`: `segment`, the key of a list picked by hand."""

    name, kind, label, icon = "putting-in", "", _("Put on a list"), "list-check"
    form = PuttingForm
    permission = "segments.change_segment"
    order = 40

    def carry_out(self, ids, wish, *, by, at, mark):
        return actions.put_in(_list(wish), ids, by=by, at=at)

    def put_back(self, choice, *, by, at, watch):
        put = Membership.objects.filter(segment=choice.wish["segment"], at=choice.done_at, by=choice.by)
        return put.delete()[0]

    def said(self, n):
        return ngettext("%(n)s customer is on the list now.", "%(n)s customers are on the list now.", n) % {
            "n": formats.number(n)
        }


class TakingOff(Deed):
    """`wish`: `segment`."""

    name, kind, label, icon = "taking-off", "", _("Take off a list"), "circle-x"
    form = ListForm
    permission = "segments.change_segment"
    order = 41
    is_undoable = False  # they are put on it again in the same way

    def carry_out(self, ids, wish, *, by, at, mark):
        return actions.take_out(_list(wish), ids, by=by)

    def put_back(self, choice, *, by, at, watch):
        return 0

    def said(self, n):
        return ngettext("%(n)s customer is off the list.", "%(n)s customers are off the list.", n) % {
            "n": formats.number(n)
        }


def _list(wish) -> Segment:
    return Segment.objects.kept().get(pk=UUID(wish["segment"]))


DEEDS.add(PuttingIn())
DEEDS.add(TakingOff())
