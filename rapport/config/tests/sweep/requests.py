"""Requests of people whose names are long, in every state."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from rapport.care.cases import actions
from rapport.care.models import Case, CaseKind, Escalation, Route
from rapport.messaging.models import Message
from rapport.staff.models import Team

KINDS = ("question", "service", "help", "suggestion")


def ask(customers: Iterable, long: dict[str, tuple[str, str]], *, by, at) -> None:
    """One request of each of `customers`, by language, and a department with a rule that leads there."""
    team = Team.objects.create(name=long["ta"][1][:120], lead=by)
    Route.objects.create(name=long["cs"][1][:80], team=team, words=long["ka"][1][:200])
    for customer, kind in zip(customers, KINDS, strict=False):
        name, organisation = long[customer.language]
        message = Message.objects.filter(customer=customer, direction="in").first()
        case = actions.open_case(
            customer, kind=kind, subject=organisation, words=f"{name}\n{organisation}", at=at - timedelta(days=40),
            by=by, channel="letter", conversation=message and message.conversation, message=message, team=team,
            owner=by,
        )  # fmt: skip
        if kind == "service":
            actions.give_update(case, organisation, by=by, at=at, how="phone")
        if kind == "help":
            actions.resolve(case, organisation, by=by, at=at, how="phone")
    actions.climb(at)


def examples(customer) -> dict[str, Callable[[], Iterable]]:
    """What fits into the gaps of addresses about requests, those of `customer` first."""

    def first(rows):
        return lambda: list(rows.values_list("pk", flat=True)[:12])

    return {
        "/cases/*": first(Case.objects.filter(customer=customer)),
        "/cases/from-message/*": first(Message.objects.filter(customer=customer, direction="in")),
        "/cases/escalations/*": first(Escalation.objects.filter(to__isnull=False)),
        "/settings/request-routes/*": first(Route.objects.all()),
        "/settings/request-ladders/*": lambda: list(CaseKind.values),
        "/api/v1/cases/*": first(Case.objects.filter(customer=customer)),
    }
