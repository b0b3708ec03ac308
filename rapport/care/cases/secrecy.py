"""A case becomes confidential: what the story, and the promises about it, said of it until then says nothing any more.

Everybody who sees the customer reads those; the case itself, with its words, is read by those whom it is entrusted to.
What only an entry told goes into the notes of its step there. It does not come back when the case is opened up again.
"""

from django.db import transaction
from django.db.models import Q

from rapport.care.cases import words
from rapport.care.models import Case
from rapport.core.personal.guarded import opened
from rapport.promises.models import Promise
from rapport.timeline.models import Entry

TOLD_BY_THE_CASE = ("opened", "resolved")  # their words stand in the case itself
SAYING = ("subject", "text", "evidence", "reason", "question", "because")  # facts that say something of it


@transaction.atomic
def take_out_of_the_story(case: Case, *, former: str = "") -> None:
    """For a locked case that is confidential from now on. Once is enough; again finds nothing.

    `former` is the subject that it had until now.
    """
    said = list(Entry.every.filter(subject_type="care.case", subject_id=case.pk))
    _keep_in_the_steps(case, {entry.pk: entry.body for entry in said if entry.body})
    promises = list(_about(case))
    told = {promise.pk: words.without_subject(case, promise.text, former=former) for promise in promises}
    with opened():
        for entry in said:
            facts = entry.facts | {name: "" for name in SAYING if name in entry.facts}
            Entry.every.filter(pk=entry.pk).update(body="", facts=facts)
        for promise in promises:
            Promise.objects.filter(pk=promise.pk).update(text=told[promise.pk])
        for entry in Entry.every.filter(subject_id__in=list(told), facts__has_key="text"):
            facts = entry.facts | {"text": words.without_subject(case, entry.facts["text"], former=former)}
            Entry.every.filter(pk=entry.pk).update(facts=facts)


def _keep_in_the_steps(case: Case, bodies: dict) -> None:
    for step in case.steps.filter(entry__in=list(bodies)).exclude(verb__in=TOLD_BY_THE_CASE):
        lines = (bodies[step.entry_id], step.note)
        step.note = "\n\n".join(line for line in lines if line)
        step.save(update_fields=["note"])


def _about(case: Case):
    """Every promise about it, whatever became of it."""
    by_source = Q(source__subject_id=case.pk)
    return Promise.objects.filter(by_source | Q(about=words.about(case)), customer=case.customer_id)
