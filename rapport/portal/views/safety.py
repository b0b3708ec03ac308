"""How somebody signs in: their passkeys, where they are signed in, and whose matters they look at."""

import json
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rapport.core.names import clean
from rapport.core.views import PortalPage
from rapport.portal import actions, looks, passkeys
from rapport.portal.models import Access, Session
from rapport.portal.views.sign_in import let_in
from rapport.staff import browsers


class PasskeyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of this device"), max_length=60)
    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])


class Own(PortalPage):
    """Base of pages about somebody themselves: not for who came by a link to one page."""

    def dispatch(self, request, *args, **kwargs):
        if request.portal_session is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class SafetyPage(Own):
    def get(self, request, form=None, status=200):
        person = request.visitor.person
        here = browsers.in_words(request.headers.get("User-Agent", ""))
        options, state = passkeys.ask_to_make(request, person)
        context = {
            "form": form or PasskeyForm(initial={"name": here[:60]}),
            "options": json.dumps(options),
            "passkeys": person.passkeys.all(),
            "standing": set(person.passkeys.standing().values_list("pk", flat=True)),
            "sessions": Session.objects.living(timezone.now()).filter(person=person, by=None).order_by("-seen_at"),
            "now": timezone.now(),
        }
        return passkeys.keep_state(render(request, "portal/safety.html", context, status=status), state)

    def post(self, request):
        form = PasskeyForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = form.cleaned_data
        passkeys.make(request, request.visitor.person, said["credential"], name=said["name"], at=timezone.now())
        messages.success(request, _("From now on this device lets you in."))
        return redirect("portal:safety")


class PasskeyRemoval(Own):
    def get(self, request, pk: UUID):
        return redirect("portal:safety")

    def post(self, request, pk: UUID):
        passkey = get_object_or_404(request.visitor.person.passkeys.all(), pk=pk)
        passkeys.remove(passkey, at=timezone.now(), but=request.portal_session)
        messages.success(request, _("That device does not let anybody in any more."))
        return redirect("portal:safety")


class SessionEnd(Own):
    def get(self, request, pk: UUID):
        return redirect("portal:safety")

    def post(self, request, pk: UUID):
        session = get_object_or_404(Session, pk=pk, person=request.visitor.person, by=None)
        actions.sign_out(session, at=timezone.now())
        messages.success(request, _("You are signed out there."))
        return redirect("portal:safety")


class PasskeyPage(PortalPage):
    """Coming in by a passkey: what has to be signed is asked for, the signature is sent."""

    def get(self, request):
        options, state = passkeys.ask_to_sign(request)
        return passkeys.keep_state(JsonResponse({"request_options": options}), state)

    def post(self, request):
        if not looks.current().is_open:
            raise Http404
        browser = browsers.in_words(request.headers.get("User-Agent", ""))
        answer = request.POST.get("credential", "")[:20_000]
        _session, secret = passkeys.come_in(
            request, answer, language=get_language(), browser=browser, at=timezone.now()
        )
        return let_in(redirect("portal:home"), secret)


class WhosePage(Own):
    """Their own matters, or those of an organisation that opened its to them."""

    def get(self, request):
        return render(request, "portal/whose.html", {"organisations": organisations_of(request.visitor.person)})

    def post(self, request):
        wanted = request.POST.get("of", "")
        access = next((one for one in organisations_of(request.visitor.person) if str(one.pk) == wanted), None)
        if wanted and access is None:
            raise Http404
        actions.look_after(request.portal_session, access)
        return redirect("portal:home")


def organisations_of(person) -> list[Access]:
    """What organisations opened to them, while they are still among their people. One query."""
    rows = Access.objects.filter(affiliation__person=person).exclude(sections=[])
    rows = rows.select_related("affiliation__organisation").order_by("affiliation__organisation__name")
    today = timezone.localdate()
    living = [one for one in rows if not one.affiliation.is_over(today)]
    return [one for one in living if not one.affiliation.organisation.is_erased]
