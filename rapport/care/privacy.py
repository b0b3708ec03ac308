"""Requests, complaints and notices: how long we took and what it cost stays, the words go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.care.models import CLOSED, Case, Complaint, ComplaintStep, Fairness, NoticeRecipient, Remedy, Restatement
from rapport.core import formats
from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import ERASED, Basis, Held, RecordKind, Retention, marked, nothing_in, record_kinds

WORDS = {
    **marked("subject", "words", "solution", "rating_words"),
    "tags": [],
    "words_key": "",
    "found_by": None,
}
OF_COMPLAINTS = marked("remedy_wanted", "impact", "containment", "decision")
OF_RESTATEMENTS = marked("happened", "meant", "wanted", "correction")
OF_WHYS = marked("question", "because", "evidence")
OF_ACTIONS = marked("text", "evidence", "reason")
OF_EIGHT = marked(
    *("plan", "team", "problem", "containment", "occurrence", "non_detection"),
    *("chosen", "validated", "prevention", "recognition"),
)


def warn(ids: Sequence[UUID]) -> str:
    open_ones = Case.objects.open().filter(customer__in=ids).count()
    if not open_ones:
        return ""
    said = ngettext(
        "%(count)s request is open. It is closed without an answer.",
        "%(count)s requests are open. They are closed without an answer.",
        open_ones,
    )
    return said % {"count": formats.number(open_ones)}


def end_what_is_open(ids: Sequence[UUID], at: datetime) -> None:
    """Nobody can be answered who is unknown. What was proposed and not given is not given any more."""
    cases = Case.objects.filter(customer__in=ids)
    cases.open().update(
        state=Case.State.CLOSED, closed_at=at, next_update_at=None, waits_until=None, version=F("version") + 1
    )
    cases.filter(state=Case.State.RESOLVED).update(state=Case.State.CLOSED, closed_at=at, version=F("version") + 1)
    open_complaints = Complaint.objects.filter(case__customer__in=ids).exclude(stage__in=CLOSED)
    ComplaintStep.objects.filter(complaint__in=open_complaints, done_at=None).update(done_at=at)
    open_complaints.update(stage="withdrawn")
    waiting = ("proposed", "approved")
    Remedy.objects.filter(customer__in=ids, state__in=waiting).update(state=Remedy.State.TAKEN_BACK, decided_at=at)
    Restatement.objects.filter(case__customer__in=ids, answer="").update(answer=Restatement.Answer.NONE, answered_at=at)
    Fairness.objects.filter(case__customer__in=ids, asked_at=None).delete()
    NoticeRecipient.objects.filter(customer__in=ids, state=NoticeRecipient.State.WAITING).update(
        state=NoticeRecipient.State.HELD, reason="erased"
    )


def old_cases(before: datetime) -> QuerySet:
    return Case.objects.filter(closed_at__lt=before).exclude(words__in=("", ERASED))


def forget_cases(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    """As an erasure would: they lose their words, and so does what hangs off them."""
    with opened():
        for held in (held for kind in (CASES, COMPLAINTS) for held in kind.holds if held.erased):
            if held.model in {"care.Case", "care.NoticeRecipient"}:
                continue
            path = held.to_customer.removesuffix("customer").removesuffix("__") or "case"
            _reword(held.of.objects.filter(**{f"{path}__in": keys}), held.history, path, keys, held.erased)
        _reword(Case.objects.filter(pk__in=keys), Case.pgh_event_model, "pgh_obj", keys, _kept_of_history(WORDS))
        return Case.objects.filter(pk__in=keys).update(**WORDS)


def _kept_of_history(erased: dict) -> dict:
    columns = {field.name for field in Case.pgh_event_model._meta.concrete_fields}
    return {name: value for name, value in erased.items() if name in columns}


def _reword(rows: QuerySet, history, path: str, keys: Sequence[UUID], erased: dict) -> None:
    if history is not None:
        history.objects.filter(**{f"{path}__in": keys}).update(**erased)
    if path != "pgh_obj":
        rows.update(**erased)


CASES = record_kinds.add(
    RecordKind(
        "care.cases",
        _("Requests: what they asked us for, and how it was solved"),
        Basis.CONTRACT,
        _("so that every request is answered, by whoever can solve it, and nobody has to ask twice"),
        holds=(
            Held("care.CaseStep", "case__customer", erased={**marked("note"), "facts": {}}),
            Held("care.Case_trusted", "case__customer", is_told=False),
            Held("care.Escalation", "case__customer", erased={}, is_told=False),
            Held(
                "care.Case",
                erased=WORDS,
                hidden=("words_key", "found_by", "version", "answer", "update", "resolution", "is_confidential"),
                texts=("subject", "words", "solution", "rating_words"),
                makes_a_customer=True,
            ),
        ),
        stays=_("That there was a request, of which kind, when, and how long it took: service is measured by it."),
        warns=warn,
        before=end_what_is_open,
        keeps_facts=("number", "case_kind", "state"),
        retention=Retention(
            months=60,
            says=_(
                "Requests and complaints lose their words. That they were, how long they took and what they cost stays."
            ),
            due=old_cases,
            act=forget_cases,
            moment="closed_at",
            why=_("Who complains again after five years is heard as if for the first time."),
        ),
        order=17,
    )
)
COMPLAINTS = record_kinds.add(
    RecordKind(
        "care.complaints",
        _("Complaints: what went wrong for them, what we understood, what we decided and gave"),
        Basis.LEGITIMATE_INTEREST,
        _("so that each complaint is settled fairly, and what went wrong does not happen again"),
        holds=(
            Held("care.ComplaintStep", "complaint__case__customer", erased=marked("note")),
            Held("care.Restatement", "case__customer", erased=OF_RESTATEMENTS),
            Held("care.Why", "case__customer", erased=OF_WHYS, is_told=False),
            Held("care.EightD", "case__customer", erased=OF_EIGHT, is_told=False),
            Held("care.Action", "case__customer", erased=OF_ACTIONS, is_told=False),
            Held("care.Fairness", "case__customer", erased=marked("words")),
            Held("care.Complaint", "case__customer", erased=OF_COMPLAINTS, hidden=("about",)),
        ),
        stays=_("Steps with their days, severity and cause: the law and the standard ask for the numbers."),
        keeps_facts=("stage", "severity", "round"),
        order=18,
    )
)
record_kinds.add(
    RecordKind(
        "care.remedies",
        _("What was given to put a matter right"),
        Basis.LEGAL_OBLIGATION,
        _("so that the books are right, and nothing is paid twice"),
        holds=(
            Held(
                "care.Remedy",
                erased={"text": "", **marked("reason", "evidence", "tax_note")},
                hidden=("account", "proposed_by", "decided_by"),
            ),
        ),
        stays=_("Amounts, days and cost accounts stay ten years for the books (Czech VAT Act, section 35)."),
        keeps_facts=("amount", "currency", "remedy_kind", "points"),
        order=19,
    )
)
record_kinds.add(
    RecordKind(
        "care.notices",
        _("Notices of delays and disruptions that we sent them, and what they chose"),
        Basis.CONTRACT,
        _("so that they learn early and honestly what goes wrong"),
        holds=(Held("care.NoticeRecipient", erased=marked("choice_words", "rating_words"), hidden=("update_turn",)),),
        stays=_("That they were told, and when: it shows how early we say what goes wrong."),
        order=20,
    )
)
nothing_in("care.Notice", because="what everybody hears who is affected", texts=("title", "review"))
nothing_in(
    "care.NoticeText", because="the words of a notice, the same for everybody affected",
    texts=("subject", "happened", "meaning", "doing", "choices", "apology", "text"),
)  # fmt: skip
nothing_in("care.Incident", because="what did not work, for everybody", texts=("title",))
nothing_in("care.IncidentUpdate", because="what was said in public about it", texts=("texts",))
nothing_in("care.ComplaintTable", because="which tables were asked for, by whom; the file lies apart for a day")
nothing_in("care.EffectCheck", because="whether something done against a cause helped, in numbers", texts=("note",))
nothing_in(
    *(
        f"care.{name}"
        for name in (
            "NoticeRule",
            "Incident_services",
            "Route",
            "Rung",
            "Cause",
            "DisputeBody",
            "RemedyLimit",
            "Service",
            "KeyAccounts",
            "KeyAccounts_tags",
        )
    ),
    because="rules and lists of the house",
)
