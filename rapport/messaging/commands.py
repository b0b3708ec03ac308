from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Command, commands
from rapport.core.worker import beside
from rapport.messaging.calls.listening import listen
from rapport.messaging.mailboxes.watching import watch


def mailserver(options) -> None:
    from rapport.messaging.incoming.listener import serve

    serve(options.host, options.port)


def _mailserver_arguments(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8025)


commands.add(Command("mailserver", _("take mail that another mail server brings"), mailserver, _mailserver_arguments))
beside += [watch, listen]
