"""All notices, and how early customers are told."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.care.models import NoticeRule
from rapport.care.notices import actions, measures, queries, wording
from rapport.care.notices.forms import BeginningForm, RuleForm
from rapport.care.notices.whom import Picked
from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.orders.views.placing import suggestions
from rapport.staff.models import Business

RULE = ("goes_out", "wait_minutes", "when_passed")
WINDOWS = (30, 90, 365)


class NoticeList(Page):
    permission = "care.view_notice"

    def get(self, request):
        show = request.GET.get("show", "open")
        show = show if show in queries.SHOWS else "open"
        text = request.GET.get("q", "").strip()[:100]
        context = {
            "page": queries.listed(request.user, show, text=text, after=request.GET.get("after")),
            "show": show, "shows": queries.SHOWS, "q": text, "now": timezone.now(),
        }  # fmt: skip
        return render(request, "care/notices/list.html", context)


class NewNotice(Page):
    permission = "care.add_notice"

    def get(self, request, form=None, status=200):
        form = form or BeginningForm(
            language=self.language(request), initial={"kind": request.GET.get("kind", "delay")}
        )
        context = {"form": form, "products": suggestions(timezone.localdate())}
        return render(request, "care/notices/new.html", context, status=status)

    def post(self, request):
        form = BeginningForm(request.POST, language=self.language(request))
        if not form.is_valid():
            return self.get(request, form, status=422)
        said, at = form.cleaned_data, timezone.now()
        notice = actions.draft(
            said["kind"], at=at, by=request.user, whom=Picked(), title=said["title"], certainty=said["certainty"],
            cause=said["own_cause"] or said["cause"], product=form.product(), facts=form.facts(),
            known_at=said["known_at"],
        )  # fmt: skip
        return redirect("care:notice_affected", pk=notice.pk)

    def language(self, request) -> str:
        return wording.spoken(request.user.language)


class MeasuresPage(Page):
    """Notice lead and telling delay, by team."""

    permission = "care.view_notice"

    def get(self, request):
        asked, at = request.GET.get("days", ""), timezone.now()
        days = int(asked) if asked in map(str, WINDOWS) else 90
        context = {"rows": measures.measured(at=at, since=at - timedelta(days=days)), "days": days, "windows": WINDOWS}
        return render(request, "care/notices/measures.html", context)


class RulePage(Foreseen, Page):
    """What goes out by itself."""

    permission = "care.approve_notice"
    template = "care/notices/rule.html"

    def form(self, data=None):
        return RuleForm(data, instance=NoticeRule.objects.first() or NoticeRule())

    def foresee(self, form):
        house = Business.objects.current().name
        if not form.cleaned_data["goes_out"]:
            return [Consequence(_("Every notice of a delay waits for a person."), icon="hand-stop")]
        minutes = form.cleaned_data["wait_minutes"]
        said = _("A delay is told in the name of %(house)s, %(minutes)s min after it was noted.")
        lines = [Consequence(said % {"house": house, "minutes": minutes}, icon="send")]
        if form.cleaned_data["when_passed"]:
            lines.append(Consequence(_("So is a promised day that passed unsaid: “We do not know the cause yet.”")))
        return lines

    def save(self, form):
        before = NoticeRule.objects.first() or NoticeRule()
        was = {name: getattr(before, name) for name in RULE}
        saved = form.save()
        became = {name: getattr(saved, name) for name in RULE}
        offer_restoration(self.request, _("Saved."), "/settings/notices/undo/", key="rule", was=was, became=became)
        return "care:notice_rule"


class RuleRestoration(Restoration, Page):
    permission = "care.approve_notice"

    def state(self, key):
        rule = NoticeRule.objects.first() or NoticeRule()
        return {name: getattr(rule, name) for name in RULE}

    def restore(self, key, was):
        rule = NoticeRule.objects.first() or NoticeRule()
        for name in RULE:
            setattr(rule, name, was[name])
        rule.save()

    def back(self, request):
        return "/settings/notices/"
