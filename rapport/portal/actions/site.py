"""How the site looks, and what is on it."""

from django.db import transaction

from rapport.portal.models import Site
from rapport.staff.models import Business
from rapport.staff.remembering import forget


@transaction.atomic
def change_site(*, is_open: bool, brand: str, welcome: dict[str, str], closed_sections: list[str]) -> Site:
    """The history keeps who changed what. Raises `ValidationError` for a colour that cannot be seen."""
    from rapport.portal.colours import check_brand

    check_brand(brand)
    business = Business.objects.select_for_update().order_by("pk").first()
    site = Site.objects.filter(business=business).first() or Site(business=business)
    site.is_open, site.brand, site.closed_sections = is_open, brand.lower(), sorted(closed_sections)
    site.welcome = {language: words.strip() for language, words in welcome.items() if words.strip()}
    site.save()
    forget("portal_site")
    return site
