"""Pages on which customers say how they are reached: where, by what, when not, and for what."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal
from rapport.customers.own_pages import rows
from rapport.customers.own_pages.base import OwnPage
from rapport.messaging.models import Preference
from rapport.messaging.outgoing import wishes
from rapport.messaging.own_pages import consenting, points, proofs
from rapport.messaging.own_pages.forms import CodeForm, OwnEmailForm, OwnPhoneForm, OwnReachingForm

FORMS = {"emails": OwnEmailForm, "phones": OwnPhoneForm}


class ReachPage(OwnPage):
    def get(self, request, form=None, status=200):
        them = self.customer
        wish = Preference.objects.filter(customer=them).first()
        context = {
            "emails": list(them.emails.all()),
            "phones": list(them.phones.all()),
            "can_text": proofs.way_to(points.KINDS["phones"]) is not None,
            "form": form or OwnReachingForm(instance=wish),
            "agreements": consenting.agreements(them),
        }
        return render(request, "messaging/own_pages/reach.html", context, status=status)

    def post(self, request):
        form = OwnReachingForm(request.POST, instance=Preference.objects.filter(customer=self.customer).first())
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = form.cleaned_data
        wishes.wish(self.customer, **said, by_customer=True, at=timezone.now())
        messages.success(request, _("Thank you. We have noted it."))
        return redirect("messaging_portal:reach")


class NewPointPage(OwnPage):
    """A new e-mail address or telephone number; a code goes there at once."""

    def get(self, request, section, form=None, status=200):
        context = {"form": form or _form_of(section)(), "section": section}
        return render(request, "messaging/own_pages/point.html", context, status=status)

    def post(self, request, section):
        form = _form_of(section)(request.POST)
        if not rows.check(form, self.customer, section, rows.NEW):
            return self.get(request, section, form, status=422)
        point = points.add(self.customer, section, form.cleaned_data, at=timezone.now())
        return _send_code(request, self.customer, section, point)


class PointPage(OwnPage):
    """What is done about one of them: a code sent, preferred, taken away."""

    def get(self, request, section, key):
        return redirect("messaging_portal:reach")

    def post(self, request, section, key):
        _form_of(section)
        now, key = timezone.now(), str(key)
        if "remove" in request.POST:
            came_by_it = points.is_way_in(self.customer, section, key, request.portal_session)
            points.take_away(self.customer, section, key, at=now)
            if came_by_it:
                messages.success(request, _("Removed. You had come in by this one, so sign in once more with another."))
            else:
                messages.success(request, _("Removed."))
            return redirect("messaging_portal:reach")
        point = get_object_or_404(points.of(self.customer, section), pk=key)
        if "code" in request.POST:
            return _send_code(request, self.customer, section, point)
        points.prefer(self.customer, section, key, at=now)
        messages.success(request, _("Thank you. We have noted it."))
        return redirect("messaging_portal:reach")


class ProofPage(OwnPage):
    """The code that came there is told back here."""

    def get(self, request, key, form=None, status=200):
        proof = get_object_or_404(self.customer.proofs, pk=key)
        context = {"proof": proof, "form": form or CodeForm(), "is_over": not proof.is_good(timezone.now())}
        return render(request, "messaging/own_pages/proof.html", context, status=status)

    def post(self, request, key):
        proof, form = get_object_or_404(self.customer.proofs, pk=key), CodeForm(request.POST)
        if not form.is_valid():
            return self.get(request, key, form, status=422)
        try:
            proofs.prove(proof, form.cleaned_data["code"], at=timezone.now())
        except (proofs.WrongCode, proofs.CodeOver) as no:
            form.add_error("code", str(no.message))
            return self.get(request, key, form, status=422)
        messages.success(request, _("Thank you. It is confirmed."))
        return redirect("messaging_portal:reach")


class AgreementPage(OwnPage):
    """Giving an agreement, and taking it back, each by one press."""

    def get(self, request, purpose):
        return redirect("messaging_portal:reach")

    def post(self, request, purpose):
        if purpose not in consenting.OFFERED:
            raise Http404
        if "off" in request.POST:
            consenting.take_back(self.customer, purpose, at=timezone.now())
            messages.success(request, _("Noted: from now on we do not. This holds at once."))
        else:
            consenting.agree(self.customer, purpose, at=timezone.now())
            messages.success(request, _("Thank you. We have noted it."))
        return redirect("messaging_portal:reach")


def _form_of(section: str):
    if section not in FORMS:
        raise Http404
    return FORMS[section]


def _send_code(request, customer, section: str, point):
    """On to where the code is told back; where none can go, the address stays as it is, unconfirmed."""
    try:
        proof = proofs.ask(customer, points.KINDS[section], point, at=timezone.now())
    except Refusal as no:
        messages.warning(request, str(no.message))
        return redirect("messaging_portal:reach")
    return redirect("messaging_portal:proof", proof.pk)
