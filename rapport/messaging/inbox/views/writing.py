"""Writing first: a new conversation with a customer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rapport.core.ids import is_id
from rapport.core.refusals import Refusal
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.queries import search
from rapport.messaging.inbox import canned, composing, drafting, replying
from rapport.messaging.inbox.forms import ReplyForm
from rapport.messaging.inbox.greeting import opening, signature_of
from rapport.messaging.inbox.views.composing import (
    chosen_channel,
    drafted,
    file_added,
    say_sent,
    told,
    written,
)
from rapport.messaging.models import Conversation, Preference

MOST = 20


class ChoosingWhom(Page):
    """To whom? Found as one types."""

    permission = "messaging.add_message"

    def get(self, request):
        text = request.GET.get("q", "").strip()[:200]
        customers = Customer.objects.visible_to(request.user).in_use()
        found = [match.customer for match in search(customers, text, limit=MOST)] if text else []
        return render(request, "messaging/inbox/whom.html", {"q": text, "found": found})


class WritingTo(Page):
    """The first words to one customer, greeting already written."""

    permission = "messaging.add_message"

    def dispatch(self, request, customer_id):
        customers = Customer.objects.visible_to(request.user)
        return super().dispatch(request, get_object_or_404(customers, pk=customer_id))

    def get(self, request, customer, form=None, status=200) -> HttpResponse:
        channels = in_order(customer, composing.channels_for(customer))
        began = opening(customer, channel_kind=channels[0].kind if channels else "")
        draft = drafting.draft_of(request.user, customer=customer)
        context = {
            "customer": customer,
            "channels": channels,
            "form": form or self.form(customer, channels, began, draft),
            "opening": began,
            "draft": draft,
            "signature": signature_of(request.user, began.language),
        }
        return render(request, "messaging/inbox/writing.html", context, status=status)

    def post(self, request, customer):
        channels = in_order(customer, composing.channels_for(customer))
        form = ReplyForm(request.POST, request.FILES, channels=channels, auto_id="reply_%s")
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        channel = form.cleaned_data["channel"] or (channels[0] if channels else None)
        began = opening(customer, channel_kind=channel.kind if channel else "")
        at = timezone.now()
        try:
            message = replying.begin(
                customer, written(request, form), by=request.user, at=at, channel=channel, opening=began
            )
        except Refusal as problem:
            form.add_error("body", str(problem))
            return self.get(request, customer, form, status=422)
        drafting.used_up(drafting.draft_of(request.user, customer=customer))
        canned.used(request.POST.getlist("ready"))
        say_sent(request, message, None, at)
        return redirect(message.conversation)

    def form(self, customer, channels, began, draft) -> ReplyForm:
        initial = {"body": began.text, "channel": channels[0].pk if channels else None}
        if draft:
            initial |= {"body": draft.text, "subject": draft.subject, "cc": draft.cc}
        return ReplyForm(initial=initial, channels=channels, auto_id="reply_%s")


class DraftingTo(WritingTo):
    """What one has begun to write to them, kept as one types."""

    def get(self, request, customer):
        return redirect("messaging:writing_to", customer.pk)

    def post(self, request, customer):
        channels = composing.channels_for(customer)
        began = opening(customer, channel_kind="email")
        draft = drafting.save_draft(
            request.user, customer=customer, at=timezone.now(), channel=chosen_channel(request, channels),
            **drafted(request, began),
        )  # fmt: skip
        return told(request, draft, customer)


class DraftFilesTo(DraftingTo):
    def post(self, request, customer):
        return file_added(request, customer=customer)


class ReadyAnswers(Page):
    """Ready answers for one customer, their fields filled in. In a dialog; a press puts one into the composer.

    `in` is the conversation in which one answers.
    """

    permission = "messaging.add_message"

    def get(self, request, customer_id):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        wanted, text = request.GET.get("in", ""), request.GET.get("q", "").strip()[:100]
        theirs = Conversation.objects.filter(customer=customer)
        conversation = theirs.filter(pk=wanted).first() if is_id(wanted) else None
        found = canned.offered(request.user, customer, text)
        context = {
            "customer": customer,
            "found": canned.all_filled(found, customer=customer, by=request.user, conversation=conversation),
            "q": text,
            "conversation": conversation,
        }
        return render(request, "messaging/inbox/ready.html", context)


def in_order(customer, channels):
    """As they like to be reached; what they never want is left out."""
    wish = Preference.objects.filter(customer=customer).first()
    if wish is None:
        return sorted(channels, key=lambda one: (not one.is_default, one.position))
    ranks = {kind: at for at, kind in enumerate(wish.kinds)}
    wanted = [one for one in channels if one.kind not in wish.never]
    return sorted(wanted, key=lambda one: (ranks.get(one.kind, len(ranks)), not one.is_default, one.position))
