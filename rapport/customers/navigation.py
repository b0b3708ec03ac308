from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import NavItem, SettingsPage, navigation, settings_pages
from rapport.customers.models import CustomField, PreferenceTopic, RetentionRule
from rapport.staff.models import Business

SHOWN = 3


def _named(names) -> str:
    """The first few names, and how many more there are."""
    names = list(names)
    more = len(names) - SHOWN
    said = ", ".join(names[:SHOWN]) or gettext("none yet")
    return said if more <= 0 else gettext("%(names)s and %(count)s more") % {"names": said, "count": more}


def _pairs_waiting(user) -> int:
    from rapport.customers.duplicates import queue

    return queue.count_waiting(user)


def _rules_on() -> str:
    count = RetentionRule.objects.filter(is_on=True).count()
    if not count:
        return gettext("nothing goes by itself")
    return ngettext("%(count)s rule is on", "%(count)s rules are on", count) % {"count": count}


def _seen_now() -> str:
    if Business.objects.current().sees_by_team:
        return gettext("By team")
    return gettext("Everybody sees everyone")


navigation.add(
    NavItem(
        "customers",
        _("Customers"),
        "users",
        "customers:list",
        permission="customers.view_customer",
        order=30,
        key="c",
        short_label=_("People"),
        on_phone=True,
    )
)
navigation.add(
    NavItem(
        "duplicates",
        _("Duplicates"),
        "git-merge",
        "customers:duplicates",
        permission="customers.view_duplicatepair",
        order=34,
        badge=_pairs_waiting,
    )
)
settings_pages.add(
    SettingsPage(
        "visibility",
        _("Who sees which customers"),
        _("Everybody all of them, or agents and readers those of their teams"),
        "eye",
        "customers:visibility",
        permission="staff.change_visibility",
        order=36,
        section="people",
        words=_("visibility hide teams privacy access"),
        now=lambda user: _seen_now(),
    )
)
settings_pages.add(
    SettingsPage(
        "custom-fields",
        _("Own fields"),
        _("Facts about customers that only your business asks for."),
        "list-check",
        "customers:custom-fields",
        permission="customers.change_customfield",
        order=40,
        section="customers",
        words=_("custom fields columns extra facts"),
        now=lambda user: _named(CustomField.objects.filter(retired_at=None).values_list("label", flat=True)),
    )
)
settings_pages.add(
    SettingsPage(
        "retention",
        _("How long records are kept"),
        _("What goes by itself when it is old, what is held and on what ground."),
        "clock",
        "customers:retention",
        permission="customers.change_retentionrule",
        order=42,
        section="customers",
        words=_("privacy retention gdpr delete old data records of processing"),
        now=lambda user: _rules_on(),
    )
)
settings_pages.add(
    SettingsPage(
        "preference-topics",
        _("Topics of preferences"),
        _("What you ask customers' wishes about: products, times, channels, allergies."),
        "adjustments-heart",
        "customers:topics",
        permission="customers.change_customfield",
        order=41,
        section="customers",
        words=_("wishes likes preferences"),
        now=lambda user: _named(PreferenceTopic.objects.values_list("name", flat=True)),
    )
)
