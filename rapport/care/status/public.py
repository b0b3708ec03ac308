"""The public pages: anybody may read them, nobody is signed in, and nothing on them is about a person."""

from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string, select_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from rapport.care.models import Incident
from rapport.care.status import cached, queries, wording
from rapport.core import formats
from rapport.core.views import PublicPage
from rapport.staff.models import Business

CHOSEN, A_YEAR = "portal-language", 31_536_000  # the cookie by which the customers' site remembers a choice, too
BASES = ("portal/base.html", "care/status/base.html")  # the look of the customers' site, where there is one
IN_FEED = 30


class StatusPage(PublicPage):
    """How everything is, written once for all who read that language."""

    def get(self, request):
        language = _language(request)
        page = cached.kept(language, lambda: _status(language))
        return _answer(request, page, language)


class PublicIncidentPage(PublicPage):
    """One disruption, with all that was said about it."""

    def get(self, request, pk: UUID):
        incident = queries.public_incident(pk)
        if incident is None:
            raise Http404
        language = _language(request)
        with _speaking(language) as page:
            text = page.write("care/status/incident.html", {"incident": shown(incident, language, page.business)})
        return _answer(request, text, language)


class StatusFeed(PublicPage):
    """What is said, for programs that read news: one entry for each word about a disruption."""

    def get(self, request):
        language = _language(request)
        with _speaking(language) as page:
            text = self.written(request, page, language)
        return _answer(request, text, language, kind="application/atom+xml; charset=utf-8")

    def written(self, request, page, language: str) -> str:
        there = request.build_absolute_uri(reverse("care:status"))
        name = page.business.name
        feed = Atom1Feed(
            title=_("How %(business)s is doing") % {"business": name},
            link=there,
            description="",
            language=language,
            feed_url=request.build_absolute_uri(),
            author_name=name,
        )
        everything = queries.standing(at=page.at, zone=page.zone)
        news = [(one, said) for one in (*everything.current, *everything.planned, *everything.past)
                for said in one.updates.all()]  # fmt: skip
        for incident, said in sorted(news, key=lambda pair: pair[1].at, reverse=True)[:IN_FEED]:
            title = wording.title_of(incident, language, page.business)
            url = request.build_absolute_uri(reverse("care:public_incident", args=[incident.pk]))
            feed.add_item(
                title=f"{title}: {said.get_state_display()}",
                link=url,
                unique_id=f"urn:uuid:{said.pk}",
                description=escape(str(wording.words_of(said, language, page.business))),  # the format takes HTML
                pubdate=said.at,
                updateddate=said.at,
            )
        return feed.writeString("utf-8")


class _speaking:
    """Everything that a public page is written with: the business, its clock, the moment, the language."""

    def __init__(self, language: str):
        self.language, self.at = language, timezone.now()
        self.business = Business.objects.current()
        self.zone = ZoneInfo(self.business.time_zone)

    def __enter__(self):
        self._language, self._zone = translation.override(self.language), timezone.override(self.zone)
        self._language.__enter__()
        self._zone.__enter__()
        return self

    def __exit__(self, *how):
        self._zone.__exit__(*how)
        self._language.__exit__(*how)

    def write(self, template: str, context: dict) -> str:
        """Without the request, so that nothing of whoever asks can come into a page that is kept for all."""
        around = {
            "base": select_template(BASES).template,
            "business": self.business,
            "html_lang": self.language,
            "now": self.at,
            "zone": self.business.time_zone,
            "tongues": [(code, formats.LANGUAGE_NAMES[code]) for code in wording.languages(self.business)],
        }
        return render_to_string(template, around | context)


def _status(language: str) -> str:
    with _speaking(language) as page:
        found = queries.standing(at=page.at, zone=page.zone)
        context = {
            "standing": found,
            "places": [_place(place, language, page.business) for place in found.places],
            **{name: [shown(one, language, page.business) for one in getattr(found, name)] for name in SHOWN},
        }
        return page.write("care/status/status.html", context)


SHOWN = ("current", "planned", "past")


def _place(place: queries.Place, language: str, business: Business) -> dict:
    offered = [
        {
            "name": wording.name_of(one.service, language, business),
            "hint": one.service.hint,
            "own_language": "" if language == business.language else business.language,
            "record": one.record,
            "now": one.now,
            "key": one.service.pk,
        }
        for one in place.offered
    ]
    return {"location": place.location, "offered": offered, "record": place.record}


def shown(incident: Incident, language: str, business: Business) -> dict[str, Any]:
    """A disruption as it is read in that language."""
    return {
        "incident": incident,
        "title": wording.title_of(incident, language, business),
        "services": [wording.name_of(service, language, business) for service in incident.services.all()],
        "updates": [
            {"said": said, "words": wording.words_of(said, language, business)} for said in incident.updates.all()
        ],
    }


def _language(request) -> str:
    """The one in the address, else the one chosen before, else what the browser asks for; of those that we write."""
    ours = wording.languages(Business.objects.current())
    wanted = (request.GET.get("lang"), request.COOKIES.get(CHOSEN), translation.get_language_from_request(request))
    return next((code for code in wanted if code in ours), ours[0])


def _answer(request, page: str, language: str, *, kind: str = "text/html; charset=utf-8") -> HttpResponse:
    """Kept by browsers and proxies for a moment; a choice of language is remembered in a cookie."""
    response = HttpResponse(page, content_type=kind, headers={"Content-Language": language})
    etag = f'"{sha256(page.encode()).hexdigest()[:24]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={cached.SECONDS}"
    if request.GET.get("lang") == language and request.COOKIES.get(CHOSEN) != language:
        kept = {"max_age": A_YEAR, "path": reverse("care:status")}
        response.set_cookie(CHOSEN, language, secure=settings.SECURE, httponly=True, samesite="Lax", **kept)
        response.headers["Cache-Control"] = f"private, max-age={cached.SECONDS}"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return get_conditional_response(request, etag=etag, response=response)
