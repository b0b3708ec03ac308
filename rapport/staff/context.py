from django.contrib.auth.context_processors import PermLookupDict, PermWrapper
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from rapport.staff.models import Business


def site(request) -> dict:
    """`business` in every template: whose house this is. Also as `site`, which sign-in pages of allauth cover up."""
    business = SimpleLazyObject(Business.objects.current)
    return {"business": business, "site": business}


def reader(request) -> dict:
    """`user` and `perms` as Django gives them, but a page asks the same permission of each of its rows."""
    user = getattr(request, "user", None) or AnonymousUser()
    perms = getattr(request, "remembered_perms", None)
    if perms is None or perms.user is not user:
        perms = request.remembered_perms = Permissions(user)
    return {"user": user, "perms": perms}


class Permissions(PermWrapper):
    def __init__(self, user) -> None:
        super().__init__(user)
        self._apps: dict[str, OfOneApp] = {}

    def __getitem__(self, app: str) -> "OfOneApp":
        if app not in self._apps:
            self._apps[app] = OfOneApp(self.user, app)
        return self._apps[app]


class OfOneApp(PermLookupDict):
    def __init__(self, user, app: str) -> None:
        super().__init__(user, app)
        self._known: dict[str, bool] = {}

    def __getitem__(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = super().__getitem__(name)
        return self._known[name]
