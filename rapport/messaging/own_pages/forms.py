"""Forms in which customers say how they like to be reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.customers.forms.rows import EmailForm, PhoneForm
from rapport.customers.own_pages.forms import OwnRow
from rapport.messaging.models import Channel, ChannelKind
from rapport.messaging.outgoing.forms import ReachingForm

BESIDE = (ChannelKind.PHONE, ChannelKind.LETTER)  # by which anybody can be reached, whatever accounts the house has


class OwnReachingForm(ReachingForm):
    """As colleagues note it, in the words of the customer, and with the ways that there are."""

    def __init__(self, data=None, *, instance=None):
        super().__init__(data, instance=instance)
        kept = {*instance.kinds, *instance.never} if instance else set()
        there = {*Channel.objects.in_use().values_list("kind", flat=True), *BESIDE, *kept} - {
            ChannelKind.IN_PERSON,
            ChannelKind.PORTAL,
        }
        offered = [(kind.value, kind.label) for kind in ChannelKind if kind in there]
        for name in ("first", "second", "third"):
            self.fields[name].choices = [("", "–"), *offered]
        self.fields["never"].choices = offered
        self.fields["first"].label, self.fields["never"].label = _("Reach me best by"), _("Never reach me by")
        self.fields["quiet_from"].label, self.fields["quiet_until"].label = _("Quiet from"), _("Quiet until")
        self.fields["quiet_from"].help_text = _("We then write to you in the morning, unless you just wrote to us.")


class OwnEmailForm(OwnRow, EmailForm):
    theirs = ("address", "label")


class OwnPhoneForm(OwnRow, PhoneForm):
    theirs = ("raw", "label")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
