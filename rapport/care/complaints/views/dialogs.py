"""One dialog for each step of a complaint that needs words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.cases import clocks
from rapport.care.cases.forms import WordsForm
from rapport.care.complaints import actions, deciders, escalating
from rapport.care.complaints.actions import Answer, Weight
from rapport.care.complaints.forms import (
    AcknowledgingForm,
    AnsweringForm,
    FindingsForm,
    NotAcceptedForm,
    ObjectingForm,
    OnTheSpotForm,
    ReferringForm,
    ReportingForm,
    RestatingForm,
    UnderstoodForm,
    WeighingForm,
)
from rapport.care.complaints.refusals import NotUnderstoodYet
from rapport.care.complaints.views.base import ComplaintDialog, ComplaintVerb
from rapport.care.models import Restatement, Stage

ANSWER = ("admission", "apology", "decision", "put_right_on")


class Acknowledging(ComplaintDialog):
    is_letter = True
    icon, button = "send", gettext_lazy("Tell them")

    def title(self, case):
        return _("We have your complaint")

    def form(self, case, data=None):
        day = clocks.calendar(case).local_date(clocks.news_by(case, self.who_and_when()["at"]))
        return AcknowledgingForm(data, initial={"news_on": day})

    def save(self, case, said, *, seen):
        said = dict(said)
        actions.acknowledge(case, said.pop("text"), **said, **self.who_and_when(), seen=seen)
        return _("They know that we have it, who has it in hand and when they hear again.")


class Restating(ComplaintDialog):
    is_letter = True
    permission = "care.add_restatement"
    icon, button = "send", gettext_lazy("Ask whether that is right")
    hint = gettext_lazy("In their terms, without our view. They confirm it or put it right.")

    def title(self, case):
        return _("This is what we understood")

    def form(self, case, data=None):
        before = case.restatements.order_by("-at").first()
        names = ("happened", "meant", "wanted")
        initial = (
            {name: getattr(before, name) for name in names} if before else {"wanted": case.complaint.remedy_wanted}
        )
        return RestatingForm(data, initial=initial, case=case)

    def save(self, case, said, *, seen):
        actions.restate(case, **said, **self.who_and_when(), seen=seen)
        return _("They are asked whether we understood them. They have two business days.")


class Understood(ComplaintDialog):
    """What they said to it, where they said so by phone or in a letter."""

    permission = "care.change_restatement"
    icon, button = "check", gettext_lazy("Note it")
    template = "care/complaints/understood.html"

    def title(self, case):
        return _("What do they say to it?")

    def form(self, case, data=None):
        return UnderstoodForm(data)

    def save(self, case, said, *, seen):
        waiting = case.restatements.order_by("-at").first()
        if waiting is None:
            raise NotUnderstoodYet
        actions.answer_restatement(waiting, said["answer"], correction=said["correction"], **self.who_and_when())
        if said["answer"] == Restatement.Answer.CORRECTED:
            return _("Noted. Restate it once more before you answer.")
        return _("Noted: we understood them.")


class Weighing(ComplaintDialog):
    """The step of assessing when it is its turn; before and after that what is known of how bad it is."""

    icon, button = "check", gettext_lazy("Save")

    def title(self, case):
        return _("How bad is it?")

    def form(self, case, data=None):
        return WeighingForm(data, initial=weight_of(case.complaint), case=case, user=self.request.user)

    def save(self, case, said, *, seen):
        weight = Weight(**said)
        is_step = case.complaint.stage == Stage.RESTATED
        act = actions.assess if is_step else actions.weigh
        act(case, weight, **self.who_and_when(), seen=seen)
        return _("Assessed. Look into it next.") if is_step else _("Saved.")


class Investigating(ComplaintDialog):
    icon, button = "check", gettext_lazy("We know what happened")

    def title(self, case):
        return _("What did you find out?")

    def form(self, case, data=None):
        return FindingsForm(data)

    def save(self, case, said, *, seen):
        actions.investigate(case, said["findings"], **self.who_and_when(), seen=seen)
        return _("Noted. The decision is next.")


class Answering(ComplaintDialog):
    is_letter = True
    icon, button = "send", gettext_lazy("Tell them the decision")
    template = "care/complaints/answering.html"
    hint = gettext_lazy("What is given, who decides anew, and who decides from outside, follow by themselves.")

    def title(self, case):
        return _("Our answer")

    def form(self, case, data=None):
        return AnsweringForm(data, case=case)

    def save(self, case, said, *, seen):
        answer = Answer(**{name: said[name] for name in ANSWER})
        actions.respond(case, answer, how=said["how"], **self.who_and_when(), seen=seen)
        return _("They have our decision, and know where to go if they are not content.")


class OnTheSpot(Answering):
    hint = gettext_lazy("Put right in the first contact: this is acknowledgement and answer in one.")

    def title(self, case):
        return _("Put right on the spot")

    def form(self, case, data=None):
        return OnTheSpotForm(data, case=case)

    def save(self, case, said, *, seen):
        answer = Answer(**{name: said[name] for name in ANSWER})
        more = {"how": said["how"], "severity": said["severity"]}
        actions.settle_at_once(case, answer, **more, **self.who_and_when(), seen=seen)
        return _("Put right with the first answer.")


class Accepting(ComplaintDialog):
    icon, button = "check", gettext_lazy("They accept it")

    def title(self, case):
        return _("They accept our answer")

    def form(self, case, data=None):
        return WordsForm(data, label=_("What they said"), required=False)

    def save(self, case, said, *, seen):
        actions.accept(case, words=said["words"], **self.who_and_when(), seen=seen)
        return _("Closed. In three days they are asked how fair it was.")


class Objecting(ComplaintDialog):
    icon, button = "arrow-back-up", gettext_lazy("Somebody else decides")

    def title(self, case):
        return _("They do not accept our answer")

    def form(self, case, data=None):
        complaint = case.complaint
        complaint.case = case
        possible = deciders.possible(complaint, but=complaint.decided_by)
        return ObjectingForm(
            data, possible=possible, initial={"to": deciders.next_one(complaint, but=complaint.decided_by)}
        )

    def save(self, case, said, *, seen):
        actions.object_to(case, said["words"], to=said["to"], **self.who_and_when(), seen=seen)
        case.refresh_from_db()
        if case.owner is None:
            return _("Nobody else can decide: name somebody.")
        return _("%(name)s decides anew, and the customer knows it.") % {"name": case.owner}


class Referring(ComplaintDialog):
    icon, button = "scale", gettext_lazy("It lies with them")

    def title(self, case):
        return _("They turn to somebody outside")

    def form(self, case, data=None):
        return ReferringForm(data, initial={"body": case.complaint.outside_id})

    def save(self, case, said, *, seen):
        actions.refer(case, said["body"], note=said["note"], **self.who_and_when())
        return _("Noted: it lies with %(body)s.") % {"body": said["body"]}


class EndingWithout(ComplaintDialog):
    icon, button = "x", gettext_lazy("Close it")

    def title(self, case):
        return _("Close it without agreement")

    def form(self, case, data=None):
        return NotAcceptedForm(data)

    def save(self, case, said, *, seen):
        actions.not_accepted(case, **said, **self.who_and_when(), seen=seen)
        return _("Closed without agreement. In three days they are asked how fair it was.")


class ReopeningComplaint(ComplaintDialog):
    icon, button = "arrow-back-up", gettext_lazy("Open it again")

    def title(self, case):
        return _("It is not over after all")

    def form(self, case, data=None):
        return WordsForm(data, label=_("What they say"))

    def save(self, case, said, *, seen):
        actions.reopen(case, said["words"], **self.who_and_when(), seen=seen)
        return _("It is open again, and the customer knows who has it.")


class WithdrawingComplaint(ComplaintDialog):
    icon, button = "x", gettext_lazy("They no longer pursue it")

    def title(self, case):
        return _("They no longer pursue it")

    def form(self, case, data=None):
        return WordsForm(data, label=_("What they said"), required=False)

    def save(self, case, said, *, seen):
        actions.withdraw(case, words=said["words"], **self.who_and_when(), seen=seen)
        return _("Closed: nothing is owed any more.")


class Reporting(ComplaintDialog):
    icon, button = "flag", gettext_lazy("Note it")
    hint = gettext_lazy("Some things have to be told to an authority: a breach of data, something that is not safe.")

    def title(self, case):
        return _("Told to an authority")

    def form(self, case, data=None):
        return ReportingForm(data)

    def save(self, case, said, *, seen):
        actions.report(case, to=said["to"], **self.who_and_when())
        return _("Noted.")


class WantingAManager(ComplaintVerb):
    """Always honoured: a manager has it now."""

    def do(self, request, case, *, seen):
        actions.ask_for_manager(case, by=request.user, at=timezone.now())
        case.refresh_from_db()
        return _("%(name)s has it now, and the customer knows it.") % {"name": case.owner}


class Knowing(ComplaintVerb):
    """Whoever was told why it went up has seen it."""

    permission = {"get": "care.view_case", "post": "care.view_case"}
    said = gettext_lazy("Noted: you know of it.")

    def do(self, request, case, *, seen):
        escalating.see(case, by=request.user, at=timezone.now())


def weight_of(complaint) -> dict:
    names = ("severity", "is_safety", "is_public", "is_legal", "statutory_due_on", "impact", "containment", "about")
    return {name: getattr(complaint, name) for name in names} | {"broken": complaint.broken_id}
