"""What all addresses of a chat share: whose chat, in which language, and that only our own frame asks."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from rapport.core.views import PublicPage
from rapport.messaging.chat import visitors
from rapport.messaging.models import Channel, ChannelKind, ChatVisitor

OURS = "Rapport-Chat"  # no form of another site can send it, and no script there is let through


def channel_or_404(pk) -> Channel:
    found = Channel.objects.in_use().of(ChannelKind.WEBCHAT).select_related("location", "team").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def language_for(request: HttpRequest, channel: Channel) -> str:
    """That of the page on which the chat stands, else the browser's, as far as we speak it."""
    asked = (request.GET.get("lang") or request.POST.get("lang") or "").partition("-")[0].lower()
    if asked in dict(settings.LANGUAGES):
        return asked
    if request.headers.get("Accept-Language"):
        return translation.get_language_from_request(request)
    return channel.language if channel.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@method_decorator([csrf_exempt, login_not_required], name="dispatch")  # no cookie counts: the secret is sent on purpose
class ChatPart(PublicPage):
    """Asked by the frame alone, with the secret of the browser in a header."""

    def dispatch(self, request: HttpRequest, *args: Any, **names: Any):
        self.channel = channel_or_404(names["pk"])
        if request.method == "POST" and not is_from_our_frame(request):
            raise PermissionDenied
        self.visitor: ChatVisitor | None = visitors.of(self.channel, request.headers.get("Authorization", ""))
        self.at = timezone.now()
        self.language = language_for(request, self.channel)
        with translation.override(self.language):
            return super().dispatch(request, *args, **names)


def is_from_our_frame(request: HttpRequest) -> bool:
    if OURS not in request.headers or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
