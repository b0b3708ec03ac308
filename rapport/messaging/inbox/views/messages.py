"""A message that was sent by mistake: for ten seconds, or until its time, it is taken back."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.undo import Undo
from rapport.core.views import Page
from rapport.messaging.inbox.taking_back import take_back
from rapport.messaging.models import Conversation, Message

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
        take_back(message, by=request.user, at=timezone.now())
        return _("Not sent. Your words are a draft again.")
