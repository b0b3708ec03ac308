"""Words of `bin/rapport`. What reads and writes tables is imported only when it is asked for."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.refusals import Refusal
from rapport.core.registry import (
    Command,
    ImportKind,
    ImportPart,
    PaletteItem,
    PaletteSource,
    PaletteWord,
    commands,
    import_kinds,
    palette_sources,
    palette_words,
)
from rapport.core.registry.imports import Undoing
from rapport.core.tabular.kinds import ExportKind, export_kinds
from rapport.core.tabular.sampling import unobserved
from rapport.customers.duplicates import command as duplicates_command
from rapport.customers.narrowings import narrowed_by, narrowings

__all__ = ["duplicates_command"]  # which registers what it brings


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


def export_customers(options) -> int:
    from rapport.customers.exporting import export_customers

    customers = customers_asked_for(options)
    return export_customers(options.file, private=options.private, customers=customers, progress=options.progress)


def customers_asked_for(options):
    """Everybody who is not archived, or those to whom the line of the command narrows them. Raises `Refusal`."""
    from rapport.customers.models import Customer
    from rapport.customers.queries.lists import Filters

    more = narrowed_by(vars(options), None)
    for problem in filter(None, (way.problem for way in more)):
        raise Refusal(problem)
    return Filters(more=more).apply(Customer.objects.all())


def rebuild_search(options) -> None:
    from rapport.customers import finding

    report = finding.rebuild()
    print(f"{report['customers']} customers looked at, the search texts of {report['wrong']} put right.")


commands.add(
    Command("rebuild-search", "gather anew by what customers are found, and say what differed", rebuild_search)
)


def export_arguments(parser) -> None:
    parser.add_argument("--private", action="store_true", help="with family and personal notes")
    for way in narrowings:
        parser.add_argument(f"--{way.name}", help=str(way.help))


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
export_kinds.add(
    ExportKind("customers", help=_("everybody who is not archived"), run=export_customers, arguments=export_arguments)
)


def _do_together(work, watch) -> dict:
    from rapport.customers import together
    from rapport.customers.models import Choice

    choice = together.do(Choice.objects.get(pk=work.subject_id), at=timezone.now(), watch=watch)
    return {"done": choice.done}


def _take_back_together(work, watch) -> dict:
    from rapport.customers import together
    from rapport.customers.models import Choice

    choice = Choice.objects.get(pk=work.subject_id)
    return {"undone": together.take_back(choice, by=work.by, at=timezone.now(), watch=watch).undone}


def _take_out(work, watch) -> dict:
    from rapport.customers import together
    from rapport.customers.models import Choice

    choice = Choice.objects.get(pk=work.subject_id)
    return {"done": together.take_out(choice, at=timezone.now(), watch=watch).done}


for _name, _run, _permission in (
    ("customers.together", _do_together, "customers.change_customer"),
    ("customers.together_back", _take_back_together, "customers.change_customer"),
    ("customers.export", _take_out, "customers.export_customer"),
):
    work_kinds.add(
        WorkKind(
            _name,
            run=_run,
            url=lambda work: reverse("customers:chosen", args=[work.subject_id]),
            permission=_permission,
        )
    )


def find_customers(user, text: str, limit: int) -> list[PaletteItem]:
    from rapport.customers.queries.palette import found_customers

    return found_customers(user, text, limit)


def recent_customers(user, limit: int) -> list[PaletteItem]:
    from rapport.customers.queries.palette import recent_customers

    return recent_customers(user, limit)


palette_sources.add(
    PaletteSource(
        "customers",
        _("Customers"),
        find_customers,
        permission="customers.view_customer",
        order=10,
        recent=recent_customers,
    )
)
palette_words.add(
    PaletteWord(
        "customers.new",
        _("Add a customer"),
        "user-plus",
        "customers:new",
        permission="customers.add_customer",
        order=40,
        also=_("new person, new organisation, create contact"),
    )
)
palette_words.add(
    PaletteWord(
        "customers.call",
        _("Note a call with…"),
        "phone",
        "customers:customer",
        permission="timeline.add_entry",
        order=20,
        also=_("phone, telephone, conversation, write down"),
        about="customers",
        query="compose=call#composer",
    )
)
palette_words.add(
    PaletteWord(
        "customers.note",
        _("Write a note about…"),
        "note",
        "customers:customer",
        permission="timeline.add_entry",
        order=21,
        also=_("remark, comment, write down"),
        about="customers",
        query="compose=note#composer",
        key="n",
    )
)
palette_words.add(
    PaletteWord(
        "customers.edit",
        _("Edit the details of…"),
        "pencil",
        "customers:edit",
        permission="customers.change_customer",
        order=45,
        also=_("change, correct, rename"),
        about="customers",
        key="e",
    )
)
palette_words.add(
    PaletteWord(
        "customers.before_call",
        _("Before a call with…"),
        "phone-call",
        "customers:call",
        permission="customers.view_customer",
        order=22,
        also=_("phone, ring, what to know"),
        about="customers",
    )
)
