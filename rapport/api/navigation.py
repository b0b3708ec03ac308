from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
