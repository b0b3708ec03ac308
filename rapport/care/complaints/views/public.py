"""Pages a customer opens from a message, without an account: the signed word in the address says what it is about."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from rapport.care.complaints import fairness, restating, tokens, words
from rapport.care.complaints.forms import FairnessForm, UnderstoodForm
from rapport.care.complaints.refusals import AlreadyAnswered, AnsweredOtherwise
from rapport.care.models import Fairness, Restatement
from rapport.core.views import PublicPage


@method_decorator(never_cache, name="dispatch")
class SignedPage(PublicPage):
    """In the language of the customer. What is spoiled, too old, or of somebody who is forgotten is not there."""

    what = ""
    template = ""
    form_class = None

    @method_decorator(login_not_required)
    def dispatch(self, request, token):
        key = tokens.read(self.what, token)
        thing = self.rows().filter(pk=key).first() if key else None
        if thing is None or thing.case.customer.is_erased:
            raise Http404
        language = words.spoken_language(thing.case)
        with translation.override(language):
            return super().dispatch(request, thing)

    def get(self, request, thing, form=None, status=200, is_done=False) -> HttpResponse:
        language = words.spoken_language(thing.case)
        form = form or self.form_class()
        context = {"thing": thing, "form": form, "is_done": is_done or self.is_answered(thing), "html_lang": language}
        response = render(request, self.template, context, status=status)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def post(self, request, thing) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.get(request, thing, form, status=422)
        try:
            thing = self.save(thing, form.cleaned_data)
        except (AlreadyAnswered, AnsweredOtherwise):
            return self.get(request, thing, is_done=True, status=409)
        return self.get(request, thing, is_done=True)


class UnderstandingPage(SignedPage):
    what = "restatement"
    template = "care/complaints/understanding.html"
    form_class = UnderstoodForm

    def rows(self):
        return Restatement.objects.select_related("case__customer")

    def is_answered(self, thing) -> bool:
        return thing.answer in (Restatement.Answer.CONFIRMED, Restatement.Answer.CORRECTED)

    def save(self, thing, said):
        return restating.answer(
            thing, said["answer"], correction=said["correction"], at=timezone.now(), by_customer=True
        )


class FairnessPage(SignedPage):
    what = "fairness"
    template = "care/complaints/fairness.html"
    form_class = FairnessForm

    def rows(self):
        return Fairness.objects.select_related("case__customer")

    def is_answered(self, thing) -> bool:
        return thing.answered_at is not None

    def save(self, thing, said):
        scores = {name: int(said[name]) for name in ("result", "way", "respect")}
        return fairness.answer(thing, **scores, text=said["words"], at=timezone.now())
