from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("promises.reader", "reader", ("promises.view_promise",)))
grants.add(Grant("promises.agent", "agent", ("promises.add_promise", "promises.change_promise")))
grants.add(
    Grant(
        "promises.manager",
        "manager",
        (
            "promises.reassign_promise",
            "promises.change_openingweek",
            "promises.change_holidayyear",
            "promises.change_kind",
        ),
    )
)

PROMISES = _("Promises")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("view", _("See what was promised, and how often it is kept"), ("view_promise",)),
        ("change", _("Promise, keep, and agree on another day"), ("add_promise", "change_promise")),
        ("reassign", _("Hand over everything that somebody has in hand"), ("reassign_promise",)),
        ("hours", _("Set opening hours and holidays"), ("change_openingweek", "change_holidayyear")),
        ("kinds", _("Decide how soon each kind of promise is due"), ("change_kind",)),
    )
):
    abilities.add(
        Ability(f"promises.{_name}", _label, tuple(f"promises.{p}" for p in _permissions), PROMISES, 30 + _order)
    )
