"""What the frame asks and tells."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from rapport.core.circumstances import address_of
from rapport.core.emails import email_key
from rapport.core.live import STATE, known, nothing_new, state_of
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.core.streams.telling import address_for, ticket_for
from rapport.core.views import PublicPage
from rapport.messaging.chat import confirming, hours, limits, live, saying, showing, visitors
from rapport.messaging.chat.views.base import ChatPart
from rapport.messaging.inbox.views.base import AboutConversation
from rapport.messaging.inbox.views.files import answer_with
from rapport.messaging.models import ChannelKind, ChatVisitor
from rapport.timeline.files import SHOWN_IN_PLACE


def refused(refusal: Refusal, status: int = 409) -> JsonResponse:
    status = 429 if isinstance(refusal, limits.TooOften) else status
    return JsonResponse({"said": str(refusal.message)}, status=status, headers={"Cache-Control": "no-store"})


class TalkPart(ChatPart):
    """What was said, as HTML; and saying something. The first words of a browser make its visitor."""

    def get(self, request, pk):
        if self.visitor is None:
            gone = "Authorization" in request.headers
            return self.answer({"hours": hours.hours(self.channel, self.at, _zone(request)).words, "gone": gone})
        try:
            limits.count(limits.ASKING, self.visitor.pk)
        except limits.TooOften as refusal:
            return refused(refusal)
        visitors.note_seen(self.visitor, at=self.at, language=self.language, zone=_zone(request))
        return self.state(request, is_read=request.GET.get("read") == "1")

    def post(self, request, pk):
        try:
            text, files = saying.readied(request.POST.get("text", ""), request.FILES.getlist("files"))
            key, secret = _key(request), ""
            if self.visitor is None:
                self.visitor, secret = self._new(request)
            saying.say(self.visitor, text, files, key=key, at=self.at)
        except Refusal as refusal:
            return refused(refusal)
        except ValueError:
            return JsonResponse({"said": _("This could not be sent.")}, status=422)
        self.visitor = ChatVisitor.objects.select_related("channel", "conversation").get(pk=self.visitor.pk)
        return self.state(request, is_read=True, secret=secret)

    def _new(self, request: HttpRequest) -> tuple[ChatVisitor, str]:
        limits.count(limits.NEW, address_of(request))
        limits.count(limits.OF_ALL, self.channel.pk)
        return visitors.make(self.channel, language=self.language, zone=_zone(request), at=self.at)

    def state(self, request: HttpRequest, *, is_read: bool, secret: str = "") -> HttpResponse:
        visitor = self.visitor
        visitor.channel = self.channel
        conversation = showing.conversation_of(visitor)
        messages = showing.messages_of(visitor, conversation) if conversation else []
        showing.note_shown(visitor, messages, is_read=is_read, at=self.at)
        said = hours.hours(self.channel, self.at, visitor.zone).words
        unread = showing.unread(visitor, messages)
        state = state_of(
            *(m.pk for m in messages), said, visitor.email, visitor.email_confirmed_at, unread, self.language
        )
        wants_ticket = "ticket" in request.GET or bool(secret)
        if state == known(request) and not wants_ticket:
            return nothing_new(state)
        answer = {
            "html": render_to_string(
                "messaging/chat/_messages.html",
                {"lines": showing.lines_of(visitor, messages), "zone": visitor.zone, "now": self.at},
            ),
            "hours": said,
            "unread": unread,
            "email": visitor.email,
        }
        if wants_ticket and (where := address_for(request)) and conversation:
            topics = [live.of_conversation(conversation)]
            answer["stream"] = {
                "address": where,
                "ticket": ticket_for(topics, owner=visitor.stream, here=visitor.stream),
            }
        if secret:
            answer["secret"] = secret
        return self.answer(answer, state)

    def answer(self, said: dict, state: str = "") -> HttpResponse:
        return JsonResponse(said, headers={STATE: state, "Cache-Control": "no-store"})


class TypingPart(ChatPart):
    """They are writing. Whoever asks this address for anything gets nothing."""

    def get(self, request, pk):
        return HttpResponse(status=204)

    def post(self, request, pk):
        conversation = self.visitor and showing.conversation_of(self.visitor)
        if conversation:
            try:
                limits.count(limits.ASKING, self.visitor.pk)
            except limits.TooOften as refusal:
                return refused(refusal)
            live.typing(conversation, live.THEY_WRITE)
        return HttpResponse(status=204)


class AddressPart(ChatPart):
    """Where answers go when they have left."""

    def get(self, request, pk):
        return HttpResponse(status=204)

    def post(self, request, pk):
        if self.visitor is None or self.visitor.conversation_id is None:
            raise Http404
        try:
            address = forms.EmailField(max_length=254).clean(request.POST.get("email", ""))
            email_key(address)
            self.visitor.channel = self.channel
            confirming.leave_address(
                self.visitor,
                address,
                clean(request.POST.get("name", "")),
                at=self.at,
                base=f"{request.scheme}://{request.get_host()}",
            )
        except (ValidationError, ValueError):
            return JsonResponse({"said": _("This is no e-mail address. It looks like name@example.com.")}, status=422)
        except Refusal as refusal:
            return refused(refusal)
        return JsonResponse({"email": address}, headers={"Cache-Control": "no-store"})


class FilePart(PublicPage):
    """A file of the chat, by a link that is good for an hour and for its visitor's messages only."""

    def get(self, request, token):
        file = showing.file_of(token)
        if file is None:
            raise Http404
        return answer_with(file, in_place=frozenset() if file.is_dangerous else SHOWN_IN_PLACE)


class AnsweringPart(AboutConversation):
    """A colleague writes an answer: their visitor sees that somebody does."""

    permission = {"get": "messaging.view_conversation", "post": "messaging.add_message"}

    def post(self, request, conversation):
        if conversation.channel.kind == ChannelKind.WEBCHAT:
            live.typing(conversation, live.WE_WRITE)
        return HttpResponse(status=204)


def _zone(request: HttpRequest) -> str:
    return visitors.zone_named((request.GET.get("zone") or request.POST.get("zone") or "")[:64])


def _key(request: HttpRequest) -> UUID:
    return UUID(request.POST.get("key", ""))
