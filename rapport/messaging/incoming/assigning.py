"""To whom a new conversation goes: the first rule that fits, whoever's turn it is."""

import re

from rapport.core.folding import search_key
from rapport.messaging.clocks import place_of
from rapport.messaging.models import AssignmentRule, Conversation, ConversationEvent, Message, Turn
from rapport.promises.calendars import calendar_of
from rapport.staff.models import User
from rapport.staff.remembering import remembered
from rapport.staff.sight import onlookers

Way = AssignmentRule.Way


def assign(conversation: Conversation, message: Message) -> None:
    """Follow the first rule that fits; without one the conversation stays with the team of its channel."""
    for rule in _rules():
        if _fits(rule, conversation, message) and _follow(rule, conversation):
            conversation.save(update_fields=["team", "assignee"])
            to = conversation.assignee or conversation.team
            facts = {"rule": rule.name, "to": str(to or "")}
            ConversationEvent.objects.create(conversation=conversation, kind="assigned", at=message.at, facts=facts)
            return


def _rules() -> list[AssignmentRule]:
    rows = AssignmentRule.objects.filter(is_active=True).select_related("team", "person")
    return remembered("messaging.assignment_rules", lambda: list(rows))


def _fits(rule: AssignmentRule, conversation: Conversation, message: Message) -> bool:
    if rule.channel_id and rule.channel_id != conversation.channel_id:
        return False
    if rule.language and rule.language != conversation.language.partition("-")[0]:
        return False
    if rule.words and not _says_one_of(rule.words, message):
        return False
    if rule.hours:
        is_open = calendar_of(place_of(conversation)).is_open(message.at)
        return is_open == (rule.hours == "open")
    return True


def _says_one_of(words: str, message: Message) -> bool:
    """Whole words, in any script, with or without accents; commas stand between those of which one is enough."""
    said = f" {search_key(f'{message.subject} {message.text[:20_000]}')} "
    wanted = (search_key(word) for word in re.split(r"[,;\n]", words))
    return any(f" {word} " in said for word in wanted if word)


def _follow(rule: AssignmentRule, conversation: Conversation) -> bool:
    """Whether the rule led to somebody; else the next one is asked."""
    conversation.team = rule.team or conversation.team
    if rule.way == Way.TEAM:
        return rule.team is not None
    if rule.way == Way.TURN:
        person = rule.team and _next_in_turn(rule.team, conversation)
    elif rule.way == Way.MANAGER:
        person = conversation.customer and conversation.customer.account_manager
    else:
        person = rule.person
    if not person or not person.is_active or not _sees(person, conversation):
        return False
    conversation.assignee = person
    return True


def _next_in_turn(team, conversation: Conversation) -> User | None:
    """The one after whoever had the last turn. Two at once wait for each other, so nobody is passed over."""
    Turn.objects.get_or_create(team=team)
    turn = Turn.objects.select_for_update().get(team=team)
    people = [person for person in team.people.filter(is_active=True).order_by("pk") if _sees(person, conversation)]
    if not people:
        return None
    after = [person for person in people if turn.last_id and person.pk > turn.last_id]
    turn.last = (after or people)[0]
    turn.save(update_fields=["last"])
    return turn.last


def _sees(person: User, conversation: Conversation) -> bool:
    """Nobody is given a conversation whose customer they may not see."""
    customer = conversation.customer
    return customer is None or onlookers(customer.team_id).filter(pk=person.pk).exists()
