"""The command line: every word of `bin/rapport` other than `up`. Slices add words through `commands.py`."""

import argparse
import os
import sys

from django.utils.translation import gettext as _

from rapport import __version__

NEEDS_THE_SITE = 75  # our answer to the supervisor, which asks before it starts a database for a command


class CommandError(Exception):
    """Something the person at the terminal can put right. Its text is the one line they see; the exit code is 1."""


def main(arguments: list[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
    arguments = sys.argv[1:] if arguments is None else arguments
    word = next(iter(arguments), "")
    os.environ["PGAPPNAME"] = f"rapport {word} {__version__}"  # so that the database knows who is connected
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    from rapport.core import keeper
    from rapport.core.refusals import Refusal
    from rapport.core.streams import program

    try:
        if word == "mailbox":
            return keeper.main(arguments[1:]) or 0
        if word == "streams":
            return program.main(arguments[1:])
        django.setup()
        options = _parser().parse_args(arguments)
        if options.needs_site and os.environ.get("RAPPORT_ONLY_ASK"):
            options.look(options)
            return NEEDS_THE_SITE
        return options.run(options) or 0
    except (CommandError, Refusal, ImproperlyConfigured) as problem:
        return _say(str(problem))
    except OperationalError as problem:
        first_line = (str(problem).strip().splitlines() or ["?"])[0]
        return _say(_("The database does not answer: %(problem)s") % {"problem": first_line})
    except BrokenPipeError:  # the reader of our output, `head` say, has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as problem:
        return _say(f"{problem.strerror or problem}{': ' + str(problem.filename) if problem.filename else ''}")
    except KeyboardInterrupt:
        return 130


def _say(line: str) -> int:
    print(f"rapport: {line}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    from rapport.core.registry import commands

    parser = argparse.ArgumentParser(prog="bin/rapport", description="Rapport: customer relations, self-hosted.")
    words = parser.add_subparsers(metavar="COMMAND", required=True)
    up = words.add_parser("up", help="start everything and print the address")
    up.set_defaults(run=lambda options: 0, needs_site=False, look=lambda options: None)
    for command in commands:
        word = words.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(word)
        word.set_defaults(run=command.run, needs_site=command.needs_site, look=command.look)
    return parser


if __name__ == "__main__":
    from rapport.core import cli  # as everybody else knows it; started with -m we are a second copy under another name

    sys.exit(cli.main())
