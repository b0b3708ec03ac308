"""Complaints of people whose names are long: answered, not accepted, with something to approve."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from rapport.care.cases.actions import open_case
from rapport.care.complaints import actions, outside, tokens
from rapport.care.models import Case, DisputeBody, Fairness, Remedy, Restatement

PHONE = {"how": "phone"}


def complain(customers: Iterable, long: dict[str, tuple[str, str]], *, by, at) -> None:
    """One of each of `customers`, looked into, with a remedy that waits for approval."""
    outside.add_body(country="CZ", name=long["ta"][1][:160], scope=long["cs"][1][:300])
    for customer in customers:
        name, organisation = long[customer.language]
        said = {"subject": organisation[:200], "words": f"{name}\n{organisation}", "channel": "letter"}
        case = open_case(customer, kind="complaint", at=at - timedelta(days=3), by=by, owner=by, **said)
        told = {"by": by, "at": at - timedelta(days=2)}
        actions.acknowledge(case, organisation, **told, **PHONE)
        restated = actions.restate(case, happened=organisation, meant=name, wanted=organisation, **told, **PHONE)
        actions.answer_restatement(restated, "corrected", correction=organisation, at=at, by_customer=True)
        about = {"impact": organisation, "containment": organisation, "is_safety": True}
        actions.assess(case, actions.Weight("critical", **about), **told)
        actions.investigate(case, f"{organisation}\n{name}", **told)
        remedy = actions.propose(case, kind="voucher", amount=80, account=organisation[:60], text=organisation, **told)
        Remedy.objects.filter(pk=remedy.pk).update(state="proposed", decided_by=None, decided_at=None)
        Fairness.objects.create(case=case, asked_at=at)


def examples(customer) -> dict[str, Callable[[], Iterable]]:
    """What fits into the gaps of addresses about complaints, those of `customer` first."""

    def first(rows):
        return lambda: list(rows.values_list("pk", flat=True)[:12])

    def signed(what, rows):
        return lambda: [tokens.of(what, pk) for pk in rows.values_list("pk", flat=True)[:3]]

    theirs = Case.objects.filter(customer=customer, kind="complaint")
    remedies = Remedy.objects.filter(customer=customer)
    return {
        "/api/v1/complaints/*": first(theirs),
        "/remedies/*": first(remedies),
        "/api/v1/remedies/*": first(remedies),
        "/settings/complaints/outside/*": first(DisputeBody.objects.all()),
        "/settings/complaints/limits/*": lambda: ["agent"],
        "/understood/*": signed("restatement", Restatement.objects.filter(case__customer=customer)),
        "/fairness/*": signed("fairness", Fairness.objects.filter(case__customer=customer)),
    }
