"""Sending words that a provider approved, when it takes no others."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rapport.core.names import clean
from rapport.messaging.channels.whatsapp import GAP, templates_of
from rapport.messaging.inbox.views.base import AboutConversation
from rapport.messaging.models import Message
from rapport.messaging.outgoing import actions as outgoing
from rapport.messaging.outgoing.reasons import sentence_of

UNDO_SECONDS = 10


class ApprovedWords(AboutConversation):
    """One form for each template, with a field for each gap."""

    permission = {"get": "messaging.view_conversation", "post": "messaging.add_message"}

    def get(self, request, conversation, *, wrong: int | None = None, status: int = 200):
        offered = [
            {"number": number, "template": one, "pieces": pieces_of(one["text"])}
            for number, one in enumerate(templates_of(conversation.channel))
        ]
        if not offered or conversation.customer is None:
            return redirect(conversation)
        context = {"conversation": conversation, "offered": offered, "wrong": wrong}
        return render(request, "messaging/channels/approved.html", context, status=status)

    def post(self, request, conversation):
        known = templates_of(conversation.channel)
        number = request.POST.get("template", "")
        if conversation.customer is None or not number.isdecimal() or int(number) >= len(known):
            raise Http404
        template = known[int(number)]
        values = [clean(request.POST.get(f"gap_{at}", ""))[:300] for at in range(len(GAP.findall(template["text"])))]
        if not all(values):
            return self.get(request, conversation, wrong=int(number), status=422)
        message = outgoing.send(
            conversation.customer, filled(template["text"], values), by=request.user, conversation=conversation,
            undo_seconds=UNDO_SECONDS, language=template["language"][:2],
        )  # fmt: skip
        if message.state == Message.State.REFUSED:
            messages.warning(request, sentence_of(message.reason))
        else:
            messages.success(request, _("It goes out in a moment."))
        return redirect(conversation)


def pieces_of(text: str) -> list[dict]:
    """The words, and between them the gaps in their order."""
    found = []
    for at, words in enumerate(GAP.split(text)):
        if at:
            found.append({"gap": at - 1})
        if words:
            found.append({"words": words})
    return found


def filled(text: str, values: list[str]) -> str:
    left = iter(values)
    return re.sub(GAP, lambda _gap: next(left), text)
