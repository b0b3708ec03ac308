"""What is told about customers: their timeline, what is being written, and files."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from rapport.core.personal.erasing import kept_facts
from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import ERASED, Basis, Held, RecordKind, Retention, record_kinds
from rapport.core.personal.words import scrubbed
from rapport.timeline.models import Entry

BATCH = 1_000
WITHOUT_WORDS = """
UPDATE timeline_entry e SET body = CASE WHEN e.body = '' THEN '' ELSE %s END, facts = s.facts
FROM unnest(%s::uuid[], %s::jsonb[]) AS s(id, facts) WHERE e.id = s.id
"""
WORDS_OF_PEOPLE = ("note.written", "call.made", "meeting.held", "letter.sent", "letter.received")


def without_words(rows: QuerySet) -> int:
    """Entries keep what happened and when; what was said, and every fact that tells of a person, goes."""
    kept, done = kept_facts(), 0
    for batch in _batches(rows.only("id", "facts")):
        facts = [Jsonb(scrubbed(entry.facts, kept)) for entry in batch]
        with connection.cursor() as cursor:
            cursor.execute(WITHOUT_WORDS, [ERASED, [entry.pk for entry in batch], facts])
            done += cursor.rowcount
    return done


def _batches(rows: QuerySet) -> Iterator[list[Entry]]:
    last = UUID(int=0)
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def old_words(before: datetime) -> QuerySet:
    spoken = Entry.every.filter(kind__in=WORDS_OF_PEOPLE, at__lt=before)
    return spoken.exclude(body="").exclude(body=ERASED)


def forget_words(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    with opened():
        return without_words(Entry.every.filter(pk__in=keys))


record_kinds.add(
    RecordKind(
        "timeline.entries",
        _("What happened: notes, calls, meetings, letters, gifts and every other entry"),
        Basis.LEGITIMATE_INTEREST,
        _("so that whoever speaks with them next knows what was said"),
        holds=(
            Held("timeline.Mention", "entry__customer", is_told=False),
            Held("timeline.Pin", "entry__customer", is_told=False),
            Held("timeline.LastContact", is_told=False),
            Held("timeline.ReactionRun", "entry__customer", erased={}, is_told=False, texts=()),
            Held(
                "timeline.Entry",
                rewrite=without_words,
                hidden=("transaction", "subject_type", "subject_id", "recorded_at", "imported", "corrects"),
                sentence=lambda entry: strip_tags(entry.sentence),
                texts=("body", "facts"),
                veiled="is_private",
            ),
        ),
        stays=_("That something happened, and when, stays without its words: sums and rates are counted from it."),
        keeps_facts=("channel", "direction", "outcome", "was", "currency", "value"),
        retention=Retention(
            months=36,
            says=_("Notes, calls, meetings and letters lose their words. That they were, and when, stays."),
            due=old_words,
            act=forget_words,
            why=_("Who needs to know after three years what was said on the telephone?"),
        ),
        order=30,
    )
)
record_kinds.add(
    RecordKind(
        "timeline.files",
        _("Files beside entries"),
        Basis.LEGITIMATE_INTEREST,
        _("so that a drawing or a letter is found where it is spoken of"),
        holds=(
            Held("timeline.Attachment", "entry__customer", hidden=("file",)),
            Held("timeline.DraftFile", "draft__customer", hidden=("file",)),
        ),
        order=20,
    )
)
record_kinds.add(
    RecordKind(
        "timeline.drafts",
        _("What colleagues have begun to write"),
        Basis.LEGITIMATE_INTEREST,
        _("so that nothing written is lost"),
        holds=(Held("timeline.Draft", hidden=("device",), veiled="*"),),
        order=25,
    )
)
