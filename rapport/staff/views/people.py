from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.consequences import Consequence, Foreseen, tried
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import Undo, as_it_was, mark, offer
from rapport.core.views import Page
from rapport.staff import actions, mails, second_step
from rapport.staff.forms import HeirForm, InvitationForm, PersonForm, ProfileForm
from rapport.staff.holdings import held_by, holdings
from rapport.staff.models import Business, Invitation, Team, User
from rapport.staff.outlooks import leaving, role_change
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
        steps = second_step.of(person) if may_edit else None
        context = {"person": person, "own": own, "may_edit": may_edit, "steps": steps, "now": timezone.now()}
        return render(request, "staff/person.html", context)


class EditPersonPage(Foreseen, Page):
    permission = "staff.change_user"
    template = "staff/person_edit.html"

    def form(self, data=None, *, pk):
        person = _person(pk)
        actions.may_give(person.role, by=self.request.user)
        return PersonForm(data, instance=person, by=self.request.user)

    def context(self, form, *, pk):
        return {"person": _person(pk)}

    def foresee(self, form, *, pk):
        said = form.cleaned_data
        try:
            tried(lambda: actions.edit_person(_person(pk), by=self.request.user, **said), lambda: None)
        except actions.LastOwner as refusal:
            return [Consequence(str(refusal), "alert-triangle", "late")]
        return role_change(_person(pk), said["role"])

    def save(self, form, *, pk):
        was, step = person_state(pk), mark(_person(pk))
        person = actions.edit_person(_person(pk), by=self.request.user, **form.cleaned_data)
        if mark(person) != step:
            was["step"] = mark(person)  # the name and title are found in the history, and stay out of the address
        said = _("%(name)s is changed.") % {"name": person}
        url = reverse("staff:person_restoration")
        offer_restoration(self.request, said, url, key=str(pk), was=was, became=person_state(pk))
        return person


class PersonRestoration(Restoration, Page):
    """A colleague as they were before somebody edited them."""

    permission = "staff.change_user"

    def state(self, key):
        return person_state(key)

    def restore(self, key, was):
        person = _person(key)
        fields = {"location_id": was["location"], "teams": list(Team.objects.filter(pk__in=was["teams"]))}
        if step := was.get("step"):
            old = as_it_was(person, step)
            fields |= {"name": old.name, "title": old.title}
        actions.edit_person(person, by=self.request.user, role=was["role"], **fields)

    def back(self, request):
        return reverse("staff:people")


class ActivityPage(Page):
    """Whether someone works here: posting `off` lets them go, `on` lets them back in."""

    permission = "staff.change_user"

    def get(self, request, pk, form=None, status=200):
        person = _person(pk)
        held = held_by(person) if person.is_active else []
        context = {
            "person": person,
            "lines": leaving(held, _("to whoever you choose")),
            "form": form or HeirForm(others=_others(person), nobody=_("Nobody for now")),
            "can_hand_over": any(one.holding.hand_over for one in held),
        }
        return render(request, "staff/activity.html", context, status=status)

    def post(self, request, pk):
        person = _person(pk)
        if "on" in request.POST:
            actions.reactivate(person, by=request.user)
            messages.success(request, _("%(name)s can sign in again.") % {"name": person})
            return redirect("staff:people")
        form = HeirForm(request.POST, others=_others(person), nobody="")
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        to = form.cleaned_data["to"]
        departure = actions.deactivate(person, by=request.user, to=to, at=timezone.now())
        key = [str(pk), departure.transaction]
        url = reverse("staff:activity_restoration")
        offer_restoration(request, _gone(person, departure, to), url, key=key, was=True, became=False)
        return redirect("staff:people")


class ActivityRestoration(Restoration, Page):
    """Someone who was let go works here again, and has in hand again what was handed over."""

    permission = "staff.change_user"

    def state(self, key):
        return _person(key[0]).is_active

    def restore(self, key, was):
        actions.reactivate(_person(key[0]), by=self.request.user, handed_over=key[1], at=timezone.now())

    def back(self, request):
        return reverse("staff:people")


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
        actions.withdraw(get_object_or_404(Invitation, pk=pk), at=timezone.now(), by=request.user)
        offer(request, _("The invitation was withdrawn."), reverse("staff:invitation_back", args=[pk]))
        return redirect("staff:people")


class ReinstatementPage(Undo, Page):
    """The invitation was withdrawn by mistake."""

    permission = "staff.add_invitation"
    heading = gettext_lazy("Does the invitation count again?")
    explanation = gettext_lazy("Its link leads in again, as long as it would have anyway.")

    def undo(self, request, pk):
        actions.reinstate_invitation(get_object_or_404(Invitation, pk=pk), at=timezone.now(), by=request.user)
        return _("The invitation counts again.")

    def back(self, request, pk):
        return reverse("staff:people")


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
        form = ProfileForm(request.POST, request.FILES, instance=person, business=Business.objects.current())
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = dict(form.cleaned_data)
        theme, photo, without = said.pop("theme"), said.pop("photo"), said.pop("without_photo", False)
        actions.edit_profile(request.user, **said)
        if photo or without:
            actions.show_face(request.user, photo)
        messages.success(request, _("Your profile is saved."))
        return with_theme(redirect("staff:profile"), theme)


def person_state(pk) -> dict:
    """What a form changes about a colleague, but for their name and title."""
    person = _person(pk)
    return {
        "role": person.role,
        "location": str(person.location_id) if person.location_id else None,
        "teams": sorted(str(team.pk) for team in person.teams.all()),
    }


def _others(person: User):
    return User.objects.working_here().exclude(pk=person.pk)


def _gone(person: User, departure: actions.Departure, to: User | None) -> str:
    said = _("%(name)s can no longer sign in.") % {"name": person}
    handed = [holdings[name].words(count) for name, count in departure.handed.items() if count]
    if not handed:
        return said
    went = _("Handed over to %(name)s: %(what)s.") % {"name": to, "what": ", ".join(handed)}
    return f"{said} {went}"


def _person(pk) -> User:
    return get_object_or_404(User.objects.select_related("location").prefetch_related("teams", "groups"), pk=pk)
