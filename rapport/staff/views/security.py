"""What somebody signs in with, and where they are signed in."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.staff import actions, outlooks, second_step, sessions
from rapport.staff.models import Business, User
from rapport.staff.second_step_forms import RequirementForm


class SecurityPage(Page):
    """One's own second step, passkeys, recovery codes, and where one is signed in."""

    permission = "signed_in"

    def get(self, request):
        now = timezone.now()
        sessions.note(request, at=now)
        steps = second_step.of(request.user)
        required = second_step.is_required_of(request.user)
        context = {
            "steps": steps,
            "required": required,
            "must_begin": required and not steps.any,
            "sessions": sessions.of(request.user, this=request.session.session_key, at=now),
            "elsewhere": settings.OIDC and SocialAccount.objects.filter(user=request.user).first(),
            "elsewhere_name": settings.OIDC and settings.OIDC["name"],
            "now": now,
        }
        return render(request, "staff/security.html", context)


class SessionEndPage(Page):
    permission = "signed_in"

    def get(self, request, pk):
        return redirect("mfa_index")

    def post(self, request, pk):
        sessions.end(request.user, pk)
        messages.success(request, _("That browser is signed out."))
        return redirect("mfa_index")


class OtherSessionsEndPage(Page):
    permission = "signed_in"

    def get(self, request):
        return redirect("mfa_index")

    def post(self, request):
        sessions.end_others(request.user, this=request.session.session_key)
        request.session[HASH_SESSION_KEY] = request.user.get_session_auth_hash()
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("mfa_index")


class LostSecondStepPage(Page):
    """Taking away what a colleague has lost, so that they get in again."""

    permission = "staff.change_user"

    def get(self, request, pk):
        person = get_object_or_404(User.objects.prefetch_related("groups"), pk=pk)
        actions.may_give(person.role, by=request.user)
        context = {"person": person, "steps": second_step.of(person), "required": second_step.is_required_of(person)}
        return render(request, "staff/second_step_lost.html", context)

    def post(self, request, pk):
        person = get_object_or_404(User.objects.prefetch_related("groups"), pk=pk)
        actions.take_second_step_away(person, by=request.user, at=timezone.now())
        messages.success(
            request, _("%(name)s signs in with the password alone, and was told by mail.") % {"name": person}
        )
        return redirect(person)


class RequirementPage(Foreseen, Page):
    """Which roles sign in with a second step."""

    permission = "staff.require_second_step"
    template = "staff/second_step_roles.html"

    def form(self, data=None):
        return RequirementForm(data, initial={"roles": Business.objects.current().second_step_roles})

    def foresee(self, form) -> list[Consequence]:
        return outlooks.second_step_change(form.cleaned_data["roles"], by=self.request.user)

    def save(self, form):
        was = Business.objects.current().second_step_roles
        became = actions.require_second_step(form.cleaned_data["roles"], by=self.request.user).second_step_roles
        said, url = _("Saved."), reverse("staff:second_step_restoration")
        offer_restoration(self.request, said, url, key="second_step", was=was, became=became)
        return "staff:second_step_roles"


class RequirementRestoration(Restoration, Page):
    """The roles of whom a second step was asked before."""

    permission = "staff.require_second_step"

    def state(self, key):
        return Business.objects.current().second_step_roles

    def restore(self, key, was):
        actions.require_second_step(was, by=self.request.user)

    def back(self, request):
        return reverse("staff:second_step_roles")
