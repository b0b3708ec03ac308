"""What can be done about one message of ours that did not go its way."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.undo import Undo
from rapport.core.views import Page
from rapport.messaging.inbox import drafting
from rapport.messaging.inbox.changing import turn_back
from rapport.messaging.models import Conversation, Message
from rapport.messaging.outgoing import actions as outgoing

WRITE = {"get": "messaging.view_message", "post": "messaging.add_message"}


class AboutMessage(Page):
    permission = WRITE

    def dispatch(self, request, pk):
        rows = Message.objects.visible_to(request.user).filter(
            conversation__in=Conversation.objects.visible_to(request.user), direction=Message.Direction.OUT
        )
        return super().dispatch(request, get_object_or_404(rows.select_related("conversation", "customer"), pk=pk))

    def get(self, request, message):
        return redirect(message)


class TakingBack(Undo, AboutMessage):
    """Not sent after all: the words are a draft again."""

    heading = gettext_lazy("Take this message back?")

    def undo(self, request, message):
        outgoing.take_back(message, request.user)
        reopen_if_closed_with(message, by=request.user)
        drafting.take_up(
            request.user,
            conversation=message.conversation,
            text=message.text,
            subject=message.subject,
            at=timezone.now(),
        )
        return _("Not sent. Your words are a draft again.")


class SendingAgain(AboutMessage):
    """It was not sent, or nobody knows: once more, by somebody's word."""

    def post(self, request, message):
        outgoing.send_again(message, request.user)
        messages.success(request, _("It is sent once more."))
        return redirect(message)


class Confirmation(AboutMessage):
    """Somebody knows that it arrived: it counts as sent."""

    def post(self, request, message):
        outgoing.confirm_sent(message, request.user)
        messages.success(request, _("It counts as sent."))
        return redirect(message)


class Overriding(AboutMessage):
    """It was held back; somebody who may decide sends it all the same and says why."""

    permission = "messaging.override_refusal"

    def get(self, request, message, problem="", status=200):
        context = {"message": message, "problem": problem}
        return render(request, "messaging/inbox/overriding.html", context, status=status)

    def post(self, request, message):
        because = request.POST.get("because", "").strip()
        if not because:
            return self.get(request, message, _("Say why it is right to send it."), status=422)
        outgoing.override(message, request.user, because[:300])
        messages.success(request, _("It is sent, with your reason beside it."))
        return redirect(message)


def reopen_if_closed_with(message: Message, *, by) -> None:
    """Whoever sent it and called the conversation done has it back in the list."""
    closed = message.conversation.events.filter(kind="closed", facts__message=str(message.pk)).first()
    if closed and message.conversation.state == Conversation.State.DONE:
        turn_back(closed, by=by, at=timezone.now())
