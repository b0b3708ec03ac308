"""Words of `bin/rapport`. What reads and writes tables is imported only when it is asked for."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.refusals import Refusal
from rapport.core.registry import Command, commands
from rapport.core.tabular.kinds import ExportKind, export_kinds
from rapport.customers import palette
from rapport.customers.duplicates import command as duplicates_command
from rapport.customers.importing import command as importing_command
from rapport.customers.narrowings import narrowed_by, narrowings

__all__ = ["duplicates_command", "importing_command", "palette"]  # which register what they bring


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
