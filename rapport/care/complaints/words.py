"""Sentences about a complaint: what we owe, in the language of the house, and what the customer reads, in theirs."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.cases.words import LONGEST, about, letter, moment_of_theirs, spoken_language, spoken_of
from rapport.care.models import Case, Complaint, DisputeBody, Restatement, Stage
from rapport.core import formats
from rapport.staff.models import Business

__all__ = ["about", "letter", "moment_of_theirs", "spoken_language"]


def in_hand(case: Case):
    """Who owes what is promised about it."""
    return case.owner or getattr(case.team, "lead", None) or case.customer.account_manager


def owed(case: Case, stage: str) -> str:
    """What the promise of a step says."""
    with translation.override(Business.objects.current().language):
        words = {
            Stage.ACKNOWLEDGED: _("Tell them that we have their complaint: %(subject)s"),
            Stage.RESTATED: _("Say what we understood: %(subject)s"),
            Stage.ASSESSED: _("Assess the complaint: %(subject)s"),
            Stage.INVESTIGATING: _("Look into the complaint: %(subject)s"),
            Stage.RESPONDED: _("Decide the complaint: %(subject)s"),
        }
        return (words[stage] % {"subject": spoken_of(case)})[:LONGEST]


def of_the_house() -> str:
    return Business.objects.current().language


def manager_sees(case: Case) -> str:
    with translation.override(of_the_house()):
        return (_("See the critical complaint: %(subject)s") % {"subject": spoken_of(case)})[:LONGEST]


def put_right(case: Case, what: str) -> str:
    """What the promise of a remedy says."""
    with translation.override(of_the_house()):
        return (_("%(what)s, to put right: %(subject)s") % {"what": what, "subject": spoken_of(case)})[:LONGEST]


def in_the_answer(case: Case) -> str:
    with translation.override(of_the_house()):
        return _("Said in our answer to complaint %(number)s") % {"number": case.number}


def day(on: date, language: str) -> str:
    return formats.day(on, language=language)


def reach(person, case: Case) -> str:
    """How somebody of ours is reached: their name, the phone of their place, the mail of the house."""
    business = Business.objects.current()
    place = getattr(person, "location", None) or case.location
    ways = [person.get_full_name(), getattr(place, "phone", "") or business.phone, business.email]
    return ", ".join(way for way in ways if way)


def acknowledged(
    case: Case, said: str, *, news_at: datetime | None, decided_by: datetime | None, is_sent: bool = True
) -> str:
    """`said` by a person, with the four things that belong to it: number, who, until when, how to reach us."""
    with translation.override(spoken_language(case)):
        facts = [
            _("The number of your complaint: %(number)s") % {"number": case.number},
            _("It is in the hands of %(person)s.") % {"person": reach(case.owner, case)},
        ]
        if news_at:
            facts.append(_("You hear from us again by %(moment)s.") % {"moment": moment_of_theirs(case, news_at)})
        if decided_by:
            facts.append(_("You have our decision by %(moment)s.") % {"moment": moment_of_theirs(case, decided_by)})
        if is_sent:
            facts.append(_("You can answer this message at any time."))
        return letter(case, said.strip(), "", *facts)


def restated(restatement: Restatement, link: str) -> str:
    """What we understood, in their terms, and the question whether that is right; without a link it was only said."""
    case = restatement.case
    with translation.override(spoken_language(case)):
        question = [_("Have we understood you correctly?")]
        if link:
            question = [
                _("Have we understood you correctly? Confirm it or put it right here:"),
                link,
                _("You can also simply answer this message. Without a word from you we go on after two business days."),
            ]
        parts = [
            _("this is what we understood."),
            "",
            restatement.happened,
            "",
            restatement.meant,
            "",
            _("What you ask for: %(wanted)s") % {"wanted": restatement.wanted},
            "",
            *question,
        ]
        return letter(case, *parts)


def answered(complaint: Complaint, said: str, *, given: list[str], next_person: str, bodies: list[DisputeBody]) -> str:
    """The decision in a person's words, what is given, and where to go whoever is not content with it."""
    case = complaint.case
    with translation.override(spoken_language(case)):
        lines = [said.strip(), ""]
        if given:
            lines += [_("What we do for you:"), *(f"– {one}" for one in given), ""]
        if next_person:
            lines.append(
                _("If you are not content with this, tell us: %(person)s then decides anew.") % {"person": next_person}
            )
        if bodies:
            lines.append(_("You can also turn to somebody outside who decides independently of us, free to choose:"))
            lines += [outside(body) for body in bodies]
        return letter(case, *lines)


def outside(body: DisputeBody) -> str:
    """One body from outside, as an answer names it."""
    return "– " + ", ".join(part for part in (body.name, body.scope, body.time_limit, body.link, body.contact) if part)


def handed_on(case: Case, *, why: str, decided_by: datetime | None) -> str:
    """Who decides now, and by when."""
    with translation.override(spoken_language(case)):
        first = {
            "not_accepted": _("you did not accept what we decided. We take it up once more, by somebody else."),
            "asked": _("you asked for somebody who can decide. You have them."),
            "reopened": _("we take up your complaint once more."),
        }[why]
        lines = [
            first,
            _("It is now in the hands of %(person)s.") % {"person": reach(case.owner, case)},
        ]
        if decided_by:
            lines.append(_("You have our decision by %(moment)s.") % {"moment": moment_of_theirs(case, decided_by)})
        return letter(case, *lines)


def fairness(case: Case, link: str) -> str:
    """Three short questions, three days after it was closed."""
    with translation.override(spoken_language(case)):
        return letter(
            case,
            _("your complaint %(number)s is closed. May we ask you three short questions about it?")
            % {"number": case.number},
            _("Was the result fair? Was the way to it fair and quick? Were you treated with respect?"),
            "",
            link,
            _("It takes a minute. Your answer changes nothing about what was agreed."),
        )
