"""English."""

from . import Phrases

PHRASES = Phrases(
    wrote=(
        r"on\b.+\bwrote",  # Gmail, Apple Mail, Thunderbird, Yahoo
        r".+ wrote (?:on|at)\b.+",
        r"in (?:a message dated|article)\b.+ (?:writes|wrote)",
        r".+ (?:wrote|writes)",
    ),
    original=("original message", "original appointment", "reply message"),
    forwarded=("forwarded message", "forwarded by .+", "begin forwarded message:?", "start of forwarded message"),
    sender=("from",),
    head=("sent", "date", "to", "cc", "bcc", "subject", "reply-to", "importance", "attachments", "when", "where"),
    sent_from=(
        r"sent from (?:my|mail|outlook|yahoo|samsung|proton|gmail|windows|a |the )",
        r"sent (?:via|with|using) ",
        r"get outlook for ",
        r"sent by (?:my|a) ",
    ),
    closings=(
        "(?:best|kind|kindest|warm|warmest|with (?:best|kind|warm))? ?regards",
        "(?:with )?(?:best|warm|all good) wishes",
        "yours(?: (?:sincerely|faithfully|truly))?",
        "(?:yours )?sincerely(?: yours)?",
        "respectfully(?: yours)?",
        "(?:all the )?best",
        "rgds|br|kr",
        "cheers",
        "take care",
    ),
    thanks=(
        "(?:many )?thanks(?: (?:again|in advance|a lot|so much|and regards))?",
        "thank you(?: (?:again|in advance|very much|so much))?",
    ),
    automatic_reply=("auto(?:matic|mated)?[- ]?(?:reply|response|answer)", "autoreply", "auto:"),
    out_of_office=(
        r"out of (?:the )?office",
        r"\booo\b",
        r"(?:i am|i'm|i will be|i'll be|currently) (?:away|absent|on (?:annual |parental |maternity |sick )?leave)",
        r"(?:on|away on) (?:my )?(?:vacation|holidays?|annual leave)",
        r"limited access to (?:my )?e-?mail",
    ),
    until=(
        r"(?:until|till|through|thru|back (?:in the office )?(?:on|by)|return(?:ing)? (?:to the office )?on)"
        r"(?: and including)?[ ,]{1,3}(?:\w{3,9},? )?{date}",
        r"\bto {date}",
        r"(?:from|between) .{1,40}? (?:-|–|to|and) {date}",
    ),
    months=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    forward_subject=("fwd?",),
)
