import logging
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.staff.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
log = logging.getLogger(__name__)
WAYS = {  # of showing who one is
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code of your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}


def let_in(request, user: User) -> None:
    """Sign in somebody who has just chosen their password."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password")


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation, never by signing up; mails are in the language of who gets them."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever came in a moment ago has just shown who they are."""
        if not super().is_reauthentication_required(app=app):
            return False
        records = get_authentication_records(self.request, self.request.user)
        lately = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > lately for record in records)

    def get_reauthentication_methods(self, user) -> list[dict]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        user = context.get("user")
        language = user.language if isinstance(user, User) else translation.get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context)
        except OSError as problem:  # smtplib's errors are among them
            log.warning("A mail could not be sent: %s", type(problem).__name__)
            messages.error(self.request, _("The mail could not be sent. Try again in a few minutes."))
