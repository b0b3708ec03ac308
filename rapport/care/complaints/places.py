"""Where complaints are set up."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.care.complaints import key_accounts, limits
from rapport.care.models import DisputeBody
from rapport.core import formats
from rapport.core.registry import SettingsPage, settings_pages


def bodies_in_words(user) -> str:
    count = DisputeBody.objects.filter(is_active=True).count()
    return ngettext("%(count)s is named", "%(count)s are named", count) % {"count": count}


def limits_in_words(user) -> str:
    agent = limits.limits()["agent"]
    return f"{agent.label}: {formats.money(agent.per_case, agent.currency)}"


def key_accounts_in_words(user) -> str:
    return ", ".join(tag.name for tag in key_accounts.tags()) or str(_("nobody is one yet"))


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
settings_pages.add(
    SettingsPage(
        "key_accounts",
        _("Key accounts"),
        _("By which tags they are known, whose complaints go up at once"),
        "star",
        "care:key_accounts",
        permission="care.change_remedylimit",
        order=47,
        section="promises",
        words=_("complaints important customers escalation tag"),
        now=key_accounts_in_words,
    )
)
