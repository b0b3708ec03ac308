"""Rapport as an app on a phone or a desk: its manifest, and what it shows when the server cannot be reached."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache

from rapport.core.views import allow

PEN, PAPER = "#00527f", "#fbfaf8"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("maskable-512.png", "512x512", "maskable"),
)
OFFLINE_NEEDS = ("core/css/rapport.css", "core/icons.svg", "core/mark.svg")


@allow("public")
@cache_control(max_age=3600, private=True)
def manifest(request):
    name = render_to_string("core/app_name.txt", {}, request).strip()
    icons = [
        {"src": static(f"core/app/{file}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for file, sizes, purpose in ICONS
    ]
    about = {
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": PEN,
        "background_color": PAPER,
        "icons": icons,
        "shortcuts": [{"name": _("Today"), "url": "/"}, {"name": _("Search or do"), "url": reverse("search")}],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@allow("public")
@never_cache
def service_worker(request):
    """Served at the root, so that it may answer for every page. It keeps static files and the offline page only."""
    context = {
        "release": getattr(staticfiles_storage, "manifest_hash", "") or "unhashed",
        "static_url": settings.STATIC_URL,
        "needs": [reverse("offline"), *(static(name) for name in OFFLINE_NEEDS)],
    }
    script = render_to_string("core/sw.js", context, request)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@allow("public")
def offline(request):
    return render(request, "core/offline.html")
