from rapport.messaging.models.arriving import Filling, Folder, RawMail, WebhookEvent
from rapport.messaging.models.calls import Call, CallFile, HouseGreeting, Seat
from rapport.messaging.models.channels import Channel, ChannelKind, Identity, Preference
from rapport.messaging.models.chat import ChatCount, ChatVisitor
from rapport.messaging.models.conversations import (
    AssignmentRule,
    Conversation,
    ConversationEvent,
    ConversationLink,
    Follow,
    Presence,
    Turn,
)
from rapport.messaging.models.lanes import Lane, LaneNote
from rapport.messaging.models.messages import Message, MessageFile, MessageText
from rapport.messaging.models.passes import MailPass
from rapport.messaging.models.permission import Budget, Consent, ContactHold, Purpose, Suppression
from rapport.messaging.models.proofs import Proof
from rapport.messaging.models.social import Place, Post, PostCopy
from rapport.messaging.models.writing import CannedReply, Draft, DraftFile, Signature

__all__ = [
    "AssignmentRule",
    "Budget",
    "Call",
    "CallFile",
    "CannedReply",
    "Channel",
    "ChannelKind",
    "ChatCount",
    "ChatVisitor",
    "Consent",
    "ContactHold",
    "Conversation",
    "ConversationEvent",
    "ConversationLink",
    "Draft",
    "DraftFile",
    "Filling",
    "Folder",
    "Follow",
    "HouseGreeting",
    "Identity",
    "Lane",
    "LaneNote",
    "MailPass",
    "Message",
    "MessageFile",
    "MessageText",
    "Place",
    "Post",
    "PostCopy",
    "Preference",
    "Presence",
    "Proof",
    "Purpose",
    "RawMail",
    "Seat",
    "Signature",
    "Suppression",
    "Turn",
    "WebhookEvent",
]
