from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.models import CustomField, PreferenceTopic


class TopicInUse(Refusal):
    code = "topic_in_use"
    message = _("Customers have told wishes under this topic, so it stays.")


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
    field: CustomField, *, by, label: str, choices: Iterable[str] = (), for_kind: str = "", position: int | None = None
) -> CustomField:
    """Change what `field` is called or offers. Its type stays: values of another type could not be read any more."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.label, field.choices, field.for_kind = clean(label), _choices(choices), for_kind
    if position is not None:
        field.position = position
    field.save()
    return field


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
