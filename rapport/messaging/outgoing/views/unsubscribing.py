"""Not to be written to any more, by one press, without signing in (RFC 8058)."""

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from rapport.core.views import PublicPage
from rapport.messaging.models import Message
from rapport.messaging.outgoing import tokens, unsubscribing


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class UnsubscribingPage(PublicPage):
    """GET only shows a button: scanners of links follow them. POST counts at once, and answers 200 each time.

    Mail programs post without cookies, and from no page of ours; the token in the address says who asks.
    """

    def get(self, request, token, is_done=False):
        message = _message(token)
        language = (
            translation.get_supported_language_variant(message.language or "en", strict=False)
            if (message.language and translation.check_for_language(message.language))
            else translation.get_language()
        )
        with translation.override(language):
            context = {"is_done": is_done, "spoken": language, "html_lang": language}
            return render(request, "messaging/outgoing/unsubscribing.html", context)

    def post(self, request, token):
        unsubscribing.unsubscribe(_message(token))
        return self.get(request, token, is_done=True)


def _message(token: str) -> Message:
    key = tokens.message_of(token)
    found = Message.objects.filter(pk=key).select_related("customer", "channel").first() if key else None
    if found is None:
        raise Http404
    return found
