from rapport.messaging.chat.views.pages import ConfirmingPage, FramePage, PreviewPage, ScriptPart
from rapport.messaging.chat.views.parts import AddressPart, AnsweringPart, FilePart, TalkPart, TypingPart

__all__ = [
    "AddressPart",
    "AnsweringPart",
    "ConfirmingPage",
    "FilePart",
    "FramePage",
    "PreviewPage",
    "ScriptPart",
    "TalkPart",
    "TypingPart",
]
