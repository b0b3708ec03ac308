"""`bin/rapport user create` and `user remove-second-step`, and the roles after every migration."""

import json

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.cli import CommandError
from rapport.core.commands import after_migrate
from rapport.core.registry import Command, PaletteWord, commands, palette_words
from rapport.staff import actions, first_run
from rapport.staff.models import Business, User

after_migrate.append(actions.sync_roles)


def user(options) -> None:
    options.step(options)


def let_in(options) -> None:
    email = options.email.strip().lower()
    try:
        validate_email(email)
        if options.password:
            password_validation.validate_password(options.password, User(email=email, name=options.name))
    except ValidationError as problem:
        raise CommandError(" ".join(problem.messages)) from problem

    actions.sync_roles()
    language = options.language or Business.objects.current().language
    if options.password:
        actions.create_user(email, role=options.role, password=options.password, name=options.name, language=language)
        said = {"email": email, "role": options.role}
        line = f"{email} can sign in as {options.role}."
    else:
        _invitation, token = actions.invite(
            email, role=options.role, name=options.name, language=language, by=None, at=timezone.now()
        )
        link = settings.ADDRESS.rstrip("/") + reverse("staff:join", args=[token])
        said = {"email": email, "role": options.role, "invitation": link}
        line = link
    print(json.dumps(said) if options.json else line)


def remove_second_step(options) -> None:
    """For whoever is locked out, above all an owner, whose second step no colleague may take away."""
    person = User.objects.filter(email__iexact=options.email.strip()).first()
    if person is None:
        raise CommandError(f"Nobody works here as {options.email}.")
    try:
        actions.take_second_step_away(person, by=None, at=timezone.now())
    except actions.NoSecondStep as problem:
        raise CommandError(f"{person.email} signs in with one step already.") from problem
    said = {"email": person.email, "second_step": False}
    print(json.dumps(said) if options.json else f"{person.email} signs in with the password alone.")


def _arguments(parser) -> None:
    words = parser.add_subparsers(metavar="WORD", required=True)
    create = words.add_parser("create", help="let someone in, or invite them", description=CREATE)
    create.set_defaults(step=let_in)
    create.add_argument("email", metavar="EMAIL")
    create.add_argument("--role", required=True, choices=list(settings.ROLES))
    create.add_argument("--password", help="without it, a link is printed by which they choose their own")
    create.add_argument("--name", default="")
    create.add_argument("--language", choices=[code for code, name in settings.LANGUAGES], default="")
    create.add_argument("--json", action="store_true", help="print one JSON object")
    lost = words.add_parser("remove-second-step", help="for somebody who lost theirs", description=LOST)
    lost.set_defaults(step=remove_second_step)
    lost.add_argument("email", metavar="EMAIL")
    lost.add_argument("--json", action="store_true", help="print one JSON object")


def setup_link(options) -> None:
    """The link is good until somebody works here; then it leads nowhere, and there is nothing to print."""
    if options.if_needed and not first_run.is_due(None):
        return
    if User.objects.exists():
        raise CommandError("Somebody works here already. Let others in: bin/rapport user create EMAIL --role owner")
    if options.if_needed:
        print("Nobody works here yet. The first owner comes in by this link, and nobody without it:")
    print(f"{settings.ADDRESS.rstrip('/')}{reverse('staff:first_run')}?code={first_run.code()}")


def _link_arguments(parser) -> None:
    parser.add_argument("--if-needed", action="store_true", help="say nothing where somebody works already")


LOST = "Take away app, passkeys and recovery codes, and end every session. They are told by mail; the audit keeps it."
CREATE = "Let someone in with a password, or print an invitation link that is good for seven days."

commands.add(Command("user", "people who work here", user, _arguments))

palette_words.add(
    PaletteWord(
        "staff.invite",
        _("Invite a colleague"),
        "user-plus",
        "staff:invitation_new",
        permission="staff.add_invitation",
        order=80,
        also=_("new user, add staff, employee"),
        in_dialog=True,
    )
)
palette_words.add(
    PaletteWord(
        "staff.profile",
        _("Your profile"),
        "user-circle",
        "staff:profile",
        order=90,
        also=_("language, time zone, theme, dark, light, shortcuts, password"),
        is_page=True,
    )
)
palette_words.add(
    PaletteWord(
        "staff.security",
        _("Security"),
        "shield-lock",
        "mfa_index",
        order=90,
        also=_("password, two-factor, 2FA, passkey, recovery codes, sessions, devices, sign out everywhere"),
        is_page=True,
    )
)
palette_words.add(
    PaletteWord(
        "staff.settings",
        _("Settings"),
        "settings",
        "staff:settings",
        permission="staff.view_business",
        order=91,
        also=_("preferences, options"),
        is_page=True,
    )
)
palette_words.add(
    PaletteWord(
        "staff.sign_out", _("Sign out"), "logout", "account_logout", order=99, also=_("log out, leave"), is_page=True
    )
)
commands.add(Command("setup-link", "print the link by which the first owner comes in", setup_link, _link_arguments))
