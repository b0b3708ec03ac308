"""`bin/rapport privacy export|erase CODE_OR_ID`."""

import argparse
import json
from pathlib import Path
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core.registry import Command, commands
from rapport.core.tabular.command import terminal_language


def privacy(options: argparse.Namespace) -> int:
    with translation.override(terminal_language()):
        customer = _customer(options.customer)
        return _export(customer, options) if options.deed == "export" else _erase(customer, options)


def _customer(said: str):
    """By the key of the record, or by a code of any system; one that two have is not taken."""
    from rapport.core.cli import CommandError
    from rapport.customers.models import Customer

    try:
        found = list(Customer.every.filter(pk=UUID(said)))
    except ValueError:
        found = list(Customer.every.filter(codes__code=said).distinct()[:2])
    found = list({customer.pk: customer for customer in (one.merged_into or one for one in found)}.values())
    if len(found) == 1:
        return found[0]
    many = _("Several customers have the code %(code)s. Give the key of the record.")
    raise CommandError((many if found else _("No customer has the key or code %(code)s.")) % {"code": said})


def _export(customer, options) -> int:
    from rapport.customers.models import PersonalExport
    from rapport.customers.rights import exporting

    export = PersonalExport.objects.create(customer=customer, by=None)
    target = options.to or Path(f"{customer.pk}.zip")
    exporting.write(export, target, at=timezone.now())
    PersonalExport.objects.filter(pk=export.pk).update(gone_at=timezone.now())  # it lies where it was wanted
    said = {"file": str(target), "records": export.records, "bytes": export.bytes}
    print(json.dumps(said) if options.json else _("%(file)s holds everything, %(records)s records.") % said)
    return 0


def _erase(customer, options) -> int:
    from rapport.core.cli import CommandError
    from rapport.customers.rights import erasing, foreseeing

    plan = foreseeing.plan(customer, on=timezone.localdate())
    if not options.yes:
        for line in plan.lines:
            print(f"{line.count:>8}  {line.kind.label}: {line.fate}")
        for warning in plan.warnings:
            print(warning)
        raise CommandError(_("Nothing was done. Say --yes to erase for good."))
    sure = [mention.key for mention in plan.mentions if mention.is_sure]
    erasure = erasing.erase(customer, by=None, at=timezone.now(), named_in=sure)
    said = {"pseudonym": erasure.pseudonym, "customer": str(customer.pk), "counts": erasure.counts}
    print(json.dumps(said) if options.json else _("Erased; the record is “%(pseudonym)s” now.") % said)
    return 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("export", "erase"))
    parser.add_argument("customer", metavar="CODE_OR_ID", help="the key of the record, or a code of another system")
    parser.add_argument("--to", type=Path, help="where to write the export (default: here, by the key)")
    parser.add_argument("--yes", action="store_true", help="erase for good; without it, what would happen is told")
    parser.add_argument("--json", action="store_true", help="for programs")


commands.add(Command("privacy", "gather or erase everything held about a customer", privacy, _arguments))
