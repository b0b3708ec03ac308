"""What the worker does at length about duplicates."""

from django.urls import reverse
from django.utils import timezone

from rapport.core.progress.kinds import WorkKind, work_kinds


def _look_through(work, watch) -> dict:
    from rapport.customers.duplicates import actions
    from rapport.customers.models import DuplicateSearch

    search = actions.look_again(DuplicateSearch.objects.get(pk=work.subject_id), at=timezone.now(), watch=watch)
    return {"proposed": search.proposed, "compared": search.compared, "cut": search.cut}


def _merge_chosen(work, watch) -> dict:
    from rapport.customers.duplicates import actions
    from rapport.customers.models import DuplicateAcceptance

    acceptance = DuplicateAcceptance.objects.get(pk=work.subject_id)
    done = actions.merge_chosen(acceptance, at=timezone.now(), watch=watch)
    return {"merged": len(done.merges), "refused": len(done.refused)}


work_kinds.add(
    WorkKind(
        "customers.duplicates",
        run=_look_through,
        url=lambda work: reverse("customers:duplicates"),
        permission="customers.add_duplicatesearch",
    )
)
work_kinds.add(
    WorkKind(
        "customers.duplicates_merged",
        run=_merge_chosen,
        url=lambda work: reverse("customers:duplicates_accepted", args=[work.subject_id]),
        permission="customers.add_duplicateacceptance",
    )
)
