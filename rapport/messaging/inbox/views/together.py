"""The same thing done to several conversations of a list."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.ids import is_id
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.messaging.inbox import together
from rapport.messaging.inbox.views.base import show_of
from rapport.messaging.models import Conversation, ConversationEvent
from rapport.staff.models import User

MOST = 100


class Together(Page):
    """Close, give to somebody, or call spam whatever was ticked."""

    permission = {"get": "messaging.view_conversation", "post": "messaging.change_conversation"}

    def get(self, request):
        return redirect(back_to(show_of(request), choose="1"))

    def post(self, request):
        keys = [key for key in request.POST.getlist("chosen") if is_id(key)][:MOST]
        rows = list(Conversation.objects.visible_to(request.user).standing().filter(pk__in=keys))
        deed, at = request.POST.get("deed", ""), timezone.now()
        if not rows:
            messages.warning(request, _("Choose some conversations first."))
            return redirect(back_to(show_of(request), choose="1"))
        if deed == "assign" and "to" not in request.POST:
            people = User.objects.working_here()
            return render(
                request, "messaging/inbox/together.html", {"rows": rows, "people": people, "show": show_of(request)}
            )
        events = together.do(deed, rows, by=request.user, at=at, to=request.POST.get("to", ""))
        said = ngettext("%(n)s conversation is changed.", "%(n)s conversations are changed.", len(events))
        address = f"{reverse('messaging:together_back')}?{urlencode({'of': [e.pk for e in events]}, doseq=True)}"
        offer(request, said % {"n": len(events)}, address if events else "")
        return redirect(back_to(show_of(request)))


class TogetherBack(Undo, Page):
    permission = "messaging.change_conversation"

    def undo(self, request):
        keys = [key for key in request.GET.getlist("of") if is_id(key)][:MOST]
        seen = Conversation.objects.visible_to(request.user)
        rows = ConversationEvent.objects.filter(pk__in=keys, conversation__in=seen, by=request.user)
        n = together.turn_all_back(rows.select_related("conversation"), by=request.user, at=timezone.now())
        said = ngettext("%(n)s conversation is as it was.", "%(n)s conversations are as they were.", n)
        return said % {"n": n}

    def back(self, request):
        return reverse("messaging:inbox")


def back_to(show: str, **more: str) -> str:
    return f"{reverse('messaging:inbox')}?{urlencode({'show': show, **more})}"
