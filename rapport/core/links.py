"""What leads to a row of a table."""

from collections.abc import Iterator

from django.db.models import ForeignObjectRel, Model


def links_to(model: type[Model]) -> Iterator[ForeignObjectRel]:
    """Every foreign key that leads to `model`, also those that it has no name for (`related_name="+"`)."""
    for link in model._meta.get_fields(include_hidden=True):
        if isinstance(link, ForeignObjectRel):
            yield link
