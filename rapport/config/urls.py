"""All addresses: each slice brings its own `urls.py`; `urlpatterns` there are mounted at the root."""

from importlib.util import find_spec

from django.urls import include, path

from rapport.config.slices import SLICES
from rapport.core.views import first_place

urlpatterns = [
    path("", include("rapport.staff.account_urls")),
    *(path("", include(f"{name}.urls")) for name in SLICES if find_spec(f"{name}.urls")),
    path("", first_place),  # unless a slice above has taken the root
]

handler400 = "rapport.core.views.bad_request"
handler403 = "rapport.core.views.forbidden"
handler404 = "rapport.core.views.not_found"
handler500 = "rapport.core.views.server_error"
