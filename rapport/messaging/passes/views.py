"""Signing in for a mailbox: over to its provider, and back with a code that is worth a pass."""

from secrets import token_urlsafe

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rapport.core.views import Page
from rapport.messaging.models import Channel
from rapport.messaging.passes import asking, keeping
from rapport.messaging.passes.showing import address_of_return
from rapport.messaging.setup import actions

ASKED = "messaging.mail_pass"  # in the session: what was asked, until somebody comes back with it


@method_decorator(never_cache, name="dispatch")
class SignInPage(Page):
    """On to the provider. By a link, as a form may not lead to other sites."""

    permission = "messaging.change_channel"

    def get(self, request, pk):
        channel = get_object_or_404(Channel.objects.in_use().of("email"), pk=pk)
        provider = channel.settings.get("sign_in", "")
        if provider not in settings.MAIL_SIGN_INS:
            raise Http404
        asked = {"channel": str(pk), "provider": provider, "state": token_urlsafe(24), "verifier": token_urlsafe(48)}
        request.session[ASKED] = asked
        return redirect(
            asking.way_there(
                provider,
                back=address_of_return(),
                state=asked["state"],
                verifier=asked["verifier"],
                address=channel.settings.get("user") or channel.address,
            )
        )


@method_decorator(never_cache, name="dispatch")
class SignedInPage(Page):
    """Back from the provider. Only in the browser that went there, and once."""

    permission = "messaging.change_channel"

    def get(self, request):
        asked = request.session.pop(ASKED, None)
        if not asked or not constant_time_compare(request.GET.get("state", ""), asked["state"]):
            messages.error(request, _("This sign-in was not begun here, or is over already. Begin again."))
            return redirect("messaging:channels")
        channel = get_object_or_404(Channel.objects.in_use().of("email"), pk=asked["channel"])
        provider = asked["provider"]
        label = {"provider": asking.label_of(provider)}
        if "code" not in request.GET:
            messages.error(request, _("%(provider)s was not given leave to let Rapport into the mailbox.") % label)
            return redirect("messaging:channel", channel.pk)
        try:
            tokens = asking.first_tokens(
                provider, code=request.GET["code"], back=address_of_return(), verifier=asked["verifier"]
            )
        except asking.NotOpen as problem:
            refused = _("%(provider)s did not confirm the sign-in. Try again.") % label
            messages.error(request, refused if problem.why == "refused" else problem.sentence)
            return redirect("messaging:channel", channel.pk)
        keeping.give(channel, provider, tokens, by=request.user)
        actions.keep_channel(channel)  # asked anew at once, whatever failed before
        messages.success(request, _("Rapport may open %(name)s now.") % {"name": channel})
        return redirect("messaging:channel_folders", channel.pk)
