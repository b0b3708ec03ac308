"""Mail as it comes: bytes in, a plain `ParsedMail` out. No database, no settings, no network; see docs/mail-parsing.md.

Whatever strangers send is read as far as it goes. Only bytes that are no mail raise `Unreadable`.
"""

from .automatic import may_answer_automatically
from .html import clean as clean_html
from .html import with_pictures
from .ids import reply_tokens, subject_number
from .mail import Bounce, Mailbox, MailFile, ParsedMail, SpamReport, Unreadable
from .parsing import parse
from .quotes import marker
from .quotes import split as split_text

__all__ = [
    "Bounce",
    "MailFile",
    "Mailbox",
    "ParsedMail",
    "SpamReport",
    "Unreadable",
    "clean_html",
    "marker",
    "may_answer_automatically",
    "parse",
    "reply_tokens",
    "split_text",
    "subject_number",
    "with_pictures",
]
