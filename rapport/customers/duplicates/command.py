"""`bin/rapport duplicates`: look for records that are the same customer."""

import argparse
import json
import sys

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.registry import Command, commands
from rapport.core.tabular.command import terminal_language
from rapport.customers.duplicates import work

__all__ = ["work"]  # which registers what the worker does


def duplicates(options: argparse.Namespace) -> int:
    with translation.override(terminal_language()):
        return _look(options)


def _look(options: argparse.Namespace) -> int:
    from rapport.customers.duplicates import actions
    from rapport.customers.duplicates.blocks import LABELS
    from rapport.customers.models import DuplicatePair, DuplicateSearch

    search = actions.look_again(DuplicateSearch(), at=timezone.now(), watch=_watch if sys.stderr.isatty() else _unseen)
    strong = DuplicatePair.objects.open().filter(strength=DuplicatePair.Strength.STRONG).count()
    said = {
        "customers": search.customers,
        "compared": search.compared,
        "proposed": search.proposed,
        "strong": strong,
        "cut": search.cut,
        "seconds": round((search.ended_at - search.began_at).total_seconds(), 1),
    }
    if options.json:
        print(json.dumps(said))
        return 0
    numbers = {name: formats.number(value) for name, value in said.items() if name != "cut"}
    print(_("%(customers)s customers, %(proposed)s pairs proposed, %(strong)s of them almost certain.") % numbers)
    for one in search.cut:
        left = {"what": LABELS[one["block"]], "groups": formats.number(one["groups"])}
        print(_("Left out, because too many share it: %(what)s (%(groups)s groups).") % left)
    return 0


def _watch(fraction: float, doing: object = "") -> None:
    print(f"\r{fraction:4.0%}  {doing!s:<70.70}", end="\n" if fraction >= 1 else "", file=sys.stderr, flush=True)


def _unseen(fraction: float, doing: object = "") -> None:
    """Nobody looks on."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="say it as JSON")


commands.add(Command("duplicates", "look through all customers for duplicates", duplicates, _arguments))
