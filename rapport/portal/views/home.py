"""The first page: what the business owes them and by when, and what each section has to say."""

from django.shortcuts import render

from rapport.core.views import PortalPage
from rapport.customers.naming import salutation
from rapport.portal import mounting
from rapport.portal.views.safety import organisations_of


class HomePage(PortalPage):
    def get(self, request):
        visitor = request.visitor
        if visitor.is_guest:
            return mounting.to_sign_in(request)
        parts = [_part(section, visitor) for section in mounting.open_sections(visitor) if section.home]
        greeting = salutation(visitor.person, visitor.language, occasion="portal").rstrip(",:! ")  # a heading
        context = {
            "parts": [part for part in parts if part],
            "greeting": greeting,
            "organisations": organisations_of(visitor.person),
        }
        return render(request, "portal/home.html", context)


def _part(section, visitor) -> dict | None:
    said = section.home(visitor)
    return None if said is None else {"section": section, "template": section.template, "said": said}
