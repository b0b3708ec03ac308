"""What needs a word more than a press: to whom, until when, why."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.ids import is_id
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.queries import search
from rapport.messaging.inbox import actions, handing, joining, snoozing
from rapport.messaging.inbox.forms import AssignmentForm, HandoverForm, SnoozeForm, TagsForm
from rapport.messaging.inbox.linkables import linkables, shown
from rapport.messaging.inbox.views.base import AboutConversation, address_in, offer_return, onward, show_of
from rapport.messaging.incoming import deciding
from rapport.messaging.incoming.senders import candidates
from rapport.messaging.models import Conversation, ConversationLink, Message
from rapport.messaging.models.conversations import LATEST

MOST_OFFERED = 20
CHANGE = "messaging.change_conversation"


class Dialog(AboutConversation):
    """A form about one conversation. Writes `form`, `save`, and `context` where it shows more."""

    permission = CHANGE
    template = "messaging/inbox/dialog.html"
    heading = ""
    button = ""
    icon = "check"

    def form(self, conversation, data=None):
        raise NotImplementedError

    def context(self, conversation) -> dict:
        return {}

    def get(self, request, conversation, form=None, status=200):
        context = {
            "conversation": conversation, "form": form or self.form(conversation), "heading": self.title(conversation),
            "button": self.button, "icon": self.icon, "show": show_of(request), **self.context(conversation),
        }  # fmt: skip
        return render(request, self.template, context, status=status)

    def post(self, request, conversation):
        form = self.form(conversation, request.POST)
        if not form.is_valid():
            return self.get(request, conversation, form, status=422)
        said, event = self.save(conversation, form.cleaned_data)
        offer_return(request, said, event)
        return redirect(onward(request, conversation))

    def title(self, conversation) -> str:
        raise NotImplementedError

    def save(self, conversation, said):
        raise NotImplementedError


class Assignment(Dialog):
    permission = "messaging.assign_conversation"
    icon = "user-share"

    def title(self, conversation):
        return _("Who answers?")

    @property
    def button(self):
        return _("Give it to them")

    def form(self, conversation, data=None):
        return AssignmentForm(data, conversation=conversation, initial={"to": conversation.assignee_id})

    def save(self, conversation, said):
        to = said["to"]
        event = actions.assign(conversation, to, by=self.request.user, at=timezone.now())
        return _("It is in the hands of %(name)s.") % {"name": to} if to else _("It is in nobody’s hands now."), event


class Handover(Dialog):
    permission = "messaging.assign_conversation"
    template = "messaging/inbox/handover.html"
    icon = "users"

    def title(self, conversation):
        return _("Hand over to others")

    @property
    def button(self):
        return _("Hand over")

    def form(self, conversation, data=None):
        return HandoverForm(data, conversation=conversation)

    def save(self, conversation, said):
        event = handing.hand_over(
            conversation, by=self.request.user, at=timezone.now(), team=said["team"], person=said["person"],
            reason=said["reason"], tells=bool(said.get("tells")),
        )  # fmt: skip
        return _("Handed over. The time for the answer keeps running."), event


class Snoozing(Dialog):
    template = "messaging/inbox/snoozing.html"
    icon = "zzz"

    def title(self, conversation):
        return _("Put off until…")

    @property
    def button(self):
        return _("Put off")

    def form(self, conversation, data=None):
        return SnoozeForm(data)

    def context(self, conversation):
        return {"choices": snoozing.choices(self.request.user, timezone.now())}

    def save(self, conversation, said):
        at = timezone.now()
        event = actions.snooze(conversation, said["until"], by=self.request.user, at=at)
        return _("Put off until %(moment)s.") % {"moment": formats.moment(said["until"], at=at)}, event


class Tagging(Dialog):
    icon = "tag"

    def title(self, conversation):
        return _("Tags")

    @property
    def button(self):
        return _("Save")

    def form(self, conversation, data=None):
        return TagsForm(data, initial={"tags": ", ".join(conversation.tags)})

    def save(self, conversation, said):
        return _("Saved."), actions.tag(conversation, said["tags"], by=self.request.user, at=timezone.now())


class Merging(AboutConversation):
    """Which of their conversations this one becomes part of."""

    permission = CHANGE

    def get(self, request, conversation):
        context = {"conversation": conversation, "others": others_of(request, conversation), "show": show_of(request)}
        return render(request, "messaging/inbox/merging.html", context)

    def post(self, request, conversation):
        wanted = request.POST.get("into", "")
        into = get_object_or_404(others_of(request, conversation, shown=False), pk=wanted if is_id(wanted) else None)
        event = joining.merge(conversation, into, by=request.user, at=timezone.now())
        offer_return(request, _("They are one conversation now."), event)
        return redirect(address_in(into, show_of(request)))


class Splitting(AboutConversation):
    """From one message on it is another conversation."""

    permission = CHANGE

    def get(self, request, conversation):
        if "message" not in request.GET:
            return super().get(request, conversation)
        start = first_of(conversation, request.GET["message"])
        context = {"conversation": conversation, "start": start, "show": show_of(request)}
        return render(request, "messaging/inbox/splitting.html", context)

    def post(self, request, conversation):
        start = first_of(conversation, request.POST.get("message", ""))
        at = timezone.now()
        fresh = joining.split(conversation, start, by=request.user, at=at)
        offer(request, _("It is a conversation of its own now."), reverse("messaging:joining_again", args=[fresh.pk]))
        return redirect(address_in(fresh, show_of(request)))


class JoiningAgain(AboutConversation):
    """The undo of a split: what was split off goes back."""

    permission = CHANGE

    def post(self, request, conversation):
        former = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation.split_from_id)
        event = joining.merge(conversation, former, by=request.user, at=timezone.now())
        offer_return(request, _("They are one conversation again."), event)
        return redirect(former)


class Linking(AboutConversation):
    """What it is about: one of their promises or orders."""

    permission = CHANGE

    def get(self, request, conversation):
        context = {
            "conversation": conversation,
            "offers": offers_of(request, conversation),
            "linked": shown(conversation.links.all(), request.user),
            "show": show_of(request),
        }
        return render(request, "messaging/inbox/linking.html", context)

    def post(self, request, conversation):
        name, _sep, key = request.POST.get("about", "").partition(":")
        chosen = [
            (about, label) for about, rows in offers_of(request, conversation) for pk, label, *_more in rows
            if (about.name, str(pk)) == (name, key)
        ]  # fmt: skip
        if not chosen:
            return redirect("messaging:linking", conversation.pk)
        row = joining.link(conversation, name, key, chosen[0][1], by=request.user, at=timezone.now())
        offer(request, _("Linked."), reverse("messaging:unlinking", args=[row.pk]))
        return redirect(onward(request, conversation))


class Unlinking(Page):
    permission = CHANGE

    def dispatch(self, request, pk):
        rows = ConversationLink.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
        return super().dispatch(request, get_object_or_404(rows.select_related("conversation"), pk=pk))

    def get(self, request, link):
        return redirect(link.conversation)

    def post(self, request, link):
        joining.unlink(link, by=request.user, at=timezone.now())
        messages.success(request, _("It is not linked any more."))
        return redirect(link.conversation)


def others_of(request, conversation: Conversation, *, shown: bool = True):
    """Other conversations with the same customer; with nobody's, those with the same address."""
    rows = Conversation.objects.visible_to(request.user).standing().exclude(pk=conversation.pk)
    if conversation.customer_id:
        rows = rows.filter(customer=conversation.customer_id)
    else:
        rows = rows.filter(customer=None, channel=conversation.channel, peer=conversation.peer)
    rows = rows.select_related("channel").order_by(*LATEST)
    return rows[:MOST_OFFERED] if shown else rows


def first_of(conversation: Conversation, key: str) -> Message:
    return get_object_or_404(Message.objects.filter(conversation=conversation), pk=key if is_id(key) else None)


def offers_of(request, conversation: Conversation) -> list[tuple]:
    """One query for each kind of thing."""
    if conversation.customer is None:
        return []
    found = [(about, list(about.offer(conversation.customer))) for about in linkables.for_user(request.user)]
    return [(about, rows) for about, rows in found if rows]


class Deciding(AboutConversation):
    """Whose it is, when the address is that of several, or of nobody."""

    permission = CHANGE

    def get(self, request, conversation):
        text = request.GET.get("q", "").strip()[:200]
        seen = Customer.objects.visible_to(request.user)
        likely = [one for one in candidates(conversation) if seen.filter(pk=one.pk).exists()]
        found = [match.customer for match in search(seen.in_use(), text, limit=MOST_OFFERED)] if text else []
        context = {"conversation": conversation, "likely": likely, "found": found, "q": text, "show": show_of(request)}
        return render(request, "messaging/inbox/deciding.html", context)

    def post(self, request, conversation):
        at, wanted = timezone.now(), request.POST.get("customer", "")
        if wanted == "new":
            deciding.decide_new(conversation, by=request.user, at=at)
        else:
            seen = Customer.objects.visible_to(request.user)
            customer = get_object_or_404(seen, pk=wanted if is_id(wanted) else None)
            deciding.decide(conversation, customer, by=request.user, at=at)
        messages.success(request, _("It is part of their story now."))
        return redirect(address_in(conversation, show_of(request)))
