from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.folding import search_key
from rapport.core.registry import settings_pages
from rapport.core.views import Page
from rapport.staff import abilities


class SettingsPage(Page):
    """Everything that can be set, in plain words, with how it stands; found by any of its words."""

    permission = "staff.view_business"

    def get(self, request):
        text = request.GET.get("q", "").strip()
        sections = {name: {"label": label, "rows": []} for name, label in _sections().items()}
        for page in settings_pages.for_user(request.user):
            row = {"page": page, "url": reverse(page.url_name), "now": page.now(request.user) if page.now else ""}
            if _is_meant(row, text):
                sections[page.section if page.section in sections else "more"]["rows"].append(row)
        filled = [section for section in sections.values() if section["rows"]]
        count = sum(len(section["rows"]) for section in filled)
        return render(request, "staff/settings.html", {"sections": filled, "text": text, "count": count})


class RolesPage(Page):
    """Who may do what."""

    permission = "staff.view_user"

    def get(self, request):
        context = {"roles": abilities.roles(), "sections": abilities.matrix()}
        return render(request, "staff/roles.html", context)


def _sections() -> dict[str, str]:
    return {
        "business": _("Your business"),
        "people": _("Your people"),
        "customers": _("Your customers"),
        "promises": _("Promises and orders"),
        "more": _("More"),
    }


def _is_meant(row: dict, text: str) -> bool:
    page = row["page"]
    said = search_key(f"{page.label} {page.hint} {page.words} {row['now']}")
    return all(word in said for word in search_key(text).split())
