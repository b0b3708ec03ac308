from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.staff import actions, mails
from rapport.staff.forms import InvitationForm, PersonForm, ProfileForm
from rapport.staff.models import Business, Invitation, User
from rapport.staff.views.arriving import with_theme


class PeoplePage(Page):
    permission = "staff.view_user"

    def get(self, request):
        people = User.objects.select_related("location").prefetch_related("teams", "groups").order_by("name")
        waiting = Invitation.objects.waiting(timezone.now()).select_related("invited_by").order_by("-invited_at")
        context = {
            "here": [person for person in people if person.is_active],
            "gone": [person for person in people if not person.is_active],
            "invitations": waiting if request.user.has_perm("staff.add_invitation") else [],
            "now": timezone.now(),
        }
        return render(request, "staff/people.html", context)


class PersonPage(Page):
    permission = "staff.view_user"

    def get(self, request, pk):
        person = _person(pk)
        own = person == request.user
        may_edit = request.user.has_perm("staff.change_user") and (
            person.role != "owner" or request.user.has_perm("staff.change_owner")
        )
        context = {"person": person, "own": own, "may_edit": may_edit, "now": timezone.now()}
        return render(request, "staff/person.html", context)


class EditPersonPage(Page):
    permission = "staff.change_user"

    def get(self, request, pk, form=None, status=200):
        person = _person(pk)
        actions.may_give(person.role, by=request.user)
        context = {"person": person, "form": form or PersonForm(instance=person, by=request.user)}
        return render(request, "staff/person_edit.html", context, status=status)

    def post(self, request, pk):
        form = PersonForm(request.POST, instance=_person(pk), by=request.user)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        person = actions.edit_person(_person(pk), by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(person)


class ActivityPage(Page):
    """Whether someone works here: posting `off` lets them go, `on` lets them back in."""

    permission = "staff.change_user"

    def get(self, request, pk):
        return render(request, "staff/activity.html", {"person": _person(pk)})

    def post(self, request, pk):
        person = _person(pk)
        if "on" in request.POST:
            actions.reactivate(person, by=request.user)
            messages.success(request, _("%(name)s can sign in again.") % {"name": person})
        else:
            actions.deactivate(person, by=request.user)
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": person})
        return redirect("staff:people")


class NewInvitationPage(Page):
    permission = "staff.add_invitation"

    def get(self, request, form=None, status=200):
        initial = {"language": Business.objects.current().language}
        context = {"form": form or InvitationForm(by=request.user, initial=initial)}
        return render(request, "staff/invitation_new.html", context, status=status)

    def post(self, request):
        form = InvitationForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.get(request, form, status=422)
        try:
            invitation, token = actions.invite(by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.EmailTaken as problem:
            form.add_error("email", str(problem))
            return self.get(request, form, status=422)
        link = request.build_absolute_uri(reverse("staff:join", args=[token]))
        context = {"invitation": invitation, "link": link, "mailed": mails.send_invitation(invitation, link)}
        response = render(request, "staff/invitation_made.html", context, status=201)
        response["Cache-Control"] = "no-store"
        return response


class WithdrawalPage(Page):
    permission = "staff.add_invitation"

    def get(self, request, pk):
        return redirect("staff:people")

    def post(self, request, pk):
        actions.withdraw(get_object_or_404(Invitation, pk=pk), at=timezone.now())
        messages.success(request, _("The invitation was withdrawn."))
        return redirect("staff:people")


class ProfilePage(Page):
    """What everyone decides about themselves."""

    permission = "signed_in"

    def get(self, request, form=None, status=200):
        initial = {"theme": request.COOKIES.get("theme", "")}
        person = User.objects.get(pk=request.user.pk)
        business = Business.objects.current()
        context = {"form": form or ProfileForm(instance=person, initial=initial, business=business)}
        return render(request, "staff/profile.html", context, status=status)

    def post(self, request):
        person = User.objects.get(pk=request.user.pk)
        form = ProfileForm(request.POST, instance=person, business=Business.objects.current())
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = dict(form.cleaned_data)
        theme = said.pop("theme")
        actions.edit_profile(request.user, **said)
        messages.success(request, _("Saved."))
        return with_theme(redirect("staff:profile"), theme)


def _person(pk) -> User:
    return get_object_or_404(User.objects.select_related("location").prefetch_related("teams", "groups"), pk=pk)
