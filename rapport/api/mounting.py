"""All slices' routes as one API."""

from rapport.core.api.description import Api
from rapport.core.api.routing import routers
from rapport.core.registry import discover

ABOUT = """\
Send your token with every request: `Authorization: Bearer TOKEN`. It acts for the person who made it, with their role.

Lists answer `{"items": […], "next": "…"}`; ask for the next page with `cursor=` until `next` is null.
Errors are problem details (RFC 9457); `type` is stable. Send an `Idempotency-Key` with a POST that you may
have to repeat.
"""


def mount() -> Api:
    discover(("api",))
    api = Api(title="Rapport", version="1", description=ABOUT, urls_namespace="api-v1")
    for routes in routers:
        api.add_router(routes.prefix or routes.name, routes.router)
    return api
