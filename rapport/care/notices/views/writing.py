"""Writing a notice, and saying whom it concerns."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rapport.care.models import Notice, NoticeText
from rapport.care.notices import actions, checking, queries
from rapport.care.notices.composing import Composer, languages_needed, recipients
from rapport.care.notices.facts import Theirs, theirs
from rapport.care.notices.forms import NoticeForm
from rapport.care.notices.refusals import AlreadyOut
from rapport.care.notices.views.finding import AboutNotice
from rapport.care.notices.whom import Orders, Picked, Segment
from rapport.care.notices.whom_forms import OrdersForm, SegmentForm
from rapport.core import formats
from rapport.core.consequences import is_preview
from rapport.customers.models import Customer
from rapport.customers.queries import search
from rapport.orders.views.placing import suggestions

FOUND = 8


class EditPage(AboutNotice):
    """The seven parts in every language that is needed; beside them how it reads, and what stands against it."""

    def get(self, request, notice, form=None, status=200):
        if notice.state != Notice.State.DRAFT:
            raise AlreadyOut
        texts = {text.language: text for text in notice.texts.filter(about=NoticeText.About.NOTICE)}
        needed = languages_needed(notice)
        form = form or NoticeForm(notice=notice, texts=texts, languages=needed)
        context = {
            "notice": notice, "form": form, "now": timezone.now(), "seen": _stamp(notice.edited_at),
            "languages": [(one, formats.language_name(one), count, form.of(one)) for one, count in needed.items()],
            **self.preview(request, notice, texts, needed),
        }  # fmt: skip
        return render(request, "care/notices/edit.html", context, status=status)

    def post(self, request, notice):
        if notice.state != Notice.State.DRAFT:
            raise AlreadyOut
        texts = {text.language: text for text in notice.texts.filter(about=NoticeText.About.NOTICE)}
        needed = languages_needed(notice)
        form = NoticeForm(request.POST, notice=notice, texts=texts, languages=needed)
        is_valid = form.is_valid()
        if is_preview(request):
            _try_on(notice, texts, form)
            context = {"notice": notice, **self.preview(request, notice, texts, needed)}
            return render(request, "care/notices/_preview.html", context)
        if not is_valid:
            return self.get(request, notice, form, status=422)
        seen = parse_datetime(request.POST["seen"]) if request.POST.get("seen") else None
        at = timezone.now()
        actions.edit(notice, at=at, by=request.user, changes=form.changes(), texts=form.texts(), seen=seen)
        messages.success(request, _("Kept."))
        return redirect(notice)

    def preview(self, request, notice, texts: dict, needed: dict) -> dict:
        """For the person who was chosen, or the first of each language."""
        samples = queries.samples(notice, request.user)
        composer = Composer(notice)
        composer.texts = texts
        by_language: dict[str, list[Customer]] = {}
        for customer in samples:
            by_language.setdefault(composer.language_of(customer), []).append(customer)
        asked = request.POST.get("person") or request.GET.get("person", "")
        chosen = next((one for one in samples if str(one.pk) == asked), None)
        shown = [chosen] if chosen else [people[0] for people in by_language.values()]
        own = theirs(recipients(notice, [one.pk for one in shown]))
        found = checking.findings(notice, texts, set(needed), at=timezone.now())
        return {
            "samples": samples, "chosen": chosen,
            "read": [
                (one, composer.written(texts[composer.language_of(one)], one, own.get(one.pk, Theirs())))
                for one in shown if composer.language_of(one) in texts
            ],
            "blocking": [one for one in found if one.blocks], "named": [one for one in found if not one.blocks],
        }  # fmt: skip


def _try_on(notice: Notice, texts: dict[str, NoticeText], form: NoticeForm) -> None:
    """The draft as it is being written, in memory only."""
    for name, value in form.changes().items():
        if name not in form.errors:
            setattr(notice, name, value)
    for language, written in form.texts().items():
        text = texts.setdefault(language, NoticeText(notice=notice, language=language))
        for name, said in written.items():
            setattr(text, name, said)


class AffectedPage(AboutNotice):
    """A segment, orders, or customers by name."""

    def get(self, request, notice, forms=None, status=200):
        if notice.state != Notice.State.DRAFT:
            raise AlreadyOut
        segment, orders = forms or (SegmentForm(user=request.user, auto_id="s-%s"), OrdersForm(auto_id="o-%s"))
        text = request.GET.get("q", "").strip()[:100]
        context = {
            "notice": notice, "segment_form": segment, "orders_form": orders, "q": text,
            "found": list(search(text, user=request.user)[:FOUND]) if text else [],
            "page": queries.recipients(notice, request.user, after=request.GET.get("after")),
            "products": suggestions(timezone.localdate()),
        }  # fmt: skip
        return render(request, "care/notices/affected.html", context, status=status)

    def post(self, request, notice):
        how = request.POST.get("how")
        if how in ("add", "remove"):
            return self.pick(request, notice, how)
        segment = SegmentForm(request.POST if how == "segment" else None, user=request.user, auto_id="s-%s")
        orders = OrdersForm(request.POST if how == "orders" else None, auto_id="o-%s")
        form = segment if how == "segment" else orders
        if not form.is_valid():
            return self.get(request, notice, (segment, orders), status=422)
        whom = Segment(**form.cleaned_data) if how == "segment" else Orders(**form.cleaned_data)
        self.say(request, actions.choose(notice, whom, by=request.user))
        return redirect("care:notice_affected", pk=notice.pk)

    def pick(self, request, notice, how: str):
        """One more by name, or one less; a list picked by hand begins anew where a segment or orders were chosen."""
        there = set()
        if notice.affected.get("by") == "picked" or how == "remove":
            there = set(notice.recipients.values_list("customer_id", flat=True))
        try:
            key = UUID(request.POST.get("customer", ""))
        except ValueError:
            return redirect("care:notice_affected", pk=notice.pk)
        there = there | {key} if how == "add" else there - {key}
        self.say(request, actions.choose(notice, Picked(there), by=request.user))
        return redirect("care:notice_affected", pk=notice.pk)

    def say(self, request, notice) -> None:
        count = formats.number(notice.recipient_count)
        messages.success(request, _("It concerns %(count)s customers.") % {"count": count})


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
