"""Words of `bin/rapport` that belong to no slice."""

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.core import keeper
from rapport.core.backup import command as backups
from rapport.core.doctor import command as doctors
from rapport.core.migrating import bring_tables_up_to_date
from rapport.core.registry import Command, PaletteWord, commands, palette_words
from rapport.core.storage import gathering
from rapport.core.streams import program
from rapport.core.tabular import command as tables

THREADS_REST_SECONDS = 600  # with a thread goes its connection, and all that PostgreSQL has planned for it
COLLECT_AFTER = (20_000, 20, 20)  # objects more than went; a page makes some ten thousand


def migrate(options) -> None:
    """Bring the database to this release; then write the roles, compile the translations, gather the static files."""
    from django.core.management import call_command

    from rapport.core.backup.files import settle
    from rapport.core.messages import compile_all

    settle()
    bring_tables_up_to_date(verbosity=options.verbosity)
    with suppress(OSError):  # a checkout that we may only read was compiled by whoever owns it
        compile_all()
    with gathering(Path(settings.STATIC_ROOT)):
        call_command("collectstatic", interactive=False, verbosity=0)
    for step in after_migrate:
        step()


after_migrate: list = []  # what slices have to bring up to date once the tables are; each must be safe to repeat


def _migrate_arguments(parser) -> None:
    parser.add_argument("--verbosity", type=int, default=0)


def web(options) -> None:
    """Load the whole site and then fork those who answer: one that dies is replaced by one that has it all."""
    from django.urls import get_resolver
    from granian import Granian
    from granian.constants import Interfaces

    from rapport.core.cli import CommandError

    if not settings.HAS_SECRET_KEY:
        raise CommandError("There is no secret key. Set RAPPORT_SECRET_KEY, or begin with: bin/rapport up")
    get_resolver().url_patterns  # noqa: B018 – with them comes every view
    _keep_what_is_loaded()
    Granian(
        "rapport.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        blocking_threads_idle_timeout=THREADS_REST_SECONDS,
        backlog=1024,
        respawn_failed_workers=True,
    ).serve()


def _keep_what_is_loaded() -> None:
    """The collector need not look through the site itself, and seldom through what a page makes and soon lets go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _web_arguments(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=int(os.environ.get("RAPPORT_WEB_WORKERS") or _web_workers()))
    parser.add_argument("--threads", type=int, default=int(os.environ.get("RAPPORT_WEB_THREADS", "8")))


def _web_workers() -> int:
    """One process for each core that we may use, as one alone never works on two: four at most, for the memory."""
    return max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


def worker(options) -> None:
    from rapport.core.worker import work

    work(concurrency=options.concurrency, until_empty=options.until_empty)


def _worker_arguments(parser) -> None:
    parser.add_argument("--concurrency", type=int, default=int(os.environ.get("RAPPORT_WORKER_JOBS", "4")))
    parser.add_argument("--until-empty", action="store_true", help="end when no job is left to do")


def messages(options) -> int:
    from rapport.core import messages

    if options.step == "compile":
        messages.compile_all()
    elif options.step == "extract":
        for language, lacking in messages.extract().items():
            print(f"{language}: {lacking} to translate")
    else:
        found = list(messages.problems())
        print("\n".join(found) or "Every message is translated.")
        return 1 if found else 0
    return 0


def _messages_arguments(parser) -> None:
    parser.add_argument("step", choices=("extract", "check", "compile"))


def shell(options) -> None:
    from django.core.management import call_command

    call_command("shell")


def manage(options) -> None:
    """Django's own commands, for developers."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bin/rapport manage", *options.words])
    sys.stdout.flush()


def _manage_arguments(parser) -> None:
    import argparse

    parser.add_argument("words", nargs=argparse.REMAINDER)


commands.add(Command("migrate", "bring the database to this release", migrate, _migrate_arguments))
commands.add(Command("web", "serve the pages", web, _web_arguments))
commands.add(Command("worker", "do the background work", worker, _worker_arguments))
commands.add(
    Command("mailbox", "a local mailbox for development", keeper.mailbox, keeper.add_arguments, needs_site=False)
)
commands.add(Command("streams", "tell open pages what is new", program.run, program.add_arguments, needs_site=False))
commands.add(
    Command("messages", "gather, check or compile the translations", messages, _messages_arguments, needs_site=False)
)
commands.add(Command("import", "take in customers or orders from a file", tables.import_file, tables.import_arguments))
commands.add(Command("export", "write customers to a file", tables.export_file, tables.export_arguments))
commands.add(Command("backup", "write everything into one file", backups.backup, backups.backup_arguments))
commands.add(
    Command(
        "restore",
        "bring everything back from such a file",
        backups.bring_back,
        backups.restore_arguments,
        look=backups.look_at,
    )
)
commands.add(Command("doctor", "say what is wrong and what to do", doctors.doctor, doctors.doctor_arguments))
commands.add(Command("shell", "a Python prompt with everything loaded", shell))
commands.add(Command("manage", "Django's own commands", manage, _manage_arguments))
palette_words.add(
    PaletteWord(
        "imports.new",
        _("Import a file"),
        "file-import",
        "imports:list",
        permission="core.add_import",
        order=50,
        also=_("bring in customers and orders, upload, csv, excel, xlsx"),
    )
)
