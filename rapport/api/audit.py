"""What the audit keeps of webhooks: by them facts about customers leave the house."""

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.audit import DeedKind, deed_kinds

for _name, _label, _say, _is_grave in (
    ("made", _("Webhook made"), lambda line: _g("Made the webhook “%(name)s”") % line.facts, True),
    ("changed", _("Webhook changed"), lambda line: _g("Changed the webhook “%(name)s”") % line.facts, True),
    (
        "secret_changed",
        _("Webhook secret changed"),
        lambda line: _g("Gave the webhook “%(name)s” a new secret") % line.facts,
        False,
    ),
    (
        "switched_off",
        _("Webhook switched off"),
        lambda line: _g("Switched off the webhook “%(name)s”") % line.facts,
        False,
    ),
    (
        "switched_on",
        _("Webhook switched on"),
        lambda line: _g("Switched on the webhook “%(name)s”") % line.facts,
        False,
    ),
    ("removed", _("Webhook removed"), lambda line: _g("Removed the webhook “%(name)s”") % line.facts, False),
):
    deed_kinds.add(DeedKind(f"webhook.{_name}", _label, "plug", _say, "records", is_grave=_is_grave))
