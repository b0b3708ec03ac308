"""The palette as a page: a form and links, and the same lines as a fragment for who types into the dialog."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from rapport.core.palette.answers import LONGEST, answer
from rapport.core.views import Page

FRAGMENT = "palette"  # what palette.js says in X-Requested-With
MOST_USED = 10


class SearchPage(Page):
    """Everything that can be found or done, for what was typed. Each source and word asks for its own permission."""

    permission = "signed_in"

    def get(self, request):
        text = request.GET.get("q", "").strip()[:LONGEST]
        used = request.GET.get("used", "").split(",")[:MOST_USED]
        found = answer(request.user, text, step=request.GET.get("do", ""), used=used)
        is_part = request.headers.get("X-Requested-With") == FRAGMENT
        template = "core/palette/_results.html" if is_part else "core/palette/page.html"
        response = render(request, template, {"text": text, "found": found})
        patch_vary_headers(response, ["X-Requested-With"])
        return response
