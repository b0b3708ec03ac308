"""Pages of customers about their requests and complaints: the list, a new one, and one with all they can do there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.care.cases import actions as cases
from rapport.care.complaints import fairness
from rapport.care.models import Case, CaseKind
from rapport.care.own_pages import asking, queries
from rapport.care.own_pages.forms import (
    KINDS,
    AskingForm,
    CorrectionForm,
    FairnessForm,
    ObjectionForm,
    RatingForm,
    WritingForm,
)
from rapport.core import keyset
from rapport.core.refusals import Refusal
from rapport.customers.own_pages.base import OwnPage
from rapport.messaging.inbox.views.files import answer_with
from rapport.messaging.own_pages.reading import files_of, thread
from rapport.messaging.own_pages.writing import write
from rapport.timeline.files import SHOWN_IN_PLACE


class ListPage(OwnPage):
    """Their requests and complaints, and what else was said between them and us."""

    def get(self, request):
        after, talk_after = request.GET.get("after", ""), request.GET.get("talk", "")
        try:
            found = queries.their_cases(self.customer.pk, after=after)
            talk = None if after else queries.their_conversations(self.customer.pk, after=talk_after)
        except keyset.BadCursor:
            raise Http404 from None
        context = {
            "cases": [] if talk_after else found,
            "is_further": bool(after or talk_after),
            "is_talk": bool(talk_after),
            "next": None if talk_after else found.next,
            "conversations": talk,
            "shows_notices": request.visitor.sees("notices"),
            "now": timezone.now(),
        }
        return render(request, "care/own_pages/list.html", context)


class NewPage(OwnPage):
    def get(self, request, form=None, status=200):
        if form is None:
            kind = request.GET.get("kind", "")
            order, product = request.GET.get("order", ""), request.GET.get("product", "")
            kind = kind if kind in dict(KINDS) else CaseKind.COMPLAINT if order else CaseKind.QUESTION
            form = AskingForm(customer=self.customer, initial={"kind": kind, "order": order, "product": product})
        return render(request, "care/own_pages/new.html", {"form": form}, status=status)

    def post(self, request):
        form = AskingForm(request.POST, request.FILES, customer=self.customer)
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = form.cleaned_data
        try:
            case = asking.ask(
                self.customer,
                kind=said["kind"],
                subject=said["subject"],
                text=said["text"],
                wanted=said["wanted"],
                order=said.get("order"),
                product=said.get("product"),
                files=said["files"],
                once=said["once"],
                by=self.person,
                at=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.get(request, form, status=no.status)
        messages.success(request, _("We have it. Below you see by when you hear from us."))
        return redirect("care_portal:case", case.pk)


class AboutCase(OwnPage):
    """Base of pages about one matter of theirs; anybody else's is not there."""

    form_class = WritingForm
    name = "write"

    def dispatch(self, request, pk):
        self.at = timezone.now()
        case = get_object_or_404(Case.objects.select_related("customer"), pk=pk, customer=self.customer)
        return super().dispatch(request, case)

    def get(self, request, case):
        """What is only sent here is looked at on the page of the case."""
        return redirect("care_portal:case", case.pk)

    def post(self, request, case):
        form = self.form_class(request.POST, *([request.FILES] if issubclass(self.form_class, WritingForm) else []))
        if not form.is_valid():
            return show(request, case, at=self.at, status=422, **{self.name: form})
        try:
            said = self.do(case, form.cleaned_data)
        except Refusal as no:
            form.add_error(None, str(no.message))
            return show(request, case, at=self.at, status=no.status, **{self.name: form})
        messages.success(request, said)
        return redirect(reverse("care_portal:case", args=[case.pk]))


class CasePage(AboutCase):
    def get(self, request, case):
        return show(request, case, at=self.at)

    def do(self, case, said):
        asking.say(case, said["text"], at=self.at, by=self.person, files=said["files"], once=said["once"])
        return _("Sent.")


class UnderstandingPage(AboutCase):
    """Whether we understood them: yes, or what is different."""

    form_class, name = CorrectionForm, "correct"

    def post(self, request, case):
        self.restatement = case.restatements.order_by("-at").first()
        if self.restatement is None:
            raise Http404
        if "yes" not in request.POST:
            return super().post(request, case)
        asking.understood(self.restatement, at=self.at)
        messages.success(request, _("Thank you. We go on from here."))
        return redirect("care_portal:case", case.pk)

    def do(self, case, said):
        asking.put_right(self.restatement, said["correction"], at=self.at)
        return _("Thank you. We read it once more, and tell you what we understood.")


class AcceptancePage(AboutCase):
    def post(self, request, case):
        asking.accept(case, at=self.at)
        messages.success(request, _("Thank you. We have closed it."))
        return redirect("care_portal:case", case.pk)


class ObjectionPage(AboutCase):
    """It is not solved, and why."""

    form_class, name = ObjectionForm, "object"

    def do(self, case, said):
        asking.object_to(case, said["words"], at=self.at)
        return _("We take it up again. Below you see who has it, and by when you hear from us.")


class WithdrawalPage(AboutCase):
    def post(self, request, case):
        asking.withdraw(case, at=self.at)
        messages.success(request, _("Done: we leave it at that."))
        return redirect("care_portal:case", case.pk)


class ManagerPage(AboutCase):
    """Whoever asks for somebody above is heard, always."""

    def post(self, request, case):
        asking.ask_for_manager(case, at=self.at)
        messages.success(request, _("We have told somebody who leads here. They see it today."))
        return redirect("care_portal:case", case.pk)


class RatingPage(AboutCase):
    form_class, name = RatingForm, "rate"

    def do(self, case, said):
        cases.rate(case, said["stars"], words=said["words"], at=self.at)
        return _("Thank you for telling us.")


class FairnessPage(AboutCase):
    form_class, name = FairnessForm, "fair"

    def post(self, request, case):
        self.asked = getattr(case, "fairness", None)
        if self.asked is None or self.asked.asked_at is None:
            raise Http404
        return super().post(request, case)

    def do(self, case, said):
        fairness.answer(self.asked, **said, at=self.at)
        return _("Thank you for telling us.")


def show(request, case, *, at, status=200, **forms):
    """The page of one matter, perhaps with a form that could not be taken."""
    found = queries.their_case(case.pk, request.visitor.customer_id, at=at)
    given = {
        "write": forms.get("write") or WritingForm(),
        "correct": forms.get("correct") or CorrectionForm(auto_id="correct_%s"),
        "object": forms.get("object") or ObjectionForm(auto_id="object_%s"),
        "rate": forms.get("rate") or RatingForm(auto_id="rate_%s"),
        "fair": forms.get("fair") or FairnessForm(auto_id="fair_%s"),
    }
    context = {"found": found, "case": found.case, "now": at, "refused": set(forms), **given}
    return render(request, "care/own_pages/case.html", context, status=status)


class ConversationPage(OwnPage):
    """What was said about something that is no case: to read, and to go on with."""

    def dispatch(self, request, pk):
        self.conversation = get_object_or_404(queries.conversations(self.customer.pk), pk=pk)
        return super().dispatch(request, pk)

    def get(self, request, pk, form=None, status=200):
        said = queries.read_here(thread(self.conversation))
        context = {"conversation": self.conversation, "thread": said, "now": timezone.now(),
                   "write": form or WritingForm()}  # fmt: skip
        return render(request, "care/own_pages/conversation.html", context, status=status)

    def post(self, request, pk):
        form = WritingForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        said = form.cleaned_data
        try:
            write(
                self.customer,
                said["text"],
                at=timezone.now(),
                by=self.person,
                conversation=self.conversation,
                files=said["files"],
                once=said["once"],
            )
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.get(request, pk, form, status=no.status)
        messages.success(request, _("Sent."))
        return redirect("care_portal:conversation", pk)


class FileView(OwnPage):
    """A file beside their words or ours. Pictures open in place; what could do harm is not given out at all."""

    def get(self, request, key):
        response = answer_with(get_object_or_404(files_of(self.customer.pk), pk=key), in_place=SHOWN_IN_PLACE)
        response["Cache-Control"] = "no-store, private"  # gone from a shared computer once they sign out
        return response
