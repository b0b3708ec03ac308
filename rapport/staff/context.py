from django.utils.functional import SimpleLazyObject

from rapport.staff.models import Business


def site(request) -> dict:
    """`site` in every template: the business whose house this is."""
    return {"site": SimpleLazyObject(Business.objects.current)}
