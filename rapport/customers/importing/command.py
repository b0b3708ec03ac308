"""`bin/rapport import customers`, also on the pages. What reads tables is imported only when it is asked for."""

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.registry import ImportKind, ImportPart, import_kinds
from rapport.core.registry.imports import Undoing
from rapport.core.tabular.sampling import unobserved


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
        dates=getattr(options, "dates", None),
        dry_run=options.dry_run,
        progress=options.progress,
        observer=getattr(options, "observer", unobserved),
        import_id=getattr(options, "import_id", None),
        called=getattr(options, "called", ""),
        match=options.match or "",
        at=getattr(options, "at", None),
    )


def matches():
    from rapport.customers.importing.rules import RULES

    return [(rule.name, rule.label) for rule in RULES.values()]


def foresee(import_):
    from rapport.customers.importing.undo import running

    return running.foresee(import_)


def undo_import(import_, by, progress):
    from rapport.customers.importing.undo import running

    return running.undo(import_, by, progress)


def left_by_undo(import_, user):
    from rapport.customers.importing.undo import running

    return running.left(import_, user)


undoing = Undoing(
    foresee=foresee,
    undo=undo_import,
    left=left_by_undo,
    says=(
        _(
            "Whom this import brought, and whom nobody touched since, is removed with all that was written of them."
            " That can't be turned back."
        ),
        _("Whoever was here before stays, and is as before the import; what people changed since is kept."),
        _("Whom it brought and who has an order, a promise or something else by now goes into the archive."),
    ),
    used=_("Archived: in use by now"),
)


def import_arguments(parser) -> None:
    parser.add_argument(
        "--match", help=str(_("by what somebody who is here already is known: code, email, phone, name_city, or new"))
    )


def usual_dates(country: str) -> str:
    from rapport.core.tabular.dates import usual_order
    from rapport.staff.models import Business

    return usual_order(country or Business.objects.current().country)


def groups():
    from rapport.customers.importing import fields

    return fields.groups()


def presets():
    from rapport.customers.importing.presets import PRESETS

    return PRESETS


def without_names(columns) -> str:
    from rapport.customers.importing.fields import NAMED_BY

    if columns.has(*NAMED_BY):
        return ""
    return _g("Say which column holds the names, the e-mail addresses or the phones.")


def told(n: int) -> str:
    return ngettext("%(n)s customer imported", "%(n)s customers imported", n) % {"n": formats.number(n)}


import_kinds.add(
    ImportKind(
        "customers",
        help=_("people and organisations, from CSV or XLSX"),
        run=import_customers,
        order=1,
        label=_("Customers"),
        icon="users",
        parts=(
            ImportPart(
                "file",
                _("File of customers"),
                groups,
                hint=_("People or organisations, one in a row. The first row names the columns."),
                problem=without_names,
                presets=presets,
            ),
        ),
        permission="customers.add_customer",
        asks=("language", "country"),
        told=told,
        url=lambda import_id: f"{reverse('customers:list')}?import={import_id}",
        arguments=import_arguments,
        matches=matches,
        undoing=undoing,
        usual_dates=usual_dates,
    )
)
