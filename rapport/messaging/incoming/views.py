"""Mails that could not be read: the list, one of them with its bytes, and what can be done about it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core import audit, keyset
from rapport.core.names import clean
from rapport.core.views import Page
from rapport.messaging.incoming import quarantine
from rapport.messaging.models import Message, RawMail

SIZE = 50
SHOWN_BYTES = 8_000


class Quarantine(Page):
    """Those that wait for somebody, or with `?state=skipped` those that a rule or a person left out. Three queries."""

    permission = "messaging.view_rawmail"

    def get(self, request: HttpRequest) -> HttpResponse:
        state = RawMail.State.SKIPPED if request.GET.get("state") == "skipped" else RawMail.State.QUARANTINED
        rows = quarantine.not_filed(request.user).filter(state=state).defer("content")
        rows = rows.select_related("channel__location")
        page = keyset.page(rows, order=("-received_at", "-id"), after=request.GET.get("after"), size=SIZE)
        for raw in page:
            raw.words = quarantine.words_for(raw)
            raw.due_at = quarantine.answer_due_at(raw) if state == RawMail.State.QUARANTINED else None
        context = {
            "mails": page,
            "state": str(state),
            "states": [("quarantined", _("To be looked at")), ("skipped", _("Left out"))],
            "now": timezone.now(),
        }
        return render(request, "messaging/incoming/quarantine.html", context)


class ReadingAll(Page):
    permission = "messaging.change_rawmail"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("messaging:quarantine")

    def post(self, request: HttpRequest) -> HttpResponse:
        count = quarantine.read_all_again(request.user)
        said = ngettext("%(count)s mail is being read again.", "%(count)s mails are being read again.", count)
        messages.success(request, said % {"count": count})
        return redirect("messaging:quarantine")


class AboutMail(Page):
    """One of those, or the bytes behind a message that one may see."""

    permission = "messaging.view_rawmail"

    def dispatch(self, request: HttpRequest, pk) -> HttpResponse:
        filed = RawMail.objects.filter(message__in=Message.objects.visible_to(request.user))
        rows = RawMail.objects.filter(pk__in=quarantine.not_filed(request.user).values("pk")) | filed
        return super().dispatch(request, get_object_or_404(rows.select_related("channel", "folder"), pk=pk))


class AsItCame(Page):
    """From a message to the mail that it was."""

    permission = "messaging.view_rawmail"

    def get(self, request: HttpRequest, pk) -> HttpResponse:
        message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
        rows = RawMail.objects.filter(message=message).defer("content").order_by("received_at", "pk")
        raw = rows.first()
        if raw is None:
            messages.info(request, _("How this mail came, byte by byte, is not kept here any more."))
        return redirect(raw or message)


class MailPage(AboutMail):
    def get(self, request: HttpRequest, raw: RawMail, form=None, status: int = 200) -> HttpResponse:
        context = {
            "mail": raw,
            "words": quarantine.words_for(raw),
            "beginning": bytes(raw.content[:SHOWN_BYTES]).decode("utf-8", "replace"),
            "is_cut": raw.size > SHOWN_BYTES,
            "form": form or SettlingForm(),
            "now": timezone.now(),
        }
        return render(request, "messaging/incoming/mail.html", context, status=status)


class MailBytes(AboutMail):
    """As they came, for another mail program or for whoever mends Rapport. Never opened by the browser."""

    def get(self, request: HttpRequest, raw: RawMail) -> HttpResponse:
        audit.record("mail.taken_out", by=request.user, about=raw)
        headers = {"Content-Disposition": f'attachment; filename="{raw.pk}.eml"', "Cache-Control": "no-store"}
        return HttpResponse(bytes(raw.content), content_type="application/octet-stream", headers=headers)


class Reading(AboutMail):
    permission = "messaging.change_rawmail"

    def get(self, request: HttpRequest, raw: RawMail) -> HttpResponse:
        return redirect(raw)

    def post(self, request: HttpRequest, raw: RawMail) -> HttpResponse:
        quarantine.read_again(raw, by=request.user)
        messages.success(request, _("The mail is being read again."))
        return redirect("messaging:quarantine")


class SettlingForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("What became of it"), max_length=300)

    def clean_reason(self) -> str:
        reason = clean(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(_("Write in a few words what became of it."))
        return reason


class Settling(AboutMail):
    permission = "messaging.change_rawmail"

    def get(self, request: HttpRequest, raw: RawMail) -> HttpResponse:
        return redirect(raw)

    def post(self, request: HttpRequest, raw: RawMail) -> HttpResponse:
        form = SettlingForm(request.POST)
        if not form.is_valid():
            view = MailPage()
            view.setup(request)
            return view.get(request, raw, form, status=422)
        quarantine.settle(raw, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, _("The mail is settled."))
        return redirect("messaging:quarantine")
