"""What becomes of messages and wishes about them when two customers become one. The stricter wish wins."""

from rapport.core.merging import Joining, Rows, rows_rules
from rapport.messaging.models import Consent, Preference


def stricter(joining: Joining) -> None:
    """A channel that either of them never wants to be reached by is not used for the one they become."""
    wishes = {
        wish.customer_id: wish for wish in Preference.objects.filter(customer__in=[joining.survivor, joining.absorbed])
    }
    kept, other = wishes.get(joining.survivor), wishes.get(joining.absorbed)
    if not kept or not other:
        return
    never = [*kept.never, *(kind for kind in other.never if kind not in kept.never)]
    if never != kept.never:
        joining.changed(kept, {"never": kept.never}, {"never": never})
        kept.never = never
        kept.save(update_fields=["never"])


def no_consent_by_merging(joining: Joining) -> None:
    """Who took back what they had agreed to, on either record, has not agreed: not even by a later word on the other.

    Nobody knows whether the one who agreed there knew of it; they can be asked.
    """
    rows = list(Consent.objects.filter(customer__in=[joining.survivor, joining.absorbed]).order_by("pk"))
    for purpose in {row.purpose for row in rows}:
        about = {
            side: [row for row in rows if (row.customer_id, row.purpose) == (side, purpose)] for side in _sides(joining)
        }
        if any(_has_withdrawn(theirs) for theirs in about.values()):
            for row in (row for theirs in about.values() for row in theirs if row.withdrawn_at is None):
                _withdraw(row, joining)


def _sides(joining: Joining) -> tuple:
    return joining.survivor, joining.absorbed


def _has_withdrawn(theirs: list[Consent]) -> bool:
    taken_back = max((row.withdrawn_at for row in theirs if row.withdrawn_at), default=None)
    return bool(taken_back) and not any(row.withdrawn_at is None and row.given_at > taken_back for row in theirs)


def _withdraw(row: Consent, joining: Joining) -> None:
    before = {"withdrawn_at": row.withdrawn_at, "withdrawn_note": row.withdrawn_note}
    row.withdrawn_at, row.withdrawn_note = max(joining.at, row.given_at), "merged"
    joining.changed(row, before, {"withdrawn_at": row.withdrawn_at, "withdrawn_note": row.withdrawn_note})
    row.save(update_fields=["withdrawn_at", "withdrawn_note"])


rows_rules.add(Rows("messaging.Consent", joined=no_consent_by_merging))
rows_rules.add(Rows("messaging.Preference", same=(), joined=stricter))
rows_rules.add(Rows("messaging.ContactHold", same=("source",), where="{t}.lifted_at IS NULL AND {t}.source <> ''"))
