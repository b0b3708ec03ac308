from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.core.transactions import this_transaction
from rapport.customers.asked import fitting_types
from rapport.customers.models import Customer, CustomField, PreferenceTopic
from rapport.customers.words import OWN
from rapport.timeline.actions import record_all
from rapport.timeline.models import Entry


class TopicInUse(Refusal):
    code = "topic_in_use"
    message = _("Customers have told wishes under this topic, so it stays.")


class TypeDoesNotFit(Refusal):
    code = "type_does_not_fit"
    message = _("Some customers have a value that is not of this type. Put these right first.")


@dataclass(frozen=True)
class Renamed:
    """How many customers had the choice, and the number of the transaction that renamed it."""

    count: int
    transaction: int


class NameTaken(Refusal):
    code = "name_taken"
    message = _("There is already one of that name.")


@transaction.atomic
def define_field(
    label: str, *, by, type: str = CustomField.Type.TEXT, choices: Iterable[str] = (), for_kind: str = ""
) -> CustomField:
    """Let the business keep one more fact about its customers. Its key is made from the label and never changes."""
    label = clean(label)
    last = CustomField.objects.aggregate(last=Max("position"))["last"]
    return CustomField.objects.create(
        key=_free_key(label),
        label=label,
        type=type,
        choices=_choices(choices),
        for_kind=for_kind,
        position=0 if last is None else last + 1,
    )


@transaction.atomic
def change_field(
    field: CustomField,
    *,
    by,
    label: str,
    choices: Iterable[str] = (),
    for_kind: str = "",
    type: str = "",
    position: int | None = None,
) -> CustomField:
    """Change what `field` is called or offers. Raises `TypeDoesNotFit` for a type that some known value is not of."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.label, field.choices, field.for_kind = clean(label), _choices(choices), for_kind
    if type and type != field.type:
        if type not in fitting_types(field):
            raise TypeDoesNotFit
        field.type = type
    if position is not None:
        field.position = position
    field.save()
    return field


@transaction.atomic
def order_fields(keys: list[str]) -> None:
    """Ask for the fields in this order (ids); those it does not name come behind."""
    _order(CustomField, keys)


@transaction.atomic
def order_topics(keys: list[str]) -> None:
    """Show the topics in this order (ids); those it does not name come behind."""
    _order(PreferenceTopic, keys)


@transaction.atomic
def rename_choice(field: CustomField, old: str, new: str, *, by, at: datetime) -> Renamed:
    """Call a choice by another name, for every customer who has it; the name of another choice joins the two.

    A fixed number of statements, however many customers.
    """
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    new = clean(new)
    field.choices = list(dict.fromkeys(new if choice == old else choice for choice in field.choices))
    field.save()
    customers = list(_with_value(field, old).only("pk").select_for_update(of=("self",)).order_by("pk"))
    _set_values(field, customers, old, new, by=by, at=at)
    return Renamed(len(customers), this_transaction())


@transaction.atomic
def take_back_choice(field: CustomField, old: str, new: str, *, choices: list[str], transaction: int, by, at) -> int:
    """Undo `rename_choice`, for those who got `new` by it and still have it; answers how many."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.choices = choices
    field.save()
    renamed = Entry.objects.filter(
        transaction=transaction, kind="customer.edited", by=by, facts__renamed=[str(field.pk), old, new]
    )
    customers = _with_value(field, new).filter(pk__in=renamed.values("customer_id"))
    found = list(customers.only("pk").select_for_update(of=("self",)).order_by("pk"))
    _set_values(field, found, new, old, by=by, at=at)
    return len(found)


@transaction.atomic
def retire_field(field: CustomField, *, by, at: datetime | None = None) -> CustomField:
    """Ask for `field` no more. What is known stays readable."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.retired_at = field.retired_at or at or timezone.now()
    field.save()
    return field


@transaction.atomic
def reinstate_field(field: CustomField, *, by) -> CustomField:
    """Ask for `field` again."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.retired_at = None
    field.save()
    return field


@transaction.atomic
def define_topic(name: str, *, by, choices: Iterable[str] = ()) -> PreferenceTopic:
    """Let customers' wishes be kept under one more topic."""
    last = PreferenceTopic.objects.aggregate(last=Max("position"))["last"]
    topic = PreferenceTopic(name=clean(name), choices=_choices(choices), position=0 if last is None else last + 1)
    return _save(topic)


@transaction.atomic
def change_topic(topic: PreferenceTopic, *, by, name: str, choices: Iterable[str] = ()) -> PreferenceTopic:
    """Change what `topic` is called or offers; wishes already told stay as they are."""
    topic = PreferenceTopic.objects.select_for_update().get(pk=topic.pk)
    topic.name, topic.choices = clean(name), _choices(choices)
    return _save(topic)


@transaction.atomic
def remove_topic(topic: PreferenceTopic, *, by) -> None:
    """Take away a topic under which nobody told anything. Raises `TopicInUse`."""
    if topic.preferences.exists():
        raise TopicInUse
    topic.delete()


def _with_value(field: CustomField, value: str):
    return Customer.every.filter(custom__contains={field.key: value})


def _set_values(field: CustomField, customers: list[Customer], old: str, new: str, *, by, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE customers_customer
            SET custom = jsonb_set(custom, ARRAY[%s], to_jsonb(%s::text)), version = version + 1, updated_at = %s
            WHERE id = ANY(%s)
            """,
            [field.key, new, at, [customer.pk for customer in customers]],
        )
    change = {"field": OWN + field.key, "label": field.label, "old": old, "new": new}
    facts = {"changes": [change], "renamed": [str(field.pk), old, new]}
    record_all("customer.edited", [(customer, facts) for customer in customers], at=at, by=by)


def _order(model: type[CustomField] | type[PreferenceTopic], keys: list[str]) -> None:
    rows = {str(row.pk): row for row in model.objects.select_for_update()}
    named = [key for key in dict.fromkeys(keys) if key in rows]
    for position, key in enumerate([*named, *(key for key in rows if key not in named)]):
        if rows[key].position != position:
            rows[key].position = position
            rows[key].save(update_fields=["position"])


def _save(topic: PreferenceTopic) -> PreferenceTopic:
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as problem:
        raise NameTaken from problem
    return topic


def _choices(choices: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(clean, choices))))


def _free_key(label: str) -> str:
    stem = slugify(search_key(label))[:34] or "field"
    taken = set(CustomField.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
