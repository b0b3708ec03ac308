"""What all pages about one conversation share."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from rapport.core.prepared import prepared
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.messaging.inbox.queries import SHOWS
from rapport.messaging.models import Conversation

WITH = ("customer", "channel", "assignee", "team", "promise", "merged_into")


def about(request: HttpRequest, pk) -> Conversation:
    """The conversation, if the reader may see it."""
    for conversation in _one(pk, sight=Customer.objects.sight(request.user, "customer")):
        return conversation
    raise Http404


@prepared
def _one(pk: UUID, *, sight: Q) -> QuerySet[Conversation]:
    rows = Conversation.objects.within(sight).filter(pk=pk)
    return rows.select_related(*WITH).prefetch_related("customer__salutations")


def show_of(request: HttpRequest, otherwise: str = "mine") -> str:
    """The list beside the conversation: as the address has it, or the form that was posted."""
    wanted = request.GET.get("show") or request.POST.get("show") or ""
    return wanted if wanted in SHOWS else otherwise


def address_in(conversation: Conversation, show: str, **more: str) -> str:
    words = {key: value for key, value in {"show": show if show != "mine" else "", **more}.items() if value}
    return conversation.get_absolute_url() + (f"?{urlencode(words)}" if words else "")


def onward(request: HttpRequest, conversation: Conversation) -> str:
    """Where the page said that one goes on, else the conversation itself."""
    path = request.POST.get("next", "")
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, {request.get_host()}):
        return path
    return address_in(conversation, show_of(request))


def offer_return(request: HttpRequest, said: str, event) -> None:
    """Say what was done; "Undo" where something changed."""
    offer(request, said, reverse("messaging:turning_back", args=[event.pk]) if event else "")


class AboutConversation(Page):
    """A page or a verb about one conversation. Whoever opens the address of a verb sees the conversation."""

    permission = {"get": "messaging.view_conversation", "post": "messaging.change_conversation"}

    def dispatch(self, request, pk):
        conversation = about(request, pk)
        if conversation.merged_into_id and request.method in ("GET", "HEAD"):
            return redirect(conversation.merged_into)
        return super().dispatch(request, conversation)

    def get(self, request, conversation) -> HttpResponse:
        return redirect(address_in(conversation, show_of(request)))
