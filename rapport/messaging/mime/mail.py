"""What a mail says, once it is read: plain facts without a database."""

from dataclasses import dataclass, field
from datetime import date, datetime


class Unreadable(Exception):
    """These bytes are no mail: nothing, or not text at all. The reason is a word for a log, not for people."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Mailbox:
    """A person in a header. `address` is as written, or empty when what stood there is no address."""

    name: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.address)


@dataclass(frozen=True)
class MailFile:
    """Something that came with the mail. `name` is safe to show and to save, and never empty."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""  # without its angle brackets, as `cid:` links have it
    is_inline: bool = False
    is_dangerous: bool = False  # may run when opened: to be kept apart, not offered with a click


@dataclass(frozen=True)
class Bounce:
    """What a mail server tells about a mail of ours (RFC 3464), or what can surely be told from other forms."""

    recipient: str  # the final recipient; may be empty when only the mail is named
    original_recipient: str = ""  # whom we wrote to, before it was forwarded
    action: str = "failed"  # failed, delayed, delivered, relayed or expanded
    status: str = ""  # enhanced status code (RFC 3463), as "5.1.1"
    diagnostic: str = ""
    original_message_id: str = ""  # "<…>" of our mail, when the bounce says it

    @property
    def severity(self) -> str:
        """ "hard": the address does not work. "soft": may work later. "policy": we were refused, not the person.

        Empty when nothing went wrong. DOMAIN 12: only a few codes prove that an address is dead.
        """
        if self.action not in ("failed", "delayed"):
            return ""
        if self.action == "delayed" or self.status.startswith("4."):
            return "soft"
        if self.status.startswith("5.7."):
            return "policy"
        return "hard" if self.status in ("5.1.1", "5.1.2", "5.1.3", "5.1.10", "5.4.4") else "soft"

    @property
    def is_hard(self) -> bool:
        return self.severity == "hard"


@dataclass(frozen=True)
class SpamReport:
    """A provider tells that a person pressed "this is spam" (RFC 5965)."""

    feedback_type: str = "abuse"
    original_message_id: str = ""
    original_recipient: str = ""  # often blacked out; the message id tells more


@dataclass(frozen=True)
class ParsedMail:
    """One mail. All texts can be stored in PostgreSQL: no NUL, no half characters, lines end in a newline only."""

    message_id: str  # "<…>", always there
    has_own_id: bool = True  # False: the mail had none, and the id is made from its bytes
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()  # oldest first
    subject: str = ""
    sent_at: datetime | None = None  # what the sender's clock said, aware
    sender: Mailbox = Mailbox()
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    delivered_to: tuple[str, ...] = ()
    return_path: str | None = None  # "" is the null path of automatic mail, None is unknown
    text: str = ""
    html: str = ""  # safe to show: cleaned, remote pictures only named in `data-remote-src`
    new_text: str = ""  # new_text, signature and quoted_text together have every line of `text`
    signature: str = ""
    quoted_text: str = ""
    files: tuple[MailFile, ...] = ()
    kind: str = "mail"  # mail, auto_reply, out_of_office, bounce or spam_report
    automatic: str = ""  # the rule by which no automatic reply may answer this mail; "" when none speaks against it
    away_until: date | None = None
    bounces: tuple[Bounce, ...] = ()  # one for each recipient that the report tells of
    spam_report: SpamReport | None = None
    authentication: dict[str, str] = field(default_factory=dict)  # {"spf": "pass", "dkim": …, "dmarc": …}
    language_hint: str = ""
    defects: tuple[str, ...] = ()  # what was wrong with the mail, each a word, some with details behind a colon

    @property
    def bounce(self) -> Bounce | None:
        """The worst of the bounces."""
        order = {"hard": 0, "policy": 1, "soft": 2, "": 3}
        return min(self.bounces, key=lambda bounce: order[bounce.severity], default=None)
