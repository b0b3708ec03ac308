from django.utils.functional import SimpleLazyObject

from rapport.staff.models import Business


def site(request) -> dict:
    """`business` in every template: whose house this is. Also as `site`, which sign-in pages of allauth cover up."""
    business = SimpleLazyObject(Business.objects.current)
    return {"business": business, "site": business}
