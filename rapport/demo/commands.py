from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.registry import Command, commands
from rapport.demo import actions
from rapport.demo.stage import demo_password


def demo(options) -> int:
    if options.sign_ins:
        if people := actions.who_can_sign_in():
            print(_("Sign in with one of these, password %(password)s") % {"password": demo_password()})
        for user in people:
            print(f"  {user.email:32} {settings.ROLES.get(user.role, '')}")
        return 0
    if options.if_empty and not actions.is_empty():
        return 0
    actions.fill(at=timezone.now())
    return 0


def _arguments(parser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="do nothing in a house that is lived in")
    parser.add_argument("--sign-ins", action="store_true", help="print who can sign in")


commands.add(Command("demo", "move the demo business in", demo, _arguments))
work_kinds.add(
    WorkKind("demo", actions.move_in, lambda work: reverse("demo:demo"), "demo.delete_made", speed=lambda rate: "")
)
