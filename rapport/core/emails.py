"""E-mail addresses: checked without asking the network, shown as typed, looked up by a key.

Write to `display`, look up by `key`. Two people may share an address, and one person may have several.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

from .names import clean

LONGEST = 254
GOOGLE = {"gmail.com", "googlemail.com"}

# Mailboxes that belong to an organisation, whoever reads them today.
ROLES = {
    *("abuse", "accounting", "accounts", "admin", "administrator", "billing", "booking", "bookings", "contact"),
    *("customerservice", "enquiries", "feedback", "finance", "hello", "help", "helpdesk", "hostmaster", "hr", "info"),
    *("invoice", "invoices", "it", "jobs", "legal", "mail", "mailer-daemon", "marketing", "media", "news"),
    *("newsletter", "no-reply", "noreply", "office", "orders", "postmaster", "press", "privacy", "reception"),
    *("reservations", "root", "sales", "security", "service", "shop", "spam", "support", "team", "webmaster"),
    *("dotazy", "fakturace", "informace", "kancelar", "kariera", "kontakt", "obchod", "objednavky", "podatelna"),
    *("podpora", "prodej", "recepce", "sekretariat", "servis", "ucetni", "uctarna"),
}


@dataclass(frozen=True)
class Email:
    display: str
    key: str
    needs_smtputf8: bool


@lru_cache(500)  # a form, the action behind it and the row that is saved each ask for the same one
def parse(raw: str) -> Email:
    """The address in `raw`. Raises `ValidationError` that says what is wrong with it."""
    address = display(raw)
    _refuse_common_slips(address)
    try:
        # No look-up: an address is judged by its form. Domains under .test are for trying things out.
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise ValidationError(
            _("We cannot write to this address. Check it for typing mistakes."), code="invalid"
        ) from problem
    return Email(address, email_key(address), checked.smtputf8)


def validate(raw: str) -> None:
    """For forms and models: raises `ValidationError` unless `raw` is an address."""
    parse(raw)


def display(raw: str) -> str:
    """The address as typed, freed from what copying leaves around it: `mailto:`, a name and angle brackets."""
    text = clean(raw)
    if match := re.search(r"<([^<>]*)>[\s;,.]*$", text):
        text = match[1]
    return re.sub(r"^mailto:\s*", "", text.strip(" ;,"), flags=re.IGNORECASE)


def email_key(address: str) -> str:
    """By this two addresses are the same: the domain in ASCII, all in lower case; dots and tags count."""
    local, at, domain = display(address).rpartition("@")
    local = unicodedata.normalize("NFC", unicodedata.normalize("NFC", local).casefold())
    return f"{local}{at}{_ascii_domain(domain)}"


def alias_key(address: str) -> str:
    """Proposes that two addresses reach the same mailbox; never enough to say so."""
    local, at, domain = email_key(address).rpartition("@")
    local = local.split("+")[0] or local
    if domain in GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}{at}{domain}"


def needs_smtputf8(address: str) -> bool:
    """Whether only mail servers that speak SMTPUTF8 can carry mail to `address`."""
    return not display(address).rpartition("@")[0].isascii()


def is_role_address(address: str) -> bool:
    """Whether `address` belongs to an office rather than to a person: info@, sales@, podpora@ …"""
    return email_key(address).rpartition("@")[0].split("+")[0] in ROLES


def _refuse_common_slips(address: str) -> None:
    local, at, domain = address.rpartition("@")
    if not address:
        problem, code = _("Write an e-mail address."), "required"
    elif not at:
        problem, code = _("An e-mail address has an @ in it, as in name@example.com."), "no_at"
    elif "@" in local:
        problem, code = _("Write one e-mail address only; this has more than one @."), "two_ats"
    elif not local:
        problem, code = _("Something is missing before the @."), "no_local_part"
    elif not domain:
        problem, code = _("Something is missing after the @."), "no_domain"
    elif " " in address:
        problem, code = _("An e-mail address has no spaces in it."), "space"
    elif "." not in domain:
        problem, code = _("The part after the @ needs an ending such as .com or .ge."), "no_dot"
    elif ".." in address:
        problem, code = _("There are two dots in a row."), "two_dots"
    elif len(address) > LONGEST:
        problem, code = _("This is too long for an e-mail address."), "too_long"
    else:
        return
    raise ValidationError(problem, code=code)


@lru_cache(2_000)  # thousands of customers have their mail with a few providers
def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return unicodedata.normalize("NFC", domain.casefold())
