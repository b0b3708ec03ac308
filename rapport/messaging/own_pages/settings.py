"""What a house decides about the words that customers write on their own pages: whose they are, and until when."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.messaging.channels.forms import ChannelDetails, ChannelForm, channel_forms
from rapport.messaging.models import Channel, ChannelKind
from rapport.messaging.own_pages.channel import ADDRESS


class OwnPagesForm(ChannelDetails):
    """There is one such channel, and nothing to choose it by."""

    details = ("name",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("address", "is_default"):
            del self.fields[name]
        self.instance.address = self.instance.address or ADDRESS
        self.initial.setdefault("name", ChannelKind.PORTAL.label)

    def clean(self):
        if Channel.objects.of(ChannelKind.PORTAL).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This channel is there already. Change that one."), code="taken")
        return super().clean()


channel_forms.add(
    ChannelForm(
        ChannelKind.PORTAL,
        ChannelKind.PORTAL.label,
        gettext_lazy("What customers write on their own site: who answers it, and until when that is promised"),
        "user-circle",
        OwnPagesForm,
        order=27,
    )
)
