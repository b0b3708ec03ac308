"""Files beside an order. Nobody but us sees one until somebody says that it is for the customer."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from rapport.orders.locking import locked, tell_the_story
from rapport.orders.models import Order, OrderFile
from rapport.timeline.files import kept


def keep_files(
    order: Order, uploads: Sequence[UploadedFile], *, at: datetime, by, kind: str, is_for_customer: bool
) -> list[OrderFile]:
    """Put files beside `order`. Raises `FileTooLarge` and `FileTypeNotAllowed`; then none is kept."""
    with kept(uploads, OrderFile) as rows, transaction.atomic():
        order = locked(order)
        for row in rows:
            row.order, row.kind, row.is_for_customer, row.by, row.at = order, kind, is_for_customer, by, at
            row.save(force_insert=True)
            tell_the_story(order, "filed", at=at, by=by, file=row.name, for_customer=is_for_customer)
        return rows


@transaction.atomic
def show_file(file: OrderFile, is_for_customer: bool, *, at: datetime, by) -> OrderFile:
    """Let the customer see the file on their own pages, or no longer."""
    order, row = locked(file.order), OrderFile.objects.get(pk=file.pk)
    if row.is_for_customer != is_for_customer:
        row.is_for_customer = is_for_customer
        row.save(update_fields=["is_for_customer"])
        tell_the_story(order, "file_shown", at=at, by=by, file=row.name, for_customer=is_for_customer)
    return row


@transaction.atomic
def remove_file(file: OrderFile, *, at: datetime, by) -> None:
    """Take the file away for good. A second time does nothing."""
    order = locked(file.order)
    for row in OrderFile.objects.filter(pk=file.pk):
        row.delete()
        transaction.on_commit(lambda: file.file.delete(save=False))
        tell_the_story(order, "unfiled", at=at, by=by, file=file.name)
