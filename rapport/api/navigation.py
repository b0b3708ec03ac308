from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.api.webhooks.models import Endpoint
from rapport.core.models import Token
from rapport.core.registry import SettingsPage, settings_pages


def _living_tokens(user) -> str:
    tokens = Token.objects.filter(revoked_at=None)
    count = (tokens if user.has_perm("core.delete_token") else tokens.filter(user=user)).count()
    return ngettext("%(count)d token", "%(count)d tokens", count) % {"count": count} if count else ""


settings_pages.add(
    SettingsPage(
        "tokens",
        label=_("Programs"),
        hint=_("Tokens by which your other programs reach customers, promises and orders"),
        icon="key",
        url_name="api:tokens",
        permission="core.add_token",
        order=80,
        words=_("API token webhook integration"),
        now=_living_tokens,
    )
)


def _endpoints(user) -> str:
    states = list(Endpoint.objects.values_list("off_because", flat=True))
    given_up = sum(state in (Endpoint.Off.GONE, Endpoint.Off.FAILING) for state in states)
    if given_up:
        words = ngettext("%(count)d was switched off by Rapport", "%(count)d were switched off by Rapport", given_up)
        return words % {"count": given_up}
    return ngettext("%(count)d webhook", "%(count)d webhooks", len(states)) % {"count": len(states)} if states else ""


settings_pages.add(
    SettingsPage(
        "webhooks",
        label=_("Webhooks"),
        hint=_("Other programs that are told of each thing as it happens"),
        icon="plug",
        url_name="api:webhooks",
        permission="api.view_endpoint",
        order=81,
        words=_("API integration events notify endpoint secret delivery log"),
        now=_endpoints,
    )
)
