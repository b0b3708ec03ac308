"""The script for the web page, the frame that it opens, a page to look at it, and the link that confirms an address."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin

from rapport.core.circumstances import address_of
from rapport.core.refusals import Refusal
from rapport.core.views import Page, PublicPage
from rapport.messaging.chat import account, confirming, hours, limits
from rapport.messaging.chat.views.base import channel_or_404, language_for
from rapport.messaging.models import Channel, ChannelKind
from rapport.staff.models import Business

FIVE_MINUTES = "public, max-age=300"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src {connect}; form-action 'self'; base-uri 'self'; frame-ancestors {ancestors}"
)


class ScriptPart(PublicPage):
    """What the one script tag fetches. It opens our frame, and does nothing else on their page."""

    def get(self, request, pk):
        channel = channel_or_404(pk)
        with translation.override(language_for(request, channel)):
            response = render(request, "messaging/chat/script.js")
        response["Content-Type"] = "text/javascript; charset=utf-8"
        response["Cache-Control"] = FIVE_MINUTES
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


@method_decorator(xframe_options_exempt, name="dispatch")
class FramePage(PublicPage):
    """The chat itself. Browsers show it on the sites that are listed, and nowhere else."""

    def get(self, request, pk):
        channel = channel_or_404(pk)
        try:
            limits.count(limits.OPENED, address_of(request))
        except Refusal as refusal:
            return HttpResponse(str(refusal.message), status=429, content_type="text/plain; charset=utf-8")
        language = language_for(request, channel)
        colour = account.colour_of(channel)
        with translation.override(language):
            context = {
                "channel": channel,
                "house": Business.objects.current().name,
                "language": language,
                "colour": colour,
                "on_colour": account.colour_on(colour),
                "greeting": account.greeting_of(channel),
                "hours": hours.hours(channel, timezone.now()),
            }
            response = render(request, "messaging/chat/frame.html", context)
        response["Content-Security-Policy"] = POLICY.format(
            connect=" ".join(["'self'", *settings.STREAMS]), ancestors=account.ancestors(channel)
        )
        response["Cache-Control"] = "no-store"
        response["Content-Language"] = language
        return response


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewPage(Page):
    """A web page of somebody's, as it were, with the chat on it."""

    permission = "messaging.change_channel"

    def get(self, request, pk):
        channel = get_object_or_404(Channel.objects.of(ChannelKind.WEBCHAT), pk=pk)
        response = render(request, "messaging/chat/preview.html", {"channel": channel})
        response["Content-Security-Policy"] = (
            "default-src 'self'; style-src-attr 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
        )
        return response


@method_decorator(never_cache, name="dispatch")
class ConfirmingPage(PublicPage):
    """GET only shows a button, since programs that look at mails follow their links. POST says that it was them."""

    def get(self, request, token, is_done=False):
        visitor = confirming.visitor_of(token)
        if visitor is None:
            raise Http404
        language = visitor.language or Business.objects.current().language
        with translation.override(language):
            context = {
                "visitor": visitor,
                "is_done": is_done or bool(visitor.email_confirmed_at),
                "html_lang": language,
            }
            return render(request, "messaging/chat/confirming.html", context)

    def post(self, request, token):
        visitor = confirming.visitor_of(token)
        if visitor is None:
            raise Http404
        confirming.confirm(visitor)
        return self.get(request, token, is_done=True)
