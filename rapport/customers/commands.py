"""Words of `bin/rapport`. What reads and writes tables is imported only when it is asked for."""

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import ImportKind, import_kinds
from rapport.core.tabular.kinds import ExportKind, export_kinds


def import_customers(options):
    from rapport.customers.importing.running import import_customers

    return import_customers(
        options.file,
        source=options.source,
        columns=options.map,
        encoding=options.encoding,
        delimiter=options.delimiter,
        sheet=options.sheet,
        language=options.language,
        country=options.country,
        dry_run=options.dry_run,
        progress=options.progress,
    )


def export_customers(options) -> int:
    from rapport.customers.exporting import export_customers

    return export_customers(options.file, private=options.private, progress=options.progress)


def export_arguments(parser) -> None:
    parser.add_argument("--private", action="store_true", help="with family and personal notes")


import_kinds.add(
    ImportKind("customers", help=_("people and organisations, from CSV or XLSX"), run=import_customers, order=1)
)
export_kinds.add(
    ExportKind("customers", help=_("everybody who is not archived"), run=export_customers, arguments=export_arguments)
)
