"""What is done against causes: the list, one action, and what can become of it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.causes import checking, doing, queries
from rapport.care.causes.effects import NothingToCheck, can_be_measured, effect_of
from rapport.care.causes.forms import ActionForm, CheckForm, FinishForm, HandoverForm, PostponementForm, ReasonForm
from rapport.care.causes.tree import all_causes
from rapport.care.causes.views.base import AboutAction, AboutCase, Deed
from rapport.care.models import Action, EffectCheck
from rapport.core import formats, keyset
from rapport.core.undo import Undo
from rapport.core.views import Page
from rapport.orders.views.finding import one_of
from rapport.promises.actions import Told

SHOW = {
    "open": gettext_lazy("In hand"),
    "check": gettext_lazy("To be checked"),
    "done": gettext_lazy("Done"),
    "dropped": gettext_lazy("Dropped"),
}
WHOSE = {"mine": gettext_lazy("Mine"), "everyone": gettext_lazy("Everyone’s")}


class ActionsPage(Page):
    permission = "care.view_action"

    def get(self, request):
        show = one_of(request.GET.get("show"), SHOW, "open")
        whose = one_of(request.GET.get("whose"), WHOSE, "mine")
        rows = queries.listed(request.user, show=show, whose=whose)
        now = timezone.now()
        context = {
            "page": keyset.page(rows, order=queries.ORDERS[show], after=request.GET.get("after")),
            "show": show,
            "whose": whose,
            "shows": SHOW,
            "whoses": WHOSE,
            "causes": all_causes(),
            "now": now,
            "today": timezone.localdate(now),
        }
        return render(request, "care/causes/actions.html", context)


class ActionPage(AboutAction):
    permission = "care.view_action"

    def get(self, request, action):
        now = timezone.now()
        measured = can_be_measured(action)
        context = {
            "action": action,
            "causes": all_causes(),
            "checks": list(action.checks.select_related("by")),
            "effect": effect_of(action, at=now) if measured and action.state == Action.State.DONE else None,
            "is_to_check": action.is_to_check(now),
            "promise": action.promise.latest() if action.promise else None,
            "now": now,
            "today": timezone.localdate(now),
        }
        return render(request, "care/causes/action.html", context)


class Planning(Deed):
    template = "care/causes/new_action.html"
    heading = gettext_lazy("What will be done?")
    button = gettext_lazy("Plan it")
    icon = "clipboard-list"

    def plan(self, form, *, case, by, at) -> Action:
        said = form.cleaned_data
        is_measured = said["kind"] in Action.MEASURED
        told = Told(channel=said["channel"], at=at) if said.get("channel") else None
        return doing.plan(
            kind=said["kind"],
            text=said["text"],
            owner=said["owner"],
            due_on=said["due_on"],
            by=by,
            at=at,
            case=case,
            cause=said["cause"] if is_measured else None,
            product=case.product if case and is_measured and said.get("only_product") else None,
            promised=said.get("promised", ""),
            told=told,
        )

    def act(self, thing, form, *, by, at):
        planned = self.plan(form, case=self.case_of(thing), by=by, at=at)
        words = {"name": planned.owner, "day": formats.day(planned.due_on)}
        return _("%(name)s does it by %(day)s.") % words


class NewActionOfCase(Planning, AboutCase):
    permission = "care.add_action"

    def form(self, case, *args):
        form = ActionForm(*args, case=case, by=self.request.user)
        if self.request.GET.get("kind") in Action.Kind.values:
            form.fields["kind"].initial = self.request.GET["kind"]
        return form


class NewAction(Planning, Page):
    """Against a cause, without a case."""

    permission = "care.add_action"

    def dispatch(self, request):
        return super().dispatch(request, None)

    def case_of(self, thing):
        return None

    def form(self, thing, *args):
        return ActionForm(*args, case=None, by=self.request.user)

    def back(self, thing):
        return reverse("care:actions")


class ActionDeed(Deed, AboutAction):
    def back(self, action):
        return action.get_absolute_url()

    def context(self, action):
        return {"action": action}

    def refuse(self, action):
        if not action.is_open:
            raise doing.NotInHand


class Completion(ActionDeed):
    heading = gettext_lazy("It is done")
    button = gettext_lazy("It is done")
    form_class = FinishForm

    def act(self, action, form, *, by, at):
        done = doing.finish(action, by=by, at=at, **form.cleaned_data)
        if done.check_at is None:
            return _("Done.")
        words = {"day": formats.day(timezone.localdate(done.check_at))}
        return _("Done. On %(day)s Today asks whether it helped.") % words

    def undo_address(self, action):
        return reverse("care:action_not_done", args=[action.pk])


class NotDone(Undo, AboutAction):
    heading = gettext_lazy("Not done yet?")
    explanation = gettext_lazy("It is in hand again, and what was promised of it is owed again.")
    button = gettext_lazy("It is not done")

    def undo(self, request, action):
        doing.take_back(action, by=request.user, at=timezone.now())
        return _("It is in hand again.")


class Postponement(ActionDeed):
    heading = gettext_lazy("Do it on another day")
    button = gettext_lazy("Move it")
    icon = "calendar-due"
    form_class = PostponementForm

    def refuse(self, action):
        super().refuse(action)
        doing.refuse_promised(action)

    def act(self, action, form, *, by, at):
        moved = doing.postpone(action, by=by, at=at, **form.cleaned_data)
        return _("Moved to %(day)s.") % {"day": formats.day(moved.due_on)}


class Handover(ActionDeed):
    heading = gettext_lazy("Hand it to a colleague")
    button = gettext_lazy("Hand it over")
    icon = "user-share"

    def form(self, action, *args):
        return HandoverForm(*args, owner=action.owner)

    def refuse(self, action):
        if action.state in (Action.State.EFFECTIVE, Action.State.DROPPED):
            raise doing.NotInHand

    def act(self, action, form, *, by, at):
        handed = doing.hand_over(action, by=by, at=at, **form.cleaned_data)
        return _("%(name)s has it in hand now.") % {"name": handed.owner}


class Drop(ActionDeed):
    heading = gettext_lazy("Drop it")
    lead = gettext_lazy("It will not be done after all. The reason stays readable.")
    button = gettext_lazy("Drop it")
    icon = "x"
    form_class = ReasonForm

    def refuse(self, action):
        super().refuse(action)
        doing.refuse_promised(action)

    def act(self, action, form, *, by, at):
        doing.drop(action, by=by, at=at, **form.cleaned_data)
        return _("Dropped.")

    def undo_address(self, action):
        return reverse("care:action_return", args=[action.pk])


class Return(Undo, AboutAction):
    heading = gettext_lazy("Take it up again?")
    button = gettext_lazy("Take it up again")

    def undo(self, request, action):
        doing.take_up_again(action, by=request.user, at=timezone.now())
        return _("It is in hand again.")


class Check(Deed, AboutAction):
    """Whether it helped. The counts decide; a person looks, and may add what they saw."""

    template = "care/causes/check.html"
    heading = gettext_lazy("Did it help?")
    button = gettext_lazy("Write it down")
    form_class = CheckForm

    def back(self, action):
        return action.get_absolute_url()

    def refuse(self, action):
        if action.state != Action.State.DONE or not can_be_measured(action):
            raise NothingToCheck

    def context(self, action):
        return {"action": action, "effect": effect_of(action, at=timezone.now()), "causes": all_causes()}

    def act(self, action, form, *, by, at):
        made = checking.check(action, by=by, at=at, **form.cleaned_data)
        match made.verdict:
            case EffectCheck.Verdict.EFFECTIVE:
                return _("It helped. Thank you for looking.")
            case EffectCheck.Verdict.NOT_SHOWN:
                return _("It is in hand again: decide what would help more.")
            case _other:
                return _("There is nothing to compare with yet. Today asks again in a month.")
