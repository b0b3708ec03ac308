"""Pages of customers about what we told them: a delay, a disruption; and what they choose to do about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import Notice, NoticeRecipient
from rapport.care.notices import actions, asking, composing
from rapport.care.notices.actions.speaking import CHOICES, offered
from rapport.care.own_pages.forms import RatingForm
from rapport.core import formats
from rapport.core.forms import DateInput
from rapport.core.names import clean_lines
from rapport.core.prepared import prepared
from rapport.core.refusals import Refusal
from rapport.customers.own_pages.base import OwnPage
from rapport.messaging.own_pages.writing import write

State = NoticeRecipient.State
OUT = (Notice.State.SENDING, Notice.State.SENT, Notice.State.RESOLVED, Notice.State.REVIEWED)
OPEN = (Notice.State.SENDING, Notice.State.SENT)
WAIT, OTHER_DAY, CANCEL = "wait", "other_day", "cancel"
SILENT = (WAIT, "agree")  # nothing that we have to answer
OWN_FORM = (WAIT, OTHER_DAY, CANCEL)
RATE = "rate"
SHOWN = 30


class NothingToChoose(Refusal):
    code = "notice_over"
    message = gettext_lazy("This is settled meanwhile. Write to us if something is still open.")


@dataclass(frozen=True)
class Told:
    """What one customer was told, perhaps about one order of theirs, and what they may choose."""

    recipient: NoticeRecipient
    subject: str
    text: str
    news: str  # the latest since

    @property
    def notice(self) -> Notice:
        return self.recipient.notice

    @property
    def language(self) -> str:
        return self.recipient.message.language if self.recipient.message else ""

    @property
    def promised(self) -> Any:
        """The word that stands now, also when it was moved again since: the same moment that staff see."""
        row = self.recipient
        return row.order.promise if row.promise and row.order else row.promise

    @property
    def may_choose(self) -> bool:
        return may_choose(self.recipient)

    @property
    def may_wait(self) -> bool:
        return WAIT in offered(self.recipient)

    @property
    def chosen(self) -> str:
        return str(CHOICES.get(self.recipient.choice, ""))

    @property
    def conversation(self) -> Any:
        return self.recipient.message.conversation if self.recipient.message else None


class OtherDayForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Which day would suit you?"), required=False, widget=DateInput)
    words = forms.CharField(
        label=gettext_lazy("Anything else we should know?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def clean_words(self) -> str:
        return clean_lines(self.cleaned_data["words"])

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("day") and not said.get("words"):
            self.add_error("day", _("Name a day, or say in words what would suit you."))
        return said

    def said(self) -> str:
        day = self.cleaned_data.get("day")
        return "\n".join(filter(None, [formats.day(day) if day else "", self.cleaned_data["words"]]))


class ReasonForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Anything else we should know?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def said(self) -> str:
        return clean_lines(self.cleaned_data["words"])


def of(customer: UUID):
    """What they were told, the latest first; also what could not be sent, which they read here."""
    rows = NoticeRecipient.objects.filter(customer=customer, notice__state__in=OUT)
    rows = rows.filter(state__in=(State.TOLD, State.SPOKEN, State.HELD))
    with_it = ("notice__contact", "order__promise", "message__conversation", "latest", "promise", "customer")
    return rows.select_related(*with_it).order_by("-notice__told_at", "-id")


def may_choose(recipient: NoticeRecipient) -> bool:
    return bool(offered(recipient))


def told(recipient: NoticeRecipient) -> Told:
    """The words that reached them; of what was said by phone or could not be sent, what was written for them."""
    if recipient.message:
        subject, text = recipient.message.subject, composing.without_link(recipient.message.text)
    else:
        written = composing.shown_for(recipient.notice, recipient.customer)
        subject, text = (written.subject, written.text) if written else ("", "")
    return Told(recipient, subject, text, composing.without_link(recipient.latest.text) if recipient.latest else "")


@transaction.atomic
def choose(rows: list[NoticeRecipient], choice: str, words: str, *, at, by=None) -> None:
    """Note what they chose, for these orders of one notice. Whatever is more than waiting is also said to us, in one
    message, and so it is answered by a day. Raises `NothingToChoose`.
    """
    keys = [row.pk for row in rows]
    list(NoticeRecipient.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    open_ones = [row for row in rows if choice in offered(row)]
    if not open_ones:
        raise NothingToChoose
    for row in open_ones:
        row.refresh_from_db(fields=["choice", "choice_words"])  # pressed twice, it is said once
    fresh = [row for row in open_ones if (row.choice, row.choice_words) != (choice, words)]
    for row in fresh:
        actions.choose_option(row, choice, words=words, at=at, by_customer=True)
    if fresh and choice not in SILENT:
        _say(fresh, choice, words, at=at, by=by)


def _say(rows: list[NoticeRecipient], choice: str, words: str, *, at, by) -> None:
    first = rows[0]
    numbers = ", ".join(row.order.number for row in rows if row.order)
    about = _("Order %(number)s") % {"number": numbers} if numbers else ""
    conversation = first.message.conversation if first.message else None
    subject = first.message.subject if first.message else str(first.notice.get_kind_display())
    text = "\n\n".join(filter(None, [about, str(CHOICES[choice]), words]))
    write(first.customer, text, at=at, by=by, conversation=conversation, subject=subject)


class ListPage(OwnPage):
    def get(self, request):
        found = list(of(self.customer.pk)[:SHOWN])
        context = {"notices": [told(row) if row.message else Told(row, "", "", "") for row in found]}
        return render(request, "care/own_pages/notices.html", context)


class NoticePage(OwnPage):
    """What goes wrong, what it means for them, and what they would like: for one order, or several at once."""

    def dispatch(self, request, pk):
        self.recipient = of(self.customer.pk).filter(pk=pk).first()
        if self.recipient is None:
            raise Http404
        rows = of(self.customer.pk).filter(notice=self.recipient.notice, order__isnull=False).order_by("id")
        self.rows = list(rows) if self.recipient.order_id else [self.recipient]
        return super().dispatch(request, pk)

    def get(self, request, pk, form=None, choice="", status=200):
        found = told(self.recipient)
        offers = {name for row in self.rows for name in offered(row)}
        context = {
            "told": found,
            "offers": offers,
            "open_rows": [row for row in self.rows if offered(row)],
            "rows": self.rows,
            "other_day": form if choice == OTHER_DAY else OtherDayForm(auto_id="day_%s"),
            "reason": form if choice == CANCEL else ReasonForm(auto_id="cancel_%s"),
            "others": [(name, CHOICES[name]) for name in CHOICES if name in offers and name not in OWN_FORM],
            "may_rate": found.notice.state in asking.SOLVED and self.recipient.rating is None,
            "rate": form if choice == RATE else RatingForm(auto_id="rate_%s"),
            "refused": choice,
            "now": timezone.now(),
        }
        return render(request, "care/own_pages/notice.html", context, status=status)

    def post(self, request, pk):
        choice = request.POST.get("choice", "")
        if choice == RATE:
            return self.rate(request, pk)
        if choice not in CHOICES:
            raise Http404
        form = (OtherDayForm if choice == OTHER_DAY else ReasonForm)(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form, choice, status=422)
        words = "" if choice in SILENT else form.said()
        choose(self.meant(request), choice, words, at=timezone.now(), by=self.person)
        messages.success(request, _("Thank you. We have noted it."))
        return redirect("care_portal_notices:notice", pk)

    def meant(self, request) -> list[NoticeRecipient]:
        """One of their orders, or all of them."""
        asked = request.POST.get("which", "")
        rows = [row for row in self.rows if str(row.pk) == asked] if asked else self.rows
        if not rows:
            raise Http404
        return rows

    def rate(self, request, pk):
        form = RatingForm(request.POST, auto_id="rate_%s")
        if not form.is_valid():
            return self.get(request, pk, form, RATE, status=422)
        said = form.cleaned_data
        asking.rate(self.recipient, said["stars"], words=said["words"], at=timezone.now())
        messages.success(request, _("Thank you. We read every answer."))
        return redirect("care_portal_notices:notice", pk)


def on_order(request, order) -> dict | None:
    """The notice about an order of theirs, for its page. One query."""
    row = next(iter(_on_order(order.customer_id, order.pk)), None)
    if row is None:
        return None
    return {"told": told(row), "is_guest": request.visitor.is_guest}


@prepared
def _on_order(customer: UUID, order: UUID) -> QuerySet[NoticeRecipient]:
    return of(customer).filter(order=order, notice__state__in=OPEN)[:1]


def home(visitor) -> dict | None:
    """What they were told and may still choose about. One query, nothing when there is none."""
    rows = [row for row in of(visitor.customer_id).filter(notice__state__in=OPEN, choice="")[:3] if may_choose(row)]
    found = [told(row) for row in rows if row.message]
    return {"notices": found} if found else None
