from django.utils import timezone

from rapport.core.api import tokens
from rapport.core.cli import CommandError
from rapport.core.registry import Command, commands
from rapport.staff.models import User


def token(options) -> None:
    user = User.objects.filter(email__iexact=options.email.strip(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody who works here has the address {options.email}.")
    if not options.name.strip():
        raise CommandError("Give the token a name that says which program has it: --name webshop")
    _token, secret = tokens.make(user, name=options.name.strip()[:80], read_only=options.read_only, at=timezone.now())
    print(secret)


def _arguments(parser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="who the program acts for, with their role")
    parser.add_argument("--name", required=True, help="which program has it")
    parser.add_argument("--read-only", action="store_true", help="it may read, and change nothing")


commands.add(Command("token", "print a new token for the API", token, _arguments))
