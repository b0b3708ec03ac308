"""What stays current on an open page: the numbers beside the places of the side bar.

Every open page asks now and then, and says which state it knows; the usual answer is 204, nothing new.
"""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, JsonResponse

from rapport.core import formats
from rapport.core.registry import BADGES_COUNT_TO, navigation
from rapport.core.views import allow

STATE = "Rapport-State"  # what the page knows, in its question and in our answer


def state_of(*parts: object) -> str:
    """A short word that changes when any of `parts` does."""
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=9).hexdigest()


def known(request: HttpRequest) -> str:
    """The state that the asking page knows; empty for a page that is loaded anew."""
    return request.headers.get(STATE, "")


def nothing_new(state: str) -> HttpResponse:
    return HttpResponse(status=204, headers={STATE: state, "Cache-Control": "no-store"})


@allow("signed_in")
def badges(request: HttpRequest) -> HttpResponse:
    """The badge of every place that has one; one query each."""
    places = [item for item in navigation.for_user(request.user) if item.badge]
    counts = {item.name: item.badge(request.user) for item in places}
    state = state_of(*counts.items())
    if state == known(request):
        return nothing_new(state)
    shown = [
        {
            "name": item.name,
            "words": formats.up_to(BADGES_COUNT_TO, counts[item.name]) if counts[item.name] else "",
            "tone": item.tone,
        }
        for item in places
    ]
    return JsonResponse({"badges": shown}, headers={STATE: state, "Cache-Control": "no-store"})
