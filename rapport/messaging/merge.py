"""What becomes of messages and wishes about them when two customers become one. The stricter wish wins."""

from rapport.core.merging import Joining, Rows, rows_rules
from rapport.messaging.models import Preference


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


rows_rules.add(Rows("messaging.Preference", same=(), joined=stricter))
rows_rules.add(Rows("messaging.ContactHold", same=("source",), where="{t}.lifted_at IS NULL AND {t}.source <> ''"))
