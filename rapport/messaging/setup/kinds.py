"""The kinds of channels that need no provider of their own: e-mail, and those that only note what was said."""

from django.utils.translation import gettext_lazy as _

from rapport.messaging.calls.forms import PhoneForm
from rapport.messaging.channels.forms import ChannelDetails, ChannelForm, channel_forms
from rapport.messaging.models import ChannelKind
from rapport.messaging.setup.servers import AccountForm


class PlaceForm(ChannelDetails):
    address_label = _("Address")
    address_hint = _("Where letters arrive, or where people come in.")


channel_forms.add(
    ChannelForm(
        ChannelKind.EMAIL,
        _("E-mail"),
        _("A mailbox at your provider, such as hello@ or shop@"),
        "mail",
        AccountForm,
        order=10,
    )
)
channel_forms.add(
    ChannelForm(
        ChannelKind.PHONE,
        _("Telephone"),
        _("A line on which customers call: who rings is shown, who was missed is called back"),
        "phone",
        PhoneForm,
        order=20,
    )
)
channel_forms.add(
    ChannelForm(ChannelKind.LETTER, _("Letter"), _("What comes and goes by post"), "file-text", PlaceForm, order=80)
)
channel_forms.add(
    ChannelForm(
        ChannelKind.IN_PERSON, _("In person"), _("What is said across the counter"), "users", PlaceForm, order=90
    )
)
