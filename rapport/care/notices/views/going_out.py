"""A notice on its way: approving it, sending it, how far it is, news, and the word that it is solved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.care.models import Notice, NoticeRecipient, NoticeText
from rapport.care.notices import actions, asking, queries, templates
from rapport.care.notices.actions.approving import findings, may_approve, needs_second_person
from rapport.care.notices.actions.following import news_findings
from rapport.care.notices.composing import languages_needed, shown_for
from rapport.care.notices.forms import CallForm, NewsForm, OwnerForm, ReviewForm
from rapport.care.notices.measures import calls_first
from rapport.care.notices.refusals import AlreadyOut, NotOutYet, Solved
from rapport.care.notices.views.finding import AboutNotice, AboutRecipient
from rapport.core import formats
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.orders.models import Order

State = Notice.State
DRAFTS = (State.DRAFT, State.APPROVED)


class NoticePage(AboutNotice):
    """How it reads, what stands against it, how far it is, and what came of it."""

    permission = "care.view_notice"

    def get(self, request, notice):
        at = timezone.now()
        show = request.GET.get("show", "")
        context = {
            "notice": notice, "now": at, "show": show, "needs_second": needs_second_person(notice),
            "page": queries.recipients(notice, request.user, show=show, after=request.GET.get("after")),
            **(self.draft(request, notice, at) if notice.state in DRAFTS else self.out(request, notice)),
        }  # fmt: skip
        return render(request, "care/notices/notice.html", context)

    def draft(self, request, notice, at) -> dict:
        sample = next(iter(queries.samples(notice, request.user)), None)
        found = findings(notice, at=at)
        return {
            "is_draft": True, "sample": sample, "read": shown_for(notice, sample) if sample else None,
            "blocking": [one for one in found if one.blocks], "named": [one for one in found if not one.blocks],
            "may_approve": may_approve(notice, request.user), "is_late": queries.is_late(notice, at),
            "call_first": calls_first(notice, at), "only": queries.only_one(notice),
        }  # fmt: skip

    def out(self, request, notice) -> dict:
        sample = next(iter(queries.samples(notice, request.user)), None)
        return {
            "progress": queries.progress(notice), "replies": queries.replies(notice, request.user),
            "news": queries.news(notice), "early": queries.how_early(notice), "sample": sample,
            "read": shown_for(notice, sample) if sample else None,
            **(self.ratings(request, notice) if notice.state in asking.SOLVED else {}),
        }  # fmt: skip

    def ratings(self, request, notice) -> dict:
        return {
            "asked": asking.asked_of(notice),
            "ratings": asking.ratings(notice, Customer.objects.sight(request.user, "customer")),
        }


class Deed(AboutNotice):
    """One thing done to a notice: a page to read first, and a button."""

    heading = button = hint = ""
    icon = "check"
    tone = "primary"
    form_class = None

    def get(self, request, notice, form=None, status=200):
        form = form or (self.form_class() if self.form_class else None)
        context = {
            "notice": notice, "form": form, "heading": self.heading, "button": self.button, "icon": self.icon,
            "hint": self.said(notice), "tone": self.tone, "now": timezone.now(),
        }  # fmt: skip
        return render(request, "care/notices/deed.html", context, status=status)

    def post(self, request, notice):
        form = self.form_class(request.POST) if self.form_class else None
        if form and not form.is_valid():
            return self.get(request, notice, form, status=422)
        messages.success(request, self.act(request, notice, form))
        return redirect(notice)

    def said(self, notice) -> str:
        return str(self.hint)

    def act(self, request, notice, form) -> str:
        raise NotImplementedError


class SendingPage(Deed):
    """What went to many cannot be taken back, so one is asked."""

    heading, button, icon = gettext_lazy("Tell them now?"), gettext_lazy("Tell them"), "send"

    def get(self, request, notice, form=None, status=200):
        if notice.state not in DRAFTS:
            raise AlreadyOut
        return super().get(request, notice, form, status)

    def said(self, notice):
        if calls_first(notice, timezone.now()):
            return _("The promised moment is less than a day away: call first. A message may be read too late.")
        return _to_all(notice)

    def act(self, request, notice, form):
        actions.send_out(notice, at=timezone.now(), by=request.user)
        return _("It is going out.")


def _to_all(notice) -> str:
    said = ngettext(
        "%(count)s customer hears it in their language. It cannot be taken back.",
        "%(count)s customers hear it in their language. It cannot be taken back.",
        notice.recipient_count,
    )
    return said % {"count": formats.number(notice.recipient_count)}


class AskingPage(Deed):
    """To many, somebody else looks at it first."""

    heading, button, icon = gettext_lazy("Ask for approval?"), gettext_lazy("Ask for it"), "user-check"
    hint = gettext_lazy("It then stands on Today of those who may approve notices. Once they say yes it can go.")

    def act(self, request, notice, form):
        actions.ask_for_approval(notice, at=timezone.now(), by=request.user)
        return _("Those who may approve notices see it on Today.")


class ApprovalPage(Deed):
    permission = "care.approve_notice"
    heading, button, icon = gettext_lazy("Approve and send?"), gettext_lazy("Approve and send"), "send"

    def said(self, notice):
        return _to_all(notice)

    def act(self, request, notice, form):
        at = timezone.now()
        actions.approve(notice, at=at, by=request.user)
        actions.send_out(notice, at=at, by=request.user)
        return _("It is going out.")


class DroppingPage(Deed):
    heading, button, icon = gettext_lazy("Let this notice be?"), gettext_lazy("Let it be"), "trash"
    hint = gettext_lazy("Nobody is told by it. Do so when they know already, or when nothing goes wrong after all.")
    tone = "danger"

    def post(self, request, notice):
        actions.drop(notice)
        offer(request, _("Nobody is told by it."), reverse("care:notice_picking_up", args=[notice.pk]))
        return redirect(notice)


class PickingUpPage(Undo, AboutNotice):
    heading = gettext_lazy("Is it to be told after all?")
    explanation = gettext_lazy("It is a draft again, with its words and whom it concerns.")
    button = gettext_lazy("Make it a draft again")

    def undo(self, request, notice):
        actions.pick_up(notice)
        return _("It is a draft again.")

    def back(self, request, notice):
        return notice.get_absolute_url()


class WaitingPage(Deed):
    """It shall not go out by itself."""

    heading, button, icon = gettext_lazy("Keep it from going out by itself?"), gettext_lazy("Keep it"), "hand-stop"
    hint = gettext_lazy("It waits on Today until somebody sends it.")

    def act(self, request, notice, form):
        actions.edit(notice, at=timezone.now(), by=request.user, changes={}, texts={})
        return _("It waits for you.")


class ReviewPage(Deed):
    heading, button, form_class = gettext_lazy("What did we learn?"), gettext_lazy("Keep it"), ReviewForm
    hint = gettext_lazy("Was it told early enough, and true? What would you do otherwise next time?")

    def act(self, request, notice, form):
        actions.review(notice, form.cleaned_data["learned"], at=timezone.now())
        return _("Kept.")


class OwnerPage(Deed):
    heading, button, form_class = gettext_lazy("Give it to somebody else"), gettext_lazy("Give it"), OwnerForm
    hint = gettext_lazy("They get the answers to it, too, as far as nobody else has taken them.")
    icon = "user-share"

    def act(self, request, notice, form):
        owner = form.cleaned_data["owner"]
        actions.give_to(notice, owner, by=request.user, at=timezone.now())
        return _("%(name)s looks after it now.") % {"name": owner}


class NewsPage(AboutNotice):
    """News for the same people, at the stated time even if nothing is new."""

    heading, button, about, dated = gettext_lazy("Tell them the news"), gettext_lazy("Tell them"), "update", True

    def get(self, request, notice, form=None, status=200, found=()):
        if notice.state in (State.RESOLVED, State.REVIEWED):
            raise Solved
        if notice.state not in (State.SENDING, State.SENT):
            raise NotOutYet
        form = form or self.form(notice)
        context = {
            "notice": notice, "form": form, "heading": self.heading, "button": self.button, "found": found,
            "hint": "", "icon": "send", "tone": "primary", "now": timezone.now(),
        }  # fmt: skip
        return render(request, "care/notices/deed.html", context, status=status)

    def post(self, request, notice):
        form, at = self.form(notice, request.POST), timezone.now()
        if not form.is_valid():
            return self.get(request, notice, form, status=422)
        found = news_findings(notice, form.texts(), about=self.about, at=at)
        named = [one for one in found if one.blocks or "anyway" not in request.POST]
        if named:
            return self.get(request, notice, form, status=422, found=found)
        self.tell(notice, form, at=at, by=request.user)
        messages.success(request, _("It is going out to the same people."))
        return redirect(notice)

    def form(self, notice, data=None):
        return NewsForm(data, first=self.first(notice), dated=self.dated, notice=notice)

    def first(self, notice) -> dict:
        """What stands there to begin with."""
        told = {text.language: text.subject for text in notice.texts.filter(about=NoticeText.About.NOTICE)}
        return {one: templates.news(notice, one, told.get(one, "")) for one in languages_needed(notice)}

    def tell(self, notice, form, *, at, by) -> None:
        actions.update(notice, form.texts(), at=at, by=by, **form.dates())


class SolvedPage(NewsPage):
    heading, button = gettext_lazy("Tell them that it is solved"), gettext_lazy("Tell them")
    about, dated = "solved", False

    def first(self, notice):
        on = timezone.localdate()
        return {one: templates.solved(notice, one, on=on) for one in languages_needed(notice)}

    def tell(self, notice, form, *, at, by):
        actions.resolve(notice, form.texts(), at=at, by=by)


class CallPage(AboutRecipient):
    """Somebody told them by phone, or face to face."""

    def get(self, request, recipient, form=None, status=200):
        at = timezone.now()
        form = form or CallForm(writable=self.is_writable(recipient, at))
        context = {
            "recipient": recipient, "notice": recipient.notice, "form": form, "now": at,
            "phones": recipient.customer.phones.all(), "read": shown_for(recipient.notice, recipient.customer),
        }  # fmt: skip
        return render(request, "care/notices/call.html", context, status=status)

    def post(self, request, recipient):
        form = CallForm(request.POST, writable=self.is_writable(recipient, timezone.now()))
        if not form.is_valid():
            return self.get(request, recipient, form, status=422)
        said = form.cleaned_data
        actions.spoke(recipient, at=timezone.now(), by=request.user, **said)
        messages.success(request, _("Written down. What was promised moves with it."))
        return redirect(recipient.notice)

    def is_writable(self, recipient, at) -> bool:
        """Who could not be reached in writing, or should not be, is not written to after the call either."""
        return recipient.state == NoticeRecipient.State.WAITING and actions.can_be_written(recipient.notice, at)


class FromDelay(Page):
    """The draft about a delay of an order, wherever one comes from."""

    permission = "care.view_notice"

    def get(self, request, order_id):
        order = get_object_or_404(Order.objects.visible_to(request.user), pk=order_id)
        found = queries.visible(request.user).filter(order=order).exclude(state=State.DROPPED)
        return redirect(found.order_by("-made_at").first() or order)
