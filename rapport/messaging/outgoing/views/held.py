"""What was held back, did not go out, or may have gone out: why, and what can be done about it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import keyset
from rapport.core.undo import where_they_are
from rapport.core.views import Page
from rapport.messaging.models import Conversation, Message
from rapport.messaging.outgoing import deciding
from rapport.messaging.outgoing.forms import WHY
from rapport.messaging.outgoing.reasons import may_be_overridden, sentence_of

S = Message.State
SHOWN = {
    "": (gettext_lazy("All"), (S.REFUSED, S.FAILED, S.BOUNCED, S.UNCERTAIN)),
    "held": (gettext_lazy("Held back"), (S.REFUSED,)),
    "failed": (gettext_lazy("Not sent"), (S.FAILED, S.BOUNCED)),
    "unclear": (gettext_lazy("May have been sent"), (S.UNCERTAIN,)),
}


class HeldBackPage(Page):
    """The latest first. Three queries."""

    permission = "messaging.view_message"

    def get(self, request):
        show = request.GET.get("show", "")
        if show not in SHOWN:
            raise Http404
        rows = Message.objects.visible_to(request.user).filter(state__in=SHOWN[show][1])
        rows = rows.select_related("customer", "conversation", "channel", "by")
        try:
            page = keyset.page(rows, order=("-at", "-id"), after=request.GET.get("after"), size=50)
        except keyset.BadCursor as problem:
            raise Http404 from problem
        for message in page.items:
            message.why = sentence_of(message.reason) if message.reason else message.get_state_display()
            message.said = WHY.get(message.detail, message.detail)  # of a hold
            message.may_be_overridden = message.state == S.REFUSED and may_be_overridden(message.reason)
        choices = [(name, label, name == show) for name, (label, _states) in SHOWN.items()]
        return render(request, "messaging/outgoing/held_back.html", {"page": page, "choices": choices, "show": show})


class AboutMessage(Page):
    permission = {"get": "messaging.view_message", "post": "messaging.add_message"}

    def dispatch(self, request, pk):
        rows = Message.objects.visible_to(request.user).filter(
            conversation__in=Conversation.objects.visible_to(request.user), direction=Message.Direction.OUT
        )
        return super().dispatch(request, get_object_or_404(rows.select_related("conversation", "customer"), pk=pk))

    def get(self, request, message):
        return redirect(message)


class SendingAgain(AboutMessage):
    """It was not sent, or nobody knows: once more, by somebody's word."""

    def post(self, request, message):
        deciding.send_again(message, request.user)
        messages.success(request, _("It is sent once more."))
        return redirect(where_they_are(request) or message)


class Confirmation(AboutMessage):
    """Somebody knows that it arrived: it counts as sent."""

    def post(self, request, message):
        deciding.confirm_sent(message, request.user)
        messages.success(request, _("It counts as sent."))
        return redirect(where_they_are(request) or message)


class Overriding(AboutMessage):
    """It was held back; somebody who may decide sends it all the same and says why."""

    permission = "messaging.override_refusal"

    def get(self, request, message, problem="", status=200):
        context = {"message": message, "problem": problem, "why": sentence_of(message.reason)}
        return render(request, "messaging/outgoing/overriding.html", context, status=status)

    def post(self, request, message):
        because = request.POST.get("because", "").strip()
        if not because:
            return self.get(request, message, _("Say why it is right to send it."), status=422)
        deciding.override(message, request.user, because)
        messages.success(request, _("It is sent, with your reason beside it."))
        return redirect(where_they_are(request) or message)
