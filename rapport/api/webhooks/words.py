"""What went wrong, in words."""

from django.utils.translation import gettext_lazy as _

from rapport.core.outward.line import Problem

PROBLEMS = {
    Problem.UNREADABLE: _(
        "This is not an address of a web service. It begins with https:// and has no password in it."
    ),
    Problem.PORT: _("This port belongs to another kind of service. Use 443, or one above 1023 that no database uses."),
    Problem.PRIVATE: _(
        "This address lies in a private network, so Rapport does not connect to it. "
        "Whoever runs the machine can open it by RAPPORT_WEBHOOKS_PRIVATE."
    ),
    Problem.HTTPS: _("The address must begin with https://, so that nobody on the way can read it."),
    Problem.NAME: _("The name in the address was not found."),
    Problem.CONNECTION: _("No connection could be made, or it was broken off."),
    Problem.CERTIFICATE: _("The certificate of the other side is not valid for this address."),
    Problem.TIME: _("No answer came within 15 seconds."),
    Problem.BROKEN: _("What came back was no answer of a web service."),
    Problem.STATUS: _("The other program did not take it."),
    Problem.OFF: _("The webhook was switched off before it could be sent."),
    Problem.RESTORED: _("It waited in the backup that was restored, and may have been sent since."),
}


def words_for(problem: str) -> str:
    return str(PROBLEMS[Problem(problem)]) if problem else ""
