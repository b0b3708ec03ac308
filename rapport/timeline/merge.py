"""The story of two customers who become one is told as one. What somebody was writing about either is not lost."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.merging import Joining, Rows, rows_rules
from rapport.timeline import recency
from rapport.timeline.models import Draft, DraftFile, LastContact


def entries(count: int) -> str:
    return ngettext("%(count)s line of the story", "%(count)s lines of the story", count) % {
        "count": formats.number(count)
    }


def write_on(joining: Joining) -> None:
    """Where somebody was writing the same kind of thing about both, it becomes one draft, the survivor's first."""
    standing = Draft.objects.standing().select_for_update().order_by("pk")
    theirs = {(draft.by_id, draft.kind): draft for draft in standing.filter(customer=joining.absorbed)}
    if not theirs:
        return
    joined: dict[UUID, Draft] = {}
    for draft in standing.filter(customer=joining.survivor):
        if other := theirs.get((draft.by_id, draft.kind)):
            before = {"said": dict(draft.said), "version": draft.version}
            draft.said, draft.version = _joined(draft.said, other.said), draft.version + 1
            joining.changed(draft, before, {"said": dict(draft.said), "version": draft.version})
            joined[other.pk] = draft
    Draft.objects.bulk_update(joined.values(), ["said", "version"])
    files = list(DraftFile.objects.filter(draft__in=joined))
    for file in files:
        before, file.draft = {"draft_id": file.draft_id}, joined[file.draft_id]
        joining.changed(file, before, {"draft_id": file.draft_id})
    DraftFile.objects.bulk_update(files, ["draft"])


def _joined(one: dict, other: dict) -> dict:
    body = "\n\n".join(filter(None, [one.get("body", ""), other.get("body", "")]))
    return other | one | ({"body": body} if body else {})


def look_anew(ids: Sequence[UUID]) -> None:
    recency.refresh(ids)
    LastContact.objects.filter(customer__in=ids, at=None).delete()


rows_rules.add(Rows("timeline.Entry", words=entries, order=30))
rows_rules.add(Rows("timeline.Draft", same=("by", "kind"), where="{t}.discarded_at IS NULL", joined=write_on, order=70))
rows_rules.add(Rows("timeline.LastContact", stays="looked up anew", after=look_anew))
