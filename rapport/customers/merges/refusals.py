"""Why two records can't become one, or one two again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.refusals import Refusal
from rapport.customers.models import Customer, Merge


class MergedAlready(Refusal):
    code = "merged_already"
    message = gettext_lazy("One of the two was merged meanwhile. Look at how they stand now.")

    def __init__(self, customer: Customer):
        said = _("%(name)s was merged into %(survivor)s meanwhile. Look at how they stand now.")
        super().__init__(said % {"name": customer.name, "survivor": customer.merged_into})


class WithItself(Refusal):
    code = "merge_with_itself"
    message = gettext_lazy("This is the same record twice. Choose two different ones.")


class NotTheSameKind(Refusal):
    code = "not_the_same_kind"
    message = gettext_lazy(
        "One is a person, the other an organisation. If one of them was entered wrongly, put that right first."
    )


class ErasedCannotBeMerged(Refusal):
    code = "customer_erased"
    message = gettext_lazy("One of the two is erased. Nobody knows any more who that was.")


class UndoneAlready(Refusal):
    code = "merge_undone_already"
    message = gettext_lazy("This merge was undone already.")


class ErasedSince(Refusal):
    code = "erased_since"
    message = gettext_lazy("They were erased since, both as one. What is erased does not come back.")


class MergedSince(Refusal):
    """A later merge of the same records has to be undone first. `later` is that merge."""

    code = "merged_since"
    message = gettext_lazy("They were merged again since. Undo the later merge first.")

    def __init__(self, later: Merge):
        self.later = later
        said = _("Undo first that %(absorbed)s was merged into %(survivor)s: it came later.")
        super().__init__(said % {"absorbed": later.absorbed, "survivor": later.survivor})
