"""Coming in and going out."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rapport.core.circumstances import address_of
from rapport.core.views import PortalPage
from rapport.portal import actions, looks, mounting, tokens
from rapport.portal.actions import coming, ways
from rapport.portal.models import SESSION_LASTS, Session, SignInLink
from rapport.portal.visiting import COOKIE, GUEST_COOKIE, LANGUAGE_COOKIE
from rapport.staff import browsers

YEAR = 60 * 60 * 24 * 365


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email webauthn", "inputmode": "email"}),
    )
    on_to = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.takes_numbers = ways.can_text()
        if self.takes_numbers:
            field = self.fields["address"]
            field.label = _("Your e-mail address or mobile number")
            field.widget = forms.TextInput(attrs={"autocomplete": "username webauthn", "maxlength": 254})

    def clean_address(self) -> str:
        return ways.read(self.cleaned_data["address"])

    def clean_on_to(self) -> str:
        return ours(self.cleaned_data["on_to"])


def ours(address: str) -> str:
    """`address` if it is a page of the site, else nothing: nobody is led elsewhere by a link to the sign-in."""
    is_ours = (
        address.startswith("/portal/")
        and ".." not in address
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if is_ours else ""


class SignInPage(PortalPage):
    def get(self, request, form=None, status=200):
        if request.visitor and form is None:
            return redirect(ours(request.GET.get("on_to", "")) or "portal:home")
        form = form or AddressForm(initial={"on_to": ours(request.GET.get("on_to", ""))})
        return render(request, "portal/sign_in.html", {"form": form, "site": looks.current()}, status=status)

    def post(self, request):
        if not looks.current().is_open:
            raise Http404
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = form.cleaned_data
        try:
            actions.ask(
                said["address"], client=address_of(request) or "", language=get_language(), on_to=said["on_to"],
                at=timezone.now(),
            )  # fmt: skip
        except actions.TooOften as refusal:
            form.add_error(None, str(refusal.message))
            return self.get(request, form, status=429)
        by = "?by=text" if ways.is_number(said["address"]) else ""
        return redirect(reverse("portal:sent") + by)


class SentPage(PortalPage):
    def get(self, request):
        return render(request, "portal/sent.html", {"by_text": request.GET.get("by") == "text"})


class ComeInPage(PortalPage):
    """Opening the link shows a button: programs that look into mails open links, but press nothing."""

    def get(self, request, token):
        link = _link(token)
        if link is None or not link.is_good(timezone.now()):
            return render(request, "portal/link_over.html", status=404)
        people = coming.who(link)
        context = {"people": people if len(people) > 1 else [], "look": people[0] if link.is_look and people else None}
        return render(request, "portal/come_in.html", context)

    def post(self, request, token):
        link = _link(token)
        if link is None:
            return render(request, "portal/link_over.html", status=404)
        browser = browsers.in_words(request.headers.get("User-Agent", ""))
        try:
            chosen = _key(request.POST.get("as", ""))
            session, secret = actions.come_in(link, as_key=chosen, browser=browser, at=timezone.now())
        except coming.LinkOver:
            return render(request, "portal/link_over.html", status=404)
        return let_in(redirect(ours(link.on_to) or "portal:home"), secret)


def let_in(response, secret: str):
    age = int(SESSION_LASTS.total_seconds())
    response.set_cookie(COOKIE, secret, age, secure=settings.SECURE, httponly=True, samesite="Lax")
    return response


def let_out(response):
    for name in (COOKIE, GUEST_COOKIE):
        response.set_cookie(name, "", 0, secure=settings.SECURE, httponly=True, samesite="Lax")
    return response


def _link(token: str) -> SignInLink | None:
    key = tokens.link_of(token)
    return SignInLink.objects.filter(pk=key).first() if key else None


def _key(text: str):
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


class SignOutPage(PortalPage):
    def get(self, request):
        session: Session | None = request.portal_session
        if session is None:
            return redirect("portal:sign_in")
        return render(request, "portal/sign_out.html")

    def post(self, request):
        wants_all = request.POST.get("where") == "everywhere"
        if request.portal_session and wants_all and not mounting.only_looks(request):
            actions.sign_out_everywhere(request.visitor.person, at=timezone.now())
            messages.success(request, _("You are signed out everywhere, and old links don't open anything any more."))
        elif request.portal_session:
            actions.sign_out(request.portal_session, at=timezone.now())
            messages.success(request, _("You are signed out."))
        return let_out(redirect("portal:sign_in"))


class LanguagePage(PortalPage):
    def get(self, request):
        return redirect("portal:home")

    def post(self, request):
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            raise Http404
        if request.portal_session:
            Session.objects.filter(pk=request.portal_session.pk).update(language=language)
        response = redirect(ours(request.POST.get("next", "")) or "portal:home")
        response.set_cookie(
            LANGUAGE_COOKIE, language, YEAR, secure=settings.SECURE, httponly=True, samesite="Lax", path="/portal/"
        )
        return response
