from rapport.messaging.calls.views.lists import CallsPage, FiguresPage, RingingPart
from rapport.messaging.calls.views.one import (
    CallFileView,
    CallingBack,
    CallPage,
    Deciding,
    Dialling,
    OwingAgain,
    Settling,
    Taking,
)
from rapport.messaging.calls.views.setting import GreetingPage, SeatPage

__all__ = [
    "CallFileView",
    "CallPage",
    "CallingBack",
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
