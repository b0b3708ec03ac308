"""Where complaints are set up."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.care.complaints import limits
from rapport.care.models import DisputeBody
from rapport.core import formats
from rapport.core.registry import SettingsPage, settings_pages


def bodies_in_words(user) -> str:
    count = DisputeBody.objects.filter(is_active=True).count()
    return ngettext("%(count)s is named", "%(count)s are named", count) % {"count": count}


def limits_in_words(user) -> str:
    agent = limits.limits()["agent"]
    return f"{agent.label}: {formats.money(agent.per_case, agent.currency)}"


settings_pages.add(
    SettingsPage(
        "dispute_bodies",
        _("Who decides from outside"),
        _("Whom every answer to a complaint names, by country"),
        "scale",
        "care:dispute_bodies",
        permission="care.change_disputebody",
        order=45,
        section="promises",
        words=_("complaints ombudsman arbitration dispute"),
        now=bodies_in_words,
    )
)
settings_pages.add(
    SettingsPage(
        "remedy_limits",
        _("What may be given"),
        _("How much each role gives by itself to put a complaint right"),
        "gift",
        "care:remedy_limits",
        permission="care.change_remedylimit",
        order=46,
        section="promises",
        words=_("complaints remedy refund voucher goodwill approval limit"),
        now=limits_in_words,
    )
)
