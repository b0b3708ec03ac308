"""The business says no."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Raised by an action that the rules of the business forbid. `message` says in one sentence what to do instead.

    A subclass sets `code`, a stable name for programs, and may set `message`. It becomes a 409 answer in one place,
    `core.middleware.refusals`; what was only done too often has the `status` 429.
    """

    code = "refused"
    status = 409
    message = _("That cannot be done now.")

    def __init__(self, message: str | None = None):
        self.message = message or self.message
        super().__init__(str(self.message))
