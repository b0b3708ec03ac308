"""Complaints with long answers to why, with things to do and done against their causes."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from rapport.care.causes import doing, eight, tree, whys
from rapport.care.causes.testing import a_complaint
from rapport.care.models import Action, Cause, ComplaintTable, EffectCheck, Why
from rapport.care.reports import tables

STEPS = 5


def learn(customers: Iterable, long: dict[str, tuple[str, str]], *, by, at) -> None:
    """One complaint of each of `customers`, by language, asked five times, and one of each state of an action."""
    own = tree.add(long["ta"][1], below=tree.add(long["ka"][1]))
    day = at.date() + timedelta(days=3)
    for customer, state in zip(customers, Action.State, strict=False):
        name, words = long[customer.language]
        case = a_complaint(customer, at=at - timedelta(days=3), subject=words, owner=by, severity="critical")
        after = None
        for step in range(STEPS):
            after = whys.ask(case, f"{words}? {step}", f"{name} {words}", by=by, at=at, after=after, is_assumed=True)
        whys.find_root(after, own, in_our_hands=True, by=by, at=at)
        planned = doing.plan(kind="corrective", text=words, owner=by, due_on=day, by=by, at=at, case=case)
        Action.objects.filter(pk=planned.pk).update(
            state=state, done_at=at - timedelta(days=95), check_at=at, evidence=words, reason=words
        )
        EffectCheck.objects.create(
            action=planned, by=by, before=40, before_of=1200, after=24, after_of=1300, ratio=0.55, low=0.32, high=0.94,
            verdict="effective", note=words,
        )  # fmt: skip
        eight.write(case, dict.fromkeys(eight.PARTS, words), by=by, at=at)
    tables.ask_for(by=by, start=at - timedelta(days=30), at=at, days=30, ending="csv")
    a_complaint(next(iter(customers)), cause="other", at=at - timedelta(days=1), subject=long["cs"][1])


def examples(customer) -> dict[str, Callable[[], Iterable]]:
    """What fits into the gaps of addresses about causes, those of `customer` first."""

    def first(rows):
        return lambda: list(rows.values_list("pk", flat=True)[:12])

    return {
        "/actions/*": lambda: [*first(Action.objects.filter(case__customer=customer))(), *first(Action.objects)()],
        "/api/v1/actions/*": first(Action.objects.filter(case__customer=customer)),
        "/api/v1/causes/*": first(Cause.objects.exclude(name="")),
        "/api/v1/whys/*": first(Why.objects.filter(case__customer=customer)),
        "/whys/*": first(Why.objects.filter(case__customer=customer)),
        "/complaints/report/table/*": first(ComplaintTable.objects),
        "/settings/causes/*": first(Cause.objects.exclude(name="")),
    }
