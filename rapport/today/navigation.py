from django.utils.translation import gettext_lazy as _

from rapport.core.registry import NavItem, navigation

navigation.add(
    NavItem(
        "today",
        label=_("Today"),
        icon="sun",
        url_name="today:today",
        permission="today.view_tick",
        order=1,
        key="t",
        on_phone=True,
        section="/",
    )
)
