from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core.registry import NavItem, SettingsPage, navigation, settings_pages
from rapport.orders.in_hand import late_count
from rapport.orders.models import Product
from rapport.orders.steps import all_kinds, offered


def products_in_words(user) -> str:
    count = Product.objects.count()
    return ngettext("%(count)s product", "%(count)s products", count) % {"count": count}


navigation.add(
    NavItem(
        "orders",
        label=_("Orders"),
        icon="package",
        url_name="orders:orders",
        permission="orders.view_order",
        order=40,
        key="o",
        badge=lambda user: late_count(user, timezone.now()) or None,
        tone="risk",
    )
)

settings_pages.add(
    SettingsPage(
        "order_steps",
        _("Steps of orders"),
        _("What orders pass on their way, under your own names"),
        "package",
        "orders:steps",
        permission="orders.change_stepkind",
        order=30,
        section="promises",
        words=_("status stages delivery"),
        now=lambda user: " → ".join(str(kind.label) for kind in offered(all_kinds())),
    )
)
settings_pages.add(
    SettingsPage(
        "products",
        _("Products"),
        _("What you sell, its numbers and prices"),
        "tag",
        "orders:products",
        permission="orders.change_product",
        order=31,
        section="promises",
        words=_("prices catalogue articles"),
        now=products_in_words,
    )
)
