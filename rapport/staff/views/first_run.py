"""The first run in the browser: plain forms one after the other, each at its own address, so that back works."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from rapport.core.views import Page, PublicPage
from rapport.staff import actions, first_run
from rapport.staff.questions import PlaceQuestion
from rapport.staff.sign_in import let_in


@method_decorator(login_not_required, name="dispatch")
class FirstRunPages(PublicPage):
    """There is no such page once anyone works here and the business has a name."""

    def dispatch(self, request, *args, **kwargs):
        self.user = request.user if request.user.is_authenticated else None
        if not first_run.is_due(self.user):
            raise Http404
        if self.user is None and first_run.needs_code() and not self._has_code(request):
            return render(request, "staff/first_run/closed.html", status=403)
        self.asked = first_run.asked(of=self.user)
        return super().dispatch(request, *args, **kwargs)

    def _has_code(self, request) -> bool:
        if first_run.is_code(request.GET.get("code", "")):
            request.session["may_set_up"] = True
        return request.session.get("may_set_up", False)

    def answers(self, request) -> dict:
        return request.session.get(first_run.SESSION_KEY, {})


class FirstRunPage(FirstRunPages):
    """Where the first run begins, or goes on."""

    def get(self, request):
        forms = first_run.forms(self.answers(request), self.asked)
        open_ones = [question for question, form in zip(self.asked, forms, strict=True) if not form.is_valid()]
        return redirect("staff:question", (open_ones or self.asked)[0].name)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class QuestionPage(FirstRunPages):
    def get(self, request, name, form=None, status=200, is_second_look=False):
        question, answers = self._question(name), self.answers(request)
        if form is None:
            known = answers.get(name) or question.form.beginning(request, answers)
            form = question.form(answers=answers, initial=known)
        number = self.asked.index(question)
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True
        context = {
            "question": question,
            "form": form,
            "number": 0 if question is first_run.OWNER else number + 1,
            "count": len([question for question in self.asked if question is not first_run.OWNER]),
            "back": reverse("staff:question", args=[self.asked[number - 1].name]) if number else "",
            "is_second_look": is_second_look,
        }
        return render(request, "staff/first_run/question.html", context, status=status)

    def post(self, request, name):
        question, answers = self._question(name), self.answers(request)
        form = question.form(request.POST, answers=answers)
        if not form.is_valid():
            return self.get(request, name, form, status=422)
        if (again := form.second_look()) is not None:
            return self.get(request, name, question.form(answers=answers, initial=again), is_second_look=True)
        if question is not self.asked[-1]:
            kept = {field: request.POST.get(field, "") for field in form.fields}
            request.session[first_run.SESSION_KEY] = answers | {name: kept}
            return redirect("staff:question", self.asked[self.asked.index(question) + 1].name)
        return self._begin(request, form)

    def _begin(self, request, last):
        """Every answer once more, as one visitor may have two windows; then all of it at once."""
        forms = [*first_run.forms(self.answers(request), self.asked[:-1]), last]
        for question, form in zip(self.asked, forms, strict=True):
            if not form.is_valid():
                return redirect("staff:question", question.name)
        given = {question.name: form.cleaned_data for question, form in zip(self.asked, forms, strict=True)}
        place = next(form for form in forms if isinstance(form, PlaceQuestion))
        reads = place.own_language(request.LANGUAGE_CODE)
        owner = actions.begin(given, by=self.user, at=timezone.now(), reads=reads)
        if self.user is None:
            let_in(request, owner)
        for key in (first_run.SESSION_KEY, "may_set_up"):
            request.session.pop(key, None)
        return redirect("staff:beginning")

    def _question(self, name):
        for question in self.asked:
            if question.name == name:
                return question
        raise Http404


class BeginningPage(Page):
    """Where to go from the first run."""

    permission = "staff.change_business"

    def get(self, request):
        ways = [{"way": way, "url": way.url()} for way in first_run.beginnings if way.is_there()]
        return render(request, "staff/first_run/beginning.html", {"ways": ways})
