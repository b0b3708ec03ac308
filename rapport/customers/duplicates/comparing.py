"""Two customers compared: what agrees, what differs, what is missing, and how likely they are one."""

from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from rapport.core.emails import GOOGLE, is_role_address
from rapport.customers.duplicates import weights
from rapport.customers.duplicates.blocks import NEAR, SURE
from rapport.customers.duplicates.names import Counts, NameFound, compare_names
from rapport.customers.duplicates.places import PlaceFound, compare_places
from rapport.customers.duplicates.profiles import Profile

PUBLIC_DOMAINS = GOOGLE | {
    *("seznam.cz", "email.cz", "centrum.cz", "post.cz", "volny.cz", "atlas.cz", "yahoo.com", "hotmail.com", "live.com"),
    *("outlook.com", "icloud.com", "mail.ru", "aol.com", "rediffmail.com", "mail.com", "proton.me", "protonmail.com"),
}
OWN_DOMAIN = 10  # customers with a mailbox there, beyond which it is nobody's own
LEAST_STRONG = weights.weight_of(weights.STRONG)
LEAST_POSSIBLE = weights.weight_of(weights.POSSIBLE)
JUST_POSSIBLE = LEAST_STRONG - 0.001


@dataclass
class Evidence:
    """What was found. `facts` are (field, outcome, bits); `rule` is the one that decided, where one did."""

    facts: list[tuple[str, str, float]] = field(default_factory=list)
    weight: float = weights.PRIOR
    rule: str = ""
    is_strong: bool = False

    @property
    def probability(self) -> float:
        return weights.probability(self.weight)

    @property
    def is_proposed(self) -> bool:
        return bool(self.rule) or self.weight >= LEAST_POSSIBLE

    @property
    def strength(self) -> str:
        return "strong" if self.is_strong else "possible" if self.is_proposed else ""


def compare(one: Profile, other: Profile, counts: Counts) -> Evidence:
    """The evidence that both are one. Proposed from a probability of 0.80, strong from 0.99 on (DOMAIN 2.4)."""
    if one.kind != other.kind:
        return Evidence()
    name = compare_names(one, other, counts)
    mail = _emails(one, other, name)
    phone = _phones(one, other, name)
    birth = _births(one, other)
    place = compare_places(one.addresses, other.addresses)
    are_two = name.is_other_person or birth[0] in ("differs", "generation") or _generations_differ(one, other)
    facts = [("name", name.outcome, name.bits), ("email", *mail), ("phone", *phone), ("birth", *birth)]
    facts += [("city", *place.city), ("postal", *place.postal), ("street", *place.street)]
    evidence = Evidence(facts=[fact for fact in facts if fact[1]])
    evidence.weight = weights.PRIOR + name.bits + birth[1] + _reach(name, mail, phone, place, are_two, birth[0])
    _decide(evidence, one, other, name, are_two)
    return evidence


def may_be_one(one: Profile, other: Profile, counts: Counts, closeness: int) -> bool:
    """Whether anything else could still make them one: not when they are called too differently (see `_reach`)."""
    if one.kind != other.kind or closeness == SURE:
        return one.kind == other.kind
    outcome = compare_names(one, other, counts).outcome
    return outcome not in ("other_given", "differs") and (closeness == NEAR or outcome not in ("other_family", "like"))


def _reach(name: NameFound, mail, phone, place: PlaceFound, are_two: bool, birth: str) -> float:
    """What they have in common to be reached by. A family shares its phone and its house, often its mailbox, too."""
    if not are_two:
        return mail[1] + phone[1] + place.bits
    household = phone[1] + place.bits
    if name.outcome in ("other_given", "differs"):
        return min(mail[1], mail[1] / 2) + min(household, 0.0)
    return (mail[1] / 2 if birth == "generation" else mail[1]) + min(household, weights.HOUSEHOLD_AT_MOST)


def _decide(evidence: Evidence, one: Profile, other: Profile, name: NameFound, are_two: bool) -> None:
    """The rules that stand above the sum."""
    if one.codes & other.codes:
        evidence.rule, evidence.facts = "code", [("code", "same", 0.0), *evidence.facts]
    elif one.exact_emails & other.exact_emails and name.outcome == "same" and not are_two and _is_personal(one, other):
        evidence.rule = "email_and_name"
    if evidence.rule:
        evidence.weight = max(evidence.weight, LEAST_STRONG)
    if evidence.rule != "code" and (are_two or not name.agrees and name.outcome != "short"):
        evidence.weight = min(evidence.weight, JUST_POSSIBLE)
    evidence.is_strong = evidence.weight >= LEAST_STRONG


def _is_personal(one: Profile, other: Profile) -> bool:
    shared = one.exact_emails & other.exact_emails
    return not one.is_person or any(not is_role_address(key) and one.crowded.get(key, 0) < 3 for key in shared)


def _emails(one: Profile, other: Profile, name: NameFound) -> tuple[str, float]:
    if not one.emails or not other.emails:
        return "", 0.0
    shared = one.emails & other.emails
    if one.is_person:
        shared = {mailbox for mailbox in shared if not is_role_address(mailbox)}
    if shared:
        return "same", weights.EMAIL[0] - _crowd(one, shared)
    if not one.is_person:
        return (
            ("site", weights.COMPANY_SITE) if _domains(one) & _domains(other) else ("differs", weights.COMPANY_DIFFERS)
        )
    if one.emails & other.emails:
        return "shared", 0.0  # the office's, whoever reads it
    if name.agrees and any(_is_mail_slip(a, b) for a in one.emails for b in other.emails):
        return "slip", weights.EMAIL_SLIP
    return "differs", weights.EMAIL[1]


def _domains(whose: Profile) -> set[str]:
    """Those of its own: where very many have their mailbox, it says nothing."""
    domains = {mailbox.rpartition("@")[2] for mailbox in whose.emails} - PUBLIC_DOMAINS
    return {domain for domain in domains if whose.crowded.get(f"@{domain}", 0) < OWN_DOMAIN}


def _is_mail_slip(one: str, other: str) -> bool:
    """One letter is another. Of two who are called the same, one has the address with another number."""
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    return "".join(filter(str.isdigit, one)) == "".join(filter(str.isdigit, other))


def _phones(one: Profile, other: Profile, name: NameFound) -> tuple[str, float]:
    if not one.phones or not other.phones:
        return "", 0.0
    if shared := one.phones & other.phones:
        return "same", weights.PHONE[0] - _crowd(one, shared)
    if name.agrees and any(_is_number_slip(a, b) for a in one.phones for b in other.phones):
        return "slip", weights.PHONE_SLIP
    return "differs", weights.PHONE[1] if one.is_person else weights.COMPANY_DIFFERS


def _is_number_slip(one: str, other: str) -> bool:
    return len(one) > 9 and len(other) > 9 and OSA.distance(one, other, score_cutoff=1) <= 1


def _crowd(whose: Profile, shared) -> float:
    """What an address or number says less because many have it."""
    fewest = min(whose.crowded.get(value, 2) for value in shared)
    return 0.0 if fewest < 3 else min(12.0, 2.0 * (fewest - 2))


def _births(one: Profile, other: Profile) -> tuple[str, float]:
    """The two dates that agree best. A slip of one digit is no other date; another generation is another person."""
    found = [_birth(a, b) for a in one.births for b in other.births]
    return max(found, key=lambda f: f[1], default=("", 0.0))


def _birth(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[str, float]:
    (year, month, day), (year2, month2, day2) = one, other
    same_day = (month, day) == (month2, day2)
    if not year or not year2:
        return ("birthday", weights.BIRTHDAY[0]) if same_day else ("differs", weights.BIRTHDAY[1])
    if one == other:
        return "same", weights.BIRTH[0]
    written, written2 = (f"{y:04}{m:02}{d:02}" for y, m, d in (one, other))
    if year == year2 and ((month, day) == (day2, month2) or OSA.distance(written[4:], written2[4:]) == 1):
        return "slip", weights.BIRTH_SLIP
    if (year, month) == (year2, month2):  # twins have the day in common, too
        return "slip", weights.BIRTH_SLIP
    if same_day and (abs(year - year2) < 10 and OSA.distance(written[:4], written2[:4]) == 1):
        return "slip", weights.BIRTH_SLIP
    if abs(year - year2) > weights.GENERATION and not same_day:
        return "generation", weights.OTHER_GENERATION
    return "differs", weights.BIRTH[1]


def _generations_differ(one: Profile, other: Profile) -> bool:
    """One of them is the younger or the elder: father and son."""
    return one.generation != other.generation
