"""What follows once people were told: news at the stated time, the word that it is solved, and what we learned."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rapport.care.models import Notice, NoticeText
from rapport.care.notices import checking, sending
from rapport.care.notices.composing import languages_needed
from rapport.care.notices.locking import locked
from rapport.care.notices.refusals import NotOutYet, NotReady, Solved
from rapport.core.names import clean_lines
from rapport.messaging.outgoing import holds

About, State = NoticeText.About, Notice.State
WORDS = ("subject", "text")


@transaction.atomic
def update(
    notice: Notice,
    texts: Mapping[str, Mapping[str, str]],
    *,
    at: datetime,
    by: Any,
    new_on: date | None = None,
    latest_on: date | None = None,
    next_news_at: datetime | None = None,
) -> Notice:
    """Tell the same people what is new, `texts` by language; a new date moves what was promised once they know it.

    Raises `NotOutYet`, `Solved`, `NotReady`.
    """
    notice = _out(notice)
    notice.turn += 1
    if new_on:
        notice.new_on, notice.latest_on = new_on, latest_on
    notice.next_news_at = next_news_at
    _keep(notice, texts, About.UPDATE, notice.turn, at)
    notice.save(update_fields=["turn", "new_on", "latest_on", "next_news_at"])
    _send(notice, About.UPDATE, notice.turn)
    return notice


@transaction.atomic
def resolve(notice: Notice, texts: Mapping[str, Mapping[str, str]], *, at: datetime, by: Any) -> Notice:
    """Tell the same people that it is done. A week later they get news and offers again. Raises as `update`."""
    notice = _out(notice)
    _keep(notice, texts, About.SOLVED, 0, at)
    notice.state, notice.resolved_at, notice.next_news_at = State.RESOLVED, at, None
    notice.save(update_fields=["state", "resolved_at", "next_news_at"])
    holds.end_all(sending.source_of(notice), until=at + sending.QUIET_AFTER)
    _send(notice, About.SOLVED, 0)
    return notice


@transaction.atomic
def review(notice: Notice, learned: str, *, at: datetime) -> Notice:
    """Look back on it: what we learned. Raises `NotOutYet` while it is not solved."""
    notice = locked(notice)
    if notice.state not in (State.RESOLVED, State.REVIEWED):
        raise NotOutYet
    notice.state, notice.reviewed_at, notice.review = State.REVIEWED, at, clean_lines(learned)
    notice.save(update_fields=["state", "reviewed_at", "review"])
    return notice


def news_findings(
    notice: Notice, texts: Mapping[str, Mapping[str, str]], *, about: str, at: datetime
) -> list[checking.Finding]:
    """What stands against these words in the languages that are needed."""
    found = []
    for language in sorted(languages_needed(notice)):
        words = {name: texts.get(language, {}).get(name, "") for name in WORDS}
        text = NoticeText(notice=notice, about=about, language=language, **words)
        found += checking.of_news(text, at=at)
    return found


def _out(notice: Notice) -> Notice:
    notice = locked(notice)
    if notice.state in (State.RESOLVED, State.REVIEWED):
        raise Solved
    if notice.state not in (State.SENDING, State.SENT):
        raise NotOutYet
    return notice


def _keep(notice: Notice, texts: Mapping, about: str, turn: int, at: datetime) -> None:
    if any(found.blocks for found in news_findings(notice, texts, about=about, at=at)):
        raise NotReady
    NoticeText.objects.bulk_create(
        NoticeText(
            notice=notice, about=about, turn=turn, language=language, at=at,
            subject=texts[language]["subject"].strip()[:200], text=clean_lines(texts[language]["text"]),
        )
        for language in sorted(languages_needed(notice))
    )  # fmt: skip


def _send(notice: Notice, about: str, turn: int) -> None:
    from rapport.care.notices.tasks import send_notice

    send_notice.defer(notice_id=str(notice.pk), about=str(about), turn=turn)
