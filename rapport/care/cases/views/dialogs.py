"""What needs words: news, a question, a solution, to whom, why."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.cases import actions, words
from rapport.care.cases.forms import (
    AssignmentForm,
    DetailsForm,
    HandoverForm,
    NewsForm,
    SolvingForm,
    WaitingForm,
    WordsForm,
)
from rapport.care.cases.views.base import Dialog
from rapport.care.models import Case
from rapport.promises.calendars import calendar_of

NEWS_IN = 5  # business days, when nobody says otherwise


def begun(case) -> str:
    """A letter that begins with how they are greeted."""
    return words.letter(case, "")


class Telling(Dialog):
    is_letter = True
    icon, button = "send", gettext_lazy("Tell them")

    def title(self, case):
        return _("Tell them how it stands") if case.answered_at else _("Answer them")

    def form(self, case, data=None):
        calendar = calendar_of(case.location or case.customer.location)
        day = calendar.local_date(self.who_and_when()["at"])
        for _day in range(NEWS_IN):
            day = calendar.next_open_day(day)
        return NewsForm(data, initial={"text": begun(case), "next_update_on": day})

    def save(self, case, said, *, seen):
        actions.give_update(case, **said, **self.who_and_when(), seen=seen)
        return _("Told, and the next day is promised.")


class Waiting(Dialog):
    is_letter = True
    icon, button = "hourglass", gettext_lazy("Ask, and wait")
    hint = gettext_lazy("The clock of the solution stands still until they answer, for 14 days at most.")

    def title(self, case):
        return _("Ask them something")

    def form(self, case, data=None):
        return WaitingForm(data, initial={"text": begun(case)})

    def save(self, case, said, *, seen):
        said = dict(said)
        actions.wait_for_customer(case, said.pop("text"), **said, **self.who_and_when(), seen=seen)
        return _("Asked. It comes back when they answer, or on that day.")


class Solving(Dialog):
    is_letter = True
    icon, button = "circle-check", gettext_lazy("It is solved")

    def title(self, case):
        return _("How was it solved?")

    def form(self, case, data=None):
        return SolvingForm(data, initial={"text": begun(case)})

    def save(self, case, said, *, seen):
        actions.resolve(case, **said, **self.who_and_when(), seen=seen)
        return _("Solved. They can say whether it is.")


class Assignment(Dialog):
    permission = "care.assign_case"
    is_undoable = True
    icon, button = "user-share", gettext_lazy("Give it to them")

    def title(self, case):
        return _("Who sees to it?")

    def form(self, case, data=None):
        return AssignmentForm(data, case=case, initial={"to": case.owner_id})

    def save(self, case, said, *, seen):
        actions.assign(case, said["to"], **self.who_and_when(), seen=seen)
        to = said["to"]
        return _("It is in the hands of %(name)s.") % {"name": to} if to else _("It is in nobody’s hands now.")


class Handover(Dialog):
    permission = "care.assign_case"
    icon, button = "users", gettext_lazy("Hand over")
    hint = gettext_lazy("Promises and story go along, and the customer is told who has it now.")

    def title(self, case):
        return _("Hand over to others")

    def form(self, case, data=None):
        return HandoverForm(data, case=case)

    def save(self, case, said, *, seen):
        step = actions.hand_over(case, **said, **self.who_and_when(), seen=seen)
        if step and not step.facts.get("told"):
            return _("Handed over. We could not write to the customer: call them and say who has it now.")
        return _("Handed over, and the customer is told who has it now.")


class Details(Dialog):
    is_undoable = True
    icon, button = "pencil", gettext_lazy("Save")

    def title(self, case):
        return _("What is known of it")

    def form(self, case, data=None):
        return DetailsForm(data, instance=Case.objects.select_related("customer", "product").get(pk=case.pk))

    def save(self, case, said, *, seen):
        form = self.form(case, self.request.POST)
        form.is_valid()
        actions.change(case, **form.values, **self.who_and_when(), seen=seen)
        return _("Saved.")


class Reopening(Dialog):
    icon, button = "arrow-back-up", gettext_lazy("Open it again")

    def title(self, case):
        return _("It is not solved after all")

    def form(self, case, data=None):
        return WordsForm(data, label=_("What is missing?"))

    def save(self, case, said, *, seen):
        actions.reopen(case, reason=said["words"], **self.who_and_when(), seen=seen)
        return _("It is open again.")


class Withdrawal(Dialog):
    icon, button = "x", gettext_lazy("They no longer want it")

    def title(self, case):
        return _("They no longer want it")

    def form(self, case, data=None):
        return WordsForm(data, label=_("What they said"), required=False)

    def save(self, case, said, *, seen):
        actions.withdraw(case, words=said["words"], **self.who_and_when(), seen=seen)
        return _("Closed: nothing is owed any more.")
