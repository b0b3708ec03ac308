"""How the site looks: asked once per request, together with the business itself."""

from rapport.core.prepared import prepared
from rapport.portal.models import Site
from rapport.staff.models import Business
from rapport.staff.remembering import remembered


def current() -> Site:
    """The site as it was set up, else as it comes. `site.business` is there without another query."""
    return remembered("portal_site", _asked)


def _asked() -> Site:
    site = next(iter(_sites()), None)
    if site is None:
        return Site(business=Business.objects.current())
    remembered("business", lambda: site.business)
    return site


@prepared
def _sites():
    return Site.objects.select_related("business")
