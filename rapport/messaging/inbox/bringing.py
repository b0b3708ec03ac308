"""What stands beside a conversation that becomes part of another goes with it: who follows it, tags, links, drafts."""

from typing import Any

from rapport.messaging.models import Conversation, ConversationLink, Draft, Follow


def bring_along(absorbed: Conversation, kept: Conversation) -> dict[str, Any]:
    """What `kept` got by it, for `take_away`. Of `absorbed` only the drafts go: nobody would find them there."""
    return {
        "tags": _tags(absorbed, kept),
        "follows": _follows(absorbed, kept),
        "links": _links(absorbed, kept),
        "drafts": _drafts(absorbed, kept),
    }


def take_away(brought: dict[str, Any], kept: Conversation, absorbed: Conversation) -> None:
    """The two are two again. A draft that was one by then stays where it is."""
    kept.tags = [tag for tag in kept.tags if tag not in brought.get("tags", ())]
    kept.save(update_fields=["tags"])
    Follow.objects.filter(conversation=kept, user__in=brought.get("follows", ())).delete()
    ConversationLink.objects.filter(conversation=kept, pk__in=brought.get("links", ())).delete()
    theirs = Draft.objects.filter(conversation=absorbed).values("user")
    Draft.objects.filter(conversation=kept, pk__in=brought.get("drafts", ())).exclude(user__in=theirs).update(
        conversation=absorbed
    )


def _tags(absorbed: Conversation, kept: Conversation) -> list[str]:
    new = [tag for tag in absorbed.tags if tag not in kept.tags]
    if new:
        kept.tags = [*kept.tags, *new]
        kept.save(update_fields=["tags"])
    return new


def _follows(absorbed: Conversation, kept: Conversation) -> list[str]:
    known = set(Follow.objects.filter(conversation=kept).values_list("user", flat=True))
    new = [one for one in Follow.objects.filter(conversation=absorbed) if one.user_id not in known]
    Follow.objects.bulk_create(Follow(conversation=kept, user_id=one.user_id, seen_at=one.seen_at) for one in new)
    return [str(one.user_id) for one in new]


def _links(absorbed: Conversation, kept: Conversation) -> list[str]:
    known = set(ConversationLink.objects.filter(conversation=kept).values_list("subject_type", "subject_id"))
    rows = [
        ConversationLink(
            conversation=kept, subject_type=one.subject_type, subject_id=one.subject_id, label=one.label, by=one.by,
            at=one.at,
        )
        for one in ConversationLink.objects.filter(conversation=absorbed).select_related("by")
        if (one.subject_type, one.subject_id) not in known
    ]  # fmt: skip
    return [str(row.pk) for row in ConversationLink.objects.bulk_create(rows)]


def _drafts(absorbed: Conversation, kept: Conversation) -> list[str]:
    """Whoever was writing in both has one text, the one below the other, with the files of both."""
    moved = []
    theirs = {(one.user_id, one.is_note): one for one in Draft.objects.filter(conversation=kept)}
    for draft in Draft.objects.filter(conversation=absorbed):
        there = theirs.get((draft.user_id, draft.is_note))
        if there is None:
            draft.conversation = kept
            draft.save(update_fields=["conversation"])
            moved.append(str(draft.pk))
            continue
        there.text = "\n\n".join(filter(None, (there.text, draft.text)))
        there.save(update_fields=["text"])
        draft.files.update(draft=there)
        draft.delete()
    return moved
