"""The address that providers call. What came is proved genuine on its bytes, kept, answered; the rest is a job's."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from rapport.core.views import PublicPage
from rapport.messaging.channels.adapters import adapters
from rapport.messaging.channels.events import Call
from rapport.messaging.channels.provider import Provider
from rapport.messaging.channels.working import keep, work_off_at_once
from rapport.messaging.models import Channel

LONGEST_ID = 200


@method_decorator(csrf_exempt, name="dispatch")  # their signature proves more than a token of ours would
class HookPage(PublicPage):
    def get(self, request, channel_id: UUID):
        """Some ask first whether the address is ours; everybody else finds nothing here."""
        channel, provider = _provider(channel_id)
        answer = provider.greeting(channel, call_of(request, channel))
        if answer is None:
            raise Http404
        return HttpResponse(answer, content_type="text/plain")

    def post(self, request, channel_id: UUID):
        channel, provider = _provider(channel_id)
        call = call_of(request, channel)
        if not provider.is_genuine(channel, call):
            return HttpResponse(status=403)
        event_id = provider.event_id(call)[:LONGEST_ID]
        is_new = keep(channel, event_id, call.body, call.content_type, timezone.now())
        if is_new and provider.is_urgent:
            work_off_at_once(channel, event_id)
        words, content_type = provider.answer(channel, call)
        return HttpResponse(words, content_type=content_type)


def call_of(request: HttpRequest, channel: Channel) -> Call:
    """The address is what they were told, or what we see: a proxy before us may have changed the scheme."""
    seen = request.build_absolute_uri()
    told = channel.settings.get("hook_url", "")
    query = request.META.get("QUERY_STRING", "")
    urls = (seen, seen.replace("http://", "https://", 1), told + (f"?{query}" if query else ""))
    return Call(
        request.method or "",
        tuple(dict.fromkeys(filter(None, urls))),
        request.body,
        request.headers.get("Content-Type", "")[:100],
        {name.lower(): value for name, value in request.headers.items()},
        request.GET.dict(),
    )


def _provider(channel_id: UUID) -> tuple[Channel, Provider]:
    channel = Channel.objects.in_use().filter(pk=channel_id).first()
    provider = channel and adapters.find(channel.kind)
    if not isinstance(provider, Provider) or not provider.has_calls:
        raise Http404
    return channel, provider
