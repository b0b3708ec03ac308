"""One press each: what it is, and how it is turned back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.undo import Undo
from rapport.core.views import Page
from rapport.messaging.inbox import actions, joining, noting
from rapport.messaging.inbox.changing import turn_back
from rapport.messaging.inbox.views.base import AboutConversation, offer_return, onward
from rapport.messaging.models import Conversation, ConversationEvent


class Verb(AboutConversation):
    """Writes `do`, and `said` about it."""

    said = ""

    def do(self, request, conversation):
        raise NotImplementedError

    def post(self, request, conversation) -> HttpResponse:
        event = self.do(request, conversation)
        offer_return(request, str(self.said), event)
        return redirect(onward(request, conversation))


class Taking(Verb):
    said = gettext_lazy("It is in your hands.")

    def do(self, request, conversation):
        return actions.take(conversation, by=request.user, at=timezone.now())


class Releasing(Verb):
    said = gettext_lazy("It is in nobody’s hands now.")

    def do(self, request, conversation):
        return actions.assign(conversation, None, by=request.user, at=timezone.now())


class Waking(Verb):
    said = gettext_lazy("It is back in the list.")

    def do(self, request, conversation):
        return actions.wake(conversation, by=request.user, at=timezone.now())


class Closing(Verb):
    said = gettext_lazy("Done.")

    def do(self, request, conversation):
        return actions.close(conversation, by=request.user, at=timezone.now())


class Reopening(Verb):
    said = gettext_lazy("It is open again.")

    def do(self, request, conversation):
        return actions.reopen(conversation, by=request.user, at=timezone.now())


class Spam(Verb):
    said = gettext_lazy("It stands under spam. Nobody has to answer it.")

    def do(self, request, conversation):
        return actions.mark_spam(conversation, by=request.user, at=timezone.now())


class NoSpam(Verb):
    said = gettext_lazy("It is no spam. The answer is owed from when they wrote.")

    def do(self, request, conversation):
        return actions.not_spam(conversation, by=request.user, at=timezone.now())


class Following(AboutConversation):
    """Follow it, or no longer: one's own business, so readers may, too."""

    permission = "messaging.view_conversation"

    def post(self, request, conversation):
        if request.POST.get("off"):
            actions.unfollow(conversation, user=request.user)
            messages.success(request, _("You don’t follow it any more."))
        else:
            actions.follow(conversation, user=request.user, at=timezone.now())
            messages.success(request, _("You follow it. It stands under “Followed”."))
        return redirect(onward(request, conversation))


class Agreeing(AboutConversation):
    """They said yes: we understood them rightly."""

    def post(self, request, conversation):
        noting.confirm_restated(conversation, by=request.user, at=timezone.now())
        messages.success(request, _("Noted: they said yes."))
        return redirect(onward(request, conversation))


class TurningBack(Undo, Page):
    """What somebody did to a conversation, undone."""

    permission = "messaging.change_conversation"
    heading = gettext_lazy("Undo this?")

    def dispatch(self, request, pk):
        rows = ConversationEvent.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
        return super().dispatch(request, get_object_or_404(rows.select_related("conversation"), pk=pk))

    def undo(self, request, event):
        how = joining.unmerge if event.kind == "merged" else turn_back
        how(event, by=request.user, at=timezone.now())
        return _("It is as it was.")

    def back(self, request, event):
        return event.conversation.get_absolute_url()
