"""Verbs of complaints: what pages, the API, the portal and jobs call."""

from rapport.care.complaints.acknowledging import acknowledge, settle_at_once
from rapport.care.complaints.answering import Answer, respond
from rapport.care.complaints.assessing import Weight, assess, investigate, weigh
from rapport.care.complaints.beginning import begin
from rapport.care.complaints.ending import accept, not_accepted, object_to, refer, reopen, report, withdraw
from rapport.care.complaints.escalating import see
from rapport.care.complaints.handing import ask_for_manager
from rapport.care.complaints.remedies import approve, give, propose, refuse, take_back
from rapport.care.complaints.restating import answer as answer_restatement
from rapport.care.complaints.restating import restate

__all__ = [
    "Answer",
    "Weight",
    "accept",
    "acknowledge",
    "answer_restatement",
    "approve",
    "ask_for_manager",
    "assess",
    "begin",
    "give",
    "investigate",
    "not_accepted",
    "object_to",
    "propose",
    "refer",
    "refuse",
    "reopen",
    "report",
    "respond",
    "restate",
    "see",
    "settle_at_once",
    "take_back",
    "weigh",
    "withdraw",
]
