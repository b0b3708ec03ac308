from django.http import HttpRequest, JsonResponse

from rapport.core.streams.telling import address_for, ticket_for, topics
from rapport.core.views import allow


@allow("signed_in")
def ticket(request: HttpRequest) -> JsonResponse:
    """Where to listen, and the leave to do so; `?about=` names what the open page shows."""
    address = address_for(request)
    names = dict.fromkeys(name for source in topics.for_user(request.user) for name in source.of(request))
    said = {"address": address, "ticket": ""}
    if address and names:
        said["ticket"] = ticket_for(names, owner=f"user:{request.user.pk}")
    return JsonResponse(said, headers={"Cache-Control": "no-store"})
