"""Settings, Channels: which there are, how they stand, their accounts tried before they are saved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.consequences import Foreseen, is_preview
from rapport.core.restoring import offer_undo_of_edit
from rapport.core.undo import Undo, as_it_was, mark, offer
from rapport.core.views import Page
from rapport.messaging.accounts import imap_of
from rapport.messaging.channels.forms import ChannelForm, channel_forms
from rapport.messaging.incoming.elsewhere import drop_box
from rapport.messaging.models import Channel, ChannelKind
from rapport.messaging.passes.showing import address_of_return, standing
from rapport.messaging.setup import actions, kinds, outlook  # noqa: F401 – kinds adds its forms

RESTORED = (
    "name",
    "address",
    "team",
    "location",
    "language",
    "promise_kind",
    "tells_when_closed",
    "settings",
    "secrets",
)


class ChannelsPage(Page):
    permission = "messaging.change_channel"

    def get(self, request):
        channels = list(Channel.objects.select_related("team", "location"))
        context = {
            "used": [_row(channel) for channel in channels if channel.is_active],
            "unused": [_row(channel) for channel in channels if not channel.is_active],
            "now": timezone.now(),
        }
        return render(request, "messaging/setup/channels.html", context)


def _row(channel: Channel) -> dict:
    form = channel_forms.find(channel.kind)
    return {
        "channel": channel,
        "icon": form.icon if form else "message",
        "can_change": form is not None,
        "has_mailbox": bool((channel.settings.get("imap") or {}).get("host")),
    }


class NewChannelPage(Page):
    """Which kind of channel it is to be."""

    permission = "messaging.add_channel"

    def get(self, request):
        return render(
            request, "messaging/setup/new.html", {"kinds": [one for one in channel_forms if not _is_there(one)]}
        )


def _is_there(kind: ChannelForm) -> bool:
    """Of customers' own pages there is one channel, which comes by itself."""
    return kind.name == ChannelKind.PORTAL and Channel.objects.of(ChannelKind.PORTAL).exists()


class ChannelEditing(Foreseen):
    """A form that can be tried: really connected, with what was typed, before anything is saved."""

    template = "messaging/setup/channel.html"

    def post(self, request, **names):
        form = self.form(request.POST, **names)
        if not form.is_valid():
            return self.get(request, form, status=422, **names)
        if is_preview(request):
            return self.get(request, form, lines=self.foresee(form, **names), **names)
        if "try" in request.POST:
            self.tried = form.try_it()
            return self.get(request, form, lines=self.foresee(form, **names), **names)
        return redirect(self.save(form, **names))

    def context(self, form, **names):
        return {"tried": getattr(self, "tried", ()), "channel": names and self.channel(**names)}


class AddChannelPage(ChannelEditing, Page):
    permission = "messaging.add_channel"

    def channel(self, kind):
        return None

    def form(self, data=None, *, kind):
        return _form_of(kind).form(data, instance=Channel(kind=kind), initial={"promise_kind": "reply"})

    def context(self, form, *, kind):
        return super().context(form, kind=kind) | {"kind": _form_of(kind)}

    def foresee(self, form, *, kind):
        return outlook.of_form(form, None)

    def save(self, form, *, kind):
        channel = actions.keep_channel(form.as_channel())
        messages.success(self.request, _("%(name)s is set up.") % {"name": channel})
        if channel.settings.get("sign_in"):
            return reverse("messaging:channel", args=[channel.pk])  # where the way to the sign-in is
        if imap_of(channel):
            return reverse("messaging:channel_folders", args=[channel.pk])
        return "messaging:channels"


class ChannelPage(ChannelEditing, Page):
    permission = "messaging.change_channel"

    def channel(self, pk):
        return get_object_or_404(Channel.objects.select_related("team", "location"), pk=pk)

    def form(self, data=None, *, pk):
        channel = self.channel(pk)
        return _form_of(channel.kind).form(data, instance=channel)

    def context(self, form, *, pk):
        found = super().context(form, pk=pk)
        channel = found["channel"]
        return found | {
            "kind": _form_of(form.instance.kind),
            "has_mailbox": imap_of(channel) is not None,
            "standing": standing(channel),
            "address_of_return": address_of_return(),
            "drop_box": drop_box(channel) if channel.kind == ChannelKind.EMAIL else "",
        }

    def foresee(self, form, *, pk):
        return outlook.of_form(form, self.channel(pk))

    def save(self, form, *, pk):
        before = mark(self.channel(pk))
        channel = actions.keep_channel(form.as_channel())
        said = _("%(name)s is changed.") % {"name": channel}
        offer_undo_of_edit(self.request, said, reverse("messaging:channel_undo", args=[pk]), channel, before)
        if channel.settings.get("sign_in") and standing(channel).is_needed:
            return reverse("messaging:channel", args=[channel.pk])
        return "messaging:channels"


class ChannelUndo(Undo, Page):
    """The channel as it was before it was edited, its account included."""

    permission = "messaging.change_channel"

    def undo(self, request, pk):
        channel = get_object_or_404(Channel, pk=pk)
        was = as_it_was(channel, request.GET.get("step", ""))
        for name in RESTORED:
            setattr(channel, name, getattr(was, name))
        actions.keep_channel(channel)
        return _("It is as it was.")

    def back(self, request, pk):
        return reverse("messaging:channel", args=[pk])


class ChannelEndPage(Page):
    """Doing without a channel."""

    permission = "messaging.change_channel"

    def get(self, request, pk):
        channel = get_object_or_404(Channel, pk=pk)
        if not channel.is_active:
            return redirect("messaging:channels")
        context = {"channel": channel, "lines": outlook.of_stopping(channel)}
        return render(request, "messaging/setup/end.html", context)

    def post(self, request, pk):
        channel = actions.stop_using(get_object_or_404(Channel, pk=pk))
        said = _("%(name)s is not used any more.") % {"name": channel}
        offer(request, said, reverse("messaging:channel_return", args=[pk]))
        return redirect("messaging:channels")


class ChannelReturnPage(Undo, Page):
    permission = "messaging.change_channel"
    heading = gettext_lazy("Use this channel again?")
    button = gettext_lazy("Use it again")

    def undo(self, request, pk):
        channel = actions.use_again(get_object_or_404(Channel, pk=pk))
        return _("%(name)s is used again.") % {"name": channel}

    def back(self, request, pk):
        return reverse("messaging:channels")


def _form_of(kind: str) -> ChannelForm:
    found = channel_forms.find(kind)
    if found is None:
        raise Http404
    return found
