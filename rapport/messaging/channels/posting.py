"""What the house tells everybody: written once, put on several accounts at its hour, each looked after by itself."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging.channels.adapters import Refused, TryLater, Unclear, adapters
from rapport.messaging.channels.provider import Provider
from rapport.messaging.models import Channel, Post, PostCopy

State = PostCopy.State
THINK_AGAIN = timedelta(seconds=10)
LOST_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 8


class NoAccount(Refusal):
    code = "post_without_account"
    message = _("Choose at least one account on which it is to be published.")


class Published(Refusal):
    code = "post_published"
    message = _("It is published already. Take it back there, if you must.")


def accounts() -> list[Channel]:
    """The channels on which the house can publish."""
    kinds = [one.name for one in adapters if isinstance(one, Provider) and one.can_publish]
    channels = Channel.objects.in_use().filter(kind__in=kinds)
    return [one for one in channels if one.kind != "telegram" or one.settings.get("post_to")]


@transaction.atomic
def write(
    *,
    text: str,
    channels: Sequence[Channel],
    by,
    at: datetime,
    send_at: datetime | None = None,
    link: str = "",
    picture_url: str = "",
    language: str = "",
) -> Post:
    """A post on each of `channels`, at `send_at`, or in a moment: there is time to think again. Raises `NoAccount`."""
    from rapport.messaging.channels import tasks

    if not channels:
        raise NoAccount
    moment = max(send_at or at, at + THINK_AGAIN)
    post = Post.objects.create(
        text=text, link=link, picture_url=picture_url, language=language, send_at=moment, by=by, created_at=at
    )
    for channel in channels:
        copy = PostCopy.objects.create(post=post, channel=channel, next_at=moment)
        if moment - at < timedelta(minutes=2):  # what is later finds the clock
            tasks.publish_soon(copy, moment)
    return post


@transaction.atomic
def take_back(post: Post, *, at: datetime) -> Post:
    """It is not published after all, where it was not yet. Raises `Published` where it is too late everywhere."""
    waiting = PostCopy.objects.select_for_update().filter(post=post, state=State.WAITING)
    if not waiting and not post.taken_back_at:
        raise Published
    for copy in waiting:
        PostCopy.objects.filter(pk=copy.pk).update(state=State.TAKEN_BACK, next_at=None)
    if not post.taken_back_at:
        post.taken_back_at = at
        post.save(update_fields=["taken_back_at"])
    return post


@transaction.atomic
def again(copy: PostCopy, *, at: datetime) -> PostCopy:
    """A person has looked, and wants it published once more. What is published or waits stays as it is."""
    from rapport.messaging.channels import tasks

    copy = PostCopy.objects.select_for_update().get(pk=copy.pk)
    if copy.state in (State.FAILED, State.UNCERTAIN):
        copy.state, copy.next_at, copy.attempts, copy.reason, copy.detail = State.WAITING, at, 0, "", ""
        copy.save()
        tasks.publish_soon(copy)
    return copy


def publish(copy_id: str | UUID, *, clock: Callable[[], datetime]) -> None:
    """Put one copy where it belongs, if it is due and nobody else is at it: claimed before the wire, noted after."""
    copy = _claim(copy_id, clock())
    if copy is None:
        return
    try:
        receipt, url = adapters[copy.channel.kind].publish(copy, copy.channel)
    except TryLater as problem:
        if copy.attempts >= MOST_ATTEMPTS:
            _note(copy, state=State.FAILED, reason="gave_up", detail=problem.detail)
        else:
            wait = timedelta(seconds=problem.seconds or 30 * 2 ** (copy.attempts - 1))
            _note(copy, state=State.WAITING, next_at=clock() + wait, detail=problem.detail)
    except Refused as problem:
        _note(copy, state=State.FAILED, reason=problem.reason, detail=problem.detail)
    except Unclear as problem:
        _note(copy, state=State.UNCERTAIN, reason="unclear", detail=problem.detail)
    except Exception as problem:
        _note(copy, state=State.UNCERTAIN, reason="our_mistake", detail=type(problem).__name__)
        raise
    else:
        url = url[:500] if url.startswith("https://") else ""
        _note(copy, state=State.SENT, sent_at=clock(), provider_id=receipt.provider_id[:200], url=url)


def find_lost(at: datetime) -> int:
    """A worker died while it published: nobody knows whether it is there."""
    lost = PostCopy.objects.filter(state=State.SENDING, claimed_at__lt=at - LOST_AFTER)
    return lost.update(state=State.UNCERTAIN, reason="interrupted", next_at=None)


@transaction.atomic
def _claim(copy_id: str | UUID, at: datetime) -> PostCopy | None:
    taken = PostCopy.objects.filter(pk=copy_id, state=State.WAITING, next_at__lte=at)
    if not taken.update(state=State.SENDING, claimed_at=at, attempts=F("attempts") + 1):
        return None
    return PostCopy.objects.select_related("post", "channel").get(pk=copy_id)


def _note(copy: PostCopy, **values) -> None:
    values = {"next_at": None, "claimed_at": None, "reason": "", "detail": ""} | values
    values["detail"] = values["detail"][:300]
    PostCopy.objects.filter(pk=copy.pk, state=State.SENDING).update(**values)
