"""Two records full of everything, for tests of merging, and what stands in all tables."""

from datetime import UTC, datetime

from django.apps import apps
from django.db.models import Q
from pghistory.models import Event

from rapport.customers import actions
from rapport.customers.merges.links import links
from rapport.customers.models import Customer, Merge, MergeMove
from rapport.customers.rights import holds
from rapport.customers.testing import a_customer, an_organisation
from rapport.orders.testing import an_order
from rapport.promises.testing import a_promise
from rapport.timeline import actions as timeline
from rapport.timeline.models import Draft, Entry

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TELLS_OF_IT = (Merge, MergeMove)
AS_IT_GOES = ("version", "updated_at")


def a_full_record(name: str, *, by, mark: str, company: Customer, **fields) -> Customer:
    """With a row of nearly everything; some the same for whoever has one, some its own by `mark`."""
    customer = actions.add(
        name,
        by=by,
        at=NOON,
        tags=["regular", mark],
        emails=[{"address": "both@linden.example", "is_preferred": True}, f"{mark}@linden.example"],
        phones=["+420605123456", f"+4206051234{len(mark):02}"],
        addresses=[{"lines": "Lipová 3", "city": "Brno", "country": "CZ"}],
        dates=[{"kind": "birthday", "month": 3, "day": 14}, {"kind": "other", "label": mark, "month": 1, "day": 2}],
        personal_notes=[f"Likes {mark}"],
        salutations=[{"language": "cs", "text": f"Milá {mark}", "use_in_all_languages": True}],
        codes=[{"source": "shop", "code": f"s-{mark}"}, {"source": mark, "code": "1"}],
        preferences=[{"topic": "Wood", "value": "Oak"}, {"topic": "Wood", "value": mark}],
        **fields,
    )
    actions.affiliate(customer, company, by=by, title="Buyer", at=NOON)
    actions.tie(customer, a_customer(f"Sister of {mark}"), by=by, kind="sibling", at=NOON)
    an_order(customer=customer, by=by)
    a_promise(customer, by=by)
    timeline.note(customer, f"Spoke of {mark}", by=by, at=NOON)
    timeline.save_draft(customer, "note", {"body": f"About {mark}"}, by=by, version=0, device="", at=NOON)
    holds.place_hold(customer, case=mark, reason="A case", until=None, by=by, at=NOON)
    return customer


def two_records(by) -> tuple[Customer, Customer]:
    company = an_organisation()
    one = a_full_record("Jan Novák", by=by, mark="one", company=company, given_name="Jan", family_name="Novák")
    other = a_full_record("Jan Novak", by=by, mark="second", company=company, nickname="Honza", how_met="At the fair")
    actions.follow(other, user=by)
    return one, other


def everything(*customers: Customer) -> dict[str, dict]:
    """Every row of every table that leads to these customers, and what hangs off those, by its key."""
    ids = [customer.pk for customer in customers]
    ways: dict = {Customer: Q(pk__in=ids)}
    for link in links():
        name = next(f.name for f in link.model._meta.concrete_fields if f.column == link.column)
        ways[link.model] = ways.get(link.model, Q(pk__in=[])) | Q(**{f"{name}__in": ids})
    told = {}
    for model in apps.get_models(include_auto_created=True):
        if model in ways and model not in TELLS_OF_IT and not issubclass(model, Event):
            rows = model._base_manager.filter(ways[model])
            if model is Entry:
                rows = rows.exclude(kind__in=["customer.merged", "customer.unmerged"])
            told[model._meta.label] = {str(row["pk"]): row for row in rows.values("pk", *_columns(model))}
    return told


def _columns(model) -> list[str]:
    return [f.attname for f in model._meta.concrete_fields if model is not Customer or f.name not in AS_IT_GOES]


def drafts(customer: Customer) -> list[str]:
    return [draft.text for draft in Draft.objects.standing().filter(customer=customer)]
