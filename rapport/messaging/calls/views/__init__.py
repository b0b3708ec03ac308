from rapport.messaging.calls.views.lists import CallsPage, FiguresPage, RingingPart
from rapport.messaging.calls.views.one import CallFileView, CallPage, Deciding, Dialling, OwingAgain, Settling, Taking
from rapport.messaging.calls.views.setting import GreetingPage, SeatPage

__all__ = [
    "CallFileView",
    "CallPage",
    "CallsPage",
    "Deciding",
    "Dialling",
    "FiguresPage",
    "GreetingPage",
    "OwingAgain",
    "RingingPart",
    "SeatPage",
    "Settling",
    "Taking",
]
