"""On the page of somebody who is erased there is nothing to write, change or add: `perms` says no to all of it."""

from typing import Any

from rapport.customers.models import Customer

STILL = ("customers.add_personalexport", "customers.add_erasure")  # that lead to the certificate


class OnlyLooking:
    """Stands where templates ask `perms.orders.add_order`."""

    def __init__(self, user: Any, app: str = ""):
        self._user, self._app = user, app

    def __getitem__(self, name: str) -> Any:
        if not self._app:
            return OnlyLooking(self._user, name)
        wanted = f"{self._app}.{name}"
        return (name.startswith("view_") or wanted in STILL) and self._user.has_perm(wanted)

    def __contains__(self, wanted: str) -> bool:
        app, _dot, name = wanted.partition(".")
        return bool(self[app][name])


def looking(request, customer: Customer) -> dict[str, Any]:
    """What a template about `customer` gets beside its own context."""
    if not customer.is_erased:
        return {}
    return {"perms": OnlyLooking(request.user), "may_pin": False, "may_correct_all": False}
