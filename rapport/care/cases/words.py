"""Sentences about a case: what we owe, in the language of the house, and what the customer is told, in theirs."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.models import Case, CaseKind
from rapport.core import formats
from rapport.core.addressee import base_language
from rapport.customers.naming import language_of, salutation, zone_of
from rapport.staff.models import Business

LONGEST = 300


def owed(case: Case, what: str) -> str:
    """What a promise about `case` says: "answer", "update" or "resolution"."""
    with translation.override(Business.objects.current().language):
        words = {
            "answer": _("Answer: %(subject)s"),
            "update": _("Tell how it stands: %(subject)s"),
            "resolution": _("Solve: %(subject)s"),
        }
        if case.kind == CaseKind.COMPLAINT:
            words["answer"] = _("Tell them that we have their complaint: %(subject)s")
            words["resolution"] = _("Decide the complaint: %(subject)s")
        return (words[what] % {"subject": spoken_of(case)})[:LONGEST]


def spoken_of(case: Case) -> str:
    """How a promise names it, which everybody reads who sees the customer: confidential ones by their number."""
    return about(case) if case.is_confidential else case.subject


def without_subject(case: Case, text: str, *, former: str = "") -> str:
    """What was promised about it, naming it by its number. `former` is what it was called then, if not as now."""
    named = next((name for name in (case.subject, former) if name and text.endswith(name)), None)
    return text if named is None else text.removesuffix(named) + about(case)


def about(case: Case) -> str:
    """The small words beside a promise."""
    with translation.override(Business.objects.current().language):
        return _("request %(number)s") % {"number": case.number}


def spoken_language(case: Case) -> str:
    """Theirs, where we speak it, else that of the house."""
    business = Business.objects.current()
    language = case.language or language_of(case.customer, business)
    return language if base_language(language) in dict(settings.LANGUAGES) else business.language


def letter(case: Case, *lines: str) -> str:
    """`lines` under the greeting of the customer."""
    greeting = salutation(case.customer, spoken_language(case), business=Business.objects.current())
    return "\n".join([greeting, "", *lines])


def moment_of_theirs(case: Case, moment: datetime) -> str:
    zone = zone_of(case.customer, Business.objects.current())
    return formats.moment(moment, zone, language=spoken_language(case))


def handed_over(case: Case) -> str:
    """Who has it now, and that the date stands."""
    with translation.override(spoken_language(case)):
        about = {
            "number": case.number,
            "person": case.owner.get_full_name() if case.owner else "",
            "team": str(case.team or ""),
        }
        if case.owner:
            first = _("your request %(number)s is now with %(person)s, who will see to it.") % about
        else:
            first = _("your request %(number)s is now with our colleagues of %(team)s, who will see to it.") % about
        lines = [first]
        if case.next_update_at:
            moment = moment_of_theirs(case, case.next_update_at)
            lines.append(_("You hear from us by %(moment)s at the latest, as before.") % {"moment": moment})
        return letter(case, *lines)


def taken_up(case: Case, person) -> str:
    """Somebody above looks after it as well."""
    with translation.override(spoken_language(case)):
        about = {"number": case.number, "person": person.get_full_name()}
        return letter(
            case,
            _("your complaint %(number)s has taken longer than we told you. We are sorry that you had to wait.")
            % about,
            _("%(person)s now sees to it in person that you hear from us.") % about,
        )
