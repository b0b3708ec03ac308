"""From the cells of a row to what they say about one or two customers.

A row may be about a person, about an organisation, about an organisation with its contact person, or about a person
with their employer. Which it is shows in the columns: whoever keeps a *contact name* keeps organisations; whoever keeps
given and family names, or a name beside a company, keeps people.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from rapport.core import folding
from rapport.core.ids import uuid7
from rapport.core.names import clean, split_person_name
from rapport.core.tabular.columns import Columns, fold
from rapport.core.tabular.values import YES, as_typed, filled
from rapport.core.titles import COURTESIES, title_key
from rapport.customers.importing import ours, words
from rapport.customers.importing.details import Details
from rapport.customers.importing.reach import Reach
from rapport.customers.importing.seen import FirstLines
from rapport.customers.importing.subjects import Affiliated, BadRow, CleanRow, Subject, digest
from rapport.customers.naming import BETWEEN, NAME_FIELDS, keys

LONGEST = {"name": 300, "given_name": 150, "family_name": 150, "patronymic": 150, "nickname": 150}
PARTS = ("name", "given_name", "family_name", "patronymic", "nickname", "titles_after")
PERSON, ORGANISATION = "person", "organisation"


class Cleaner:
    """Cleans the rows of one file. Needs no database once it is made, so that it can work beside it."""

    def __init__(
        self, columns: Columns, *, reach: Reach, details: Details, sort_language: str, language: str, rule: str = ""
    ):
        self._columns = columns
        self._reach = reach
        self._details = details
        self._sort_language = sort_language
        self._language = language
        self._rule = rule  # of `rules.RULES`
        self._lines = FirstLines()
        self._companies: set[int] = set()
        self._keeps_people = columns.has("given_name", "family_name") or (
            columns.has("name") and columns.has("company")
        )
        self._first_names_in_name = columns.has("name") and columns.has("family_name") and not columns.has("given_name")
        self._parts = [part for part in PARTS if columns.has(part)]
        self._is_named = columns.has("name", "given_name", "family_name", "company", "contact_name")

    def clean(self, line: int, cells: list[str]) -> CleanRow:
        """What the row says. Raises `BadRow`."""
        names = self._names(cells)
        company, contact = self._get("company", cells), self._get("contact_name", cells)
        kind = self._kind(cells, names, company)
        code = as_typed(self._get("code", cells))
        uid = ours.uid(self._get("uid", cells), code)
        row = CleanRow(line, cells, [])
        if kind == ORGANISATION:
            organisation = self._subject(ORGANISATION, line, {"name": company or names["name"]})
            self._describe(organisation, cells)
            self._identify(organisation, code, uid)
            row.subjects.append(organisation)
            if contact:
                row.affiliation = self._add_contact(row, organisation, contact, cells)
        else:
            person = self._subject(PERSON, line, names, is_as_said=bool(uid))
            self._describe(person, cells)
            self._identify(person, code, uid)
            row.subjects.append(person)
            if "company" in self._columns:
                row.affiliation = self._add_employer(row, person, company, cells)
        return row

    def _get(self, field: str, cells: Sequence[str]) -> str:
        text = self._columns.first(field, cells) if field in self._columns else ""
        return clean(filled(text)) if text else ""

    def _names(self, cells: list[str]) -> dict[str, str]:
        names = {part: self._get(part, cells) for part in self._parts}
        if self._first_names_in_name and names["family_name"] and names["family_name"] not in names["name"]:
            names["given_name"], names["name"] = names["name"], ""
        if not names.get("name"):
            names["name"] = " ".join(
                filter(None, (names.get(part) for part in ("given_name", "patronymic", "family_name")))
            )
        return names

    def _kind(self, cells: list[str], names: dict[str, str], company: str) -> str:
        if said := self._get("kind", cells):
            found = words.KINDS.get(fold(said))
            if found is None and fold(self._heading("kind")).startswith("is"):
                found = ORGANISATION if fold(said) in YES else PERSON
            if found:
                return ORGANISATION if found == ORGANISATION and (company or names["name"]) else PERSON
        if self._get("contact_name", cells):
            return ORGANISATION if company or names["name"] else PERSON
        if company:
            return PERSON if names["name"] and self._keeps_people else ORGANISATION
        if names["name"] and not names.get("given_name") and words.looks_like_an_organisation(names["name"]):
            return ORGANISATION
        return PERSON

    def _heading(self, field: str) -> str:
        return self._columns.headings[self._columns.indexes(field)[0]]

    def _subject(self, kind: str, line: int, names: dict[str, str], *, is_as_said: bool = False) -> Subject:
        for part, longest in LONGEST.items():
            if len(names.get(part, "")) > longest:
                raise BadRow(_("The name is longer than %(longest)d characters.") % {"longest": longest})
        subject = Subject(kind, names["name"], line)
        subject.facts["name"] = names["name"]
        if kind == PERSON:
            subject.columns.update(_parts_of_name(names, self._language, is_as_said=is_as_said))
        return subject

    def _describe(self, subject: Subject, cells: list[str]) -> None:
        """Everything the row says beside names."""
        if subject.kind == PERSON:
            self._add_courtesies(subject, cells)
        self._details.add(subject, cells)
        subject.facts.update(subject.columns)
        self._reach.add(subject, cells)
        if not subject.name:
            self._name_by_contact_point(subject)
        self._add_keys(subject)

    def _add_courtesies(self, subject: Subject, cells: list[str]) -> None:
        """ "Mr" is a form of address, "Dr." a title."""
        before = self._get("titles_before", cells)
        titles = []
        for word in before.split():
            if courtesy := COURTESIES.get(title_key(word)):
                subject.columns["form_gender"] = courtesy[0]
                subject.columns["title_wish"] = courtesy[1]
            else:
                titles.append(word)
        if titles:
            subject.columns["titles_before"] = " ".join(titles)[:80]
        if said := self._get("form_gender", cells):
            subject.columns["form_gender"] = words.FORMS.get(fold(said), "unknown")

    def _name_by_contact_point(self, subject: Subject) -> None:
        """A list of mere addresses is taken, too; one nameless row among named ones is a mistake."""
        reachable = next((p.value for p in subject.points if p.kind in ("email", "phone") and p.value), "")
        if self._is_named or not reachable:
            raise BadRow(_("There is no name in this row."))
        subject.name = subject.facts["name"] = reachable

    def _add_keys(self, subject: Subject) -> None:
        names = {part: subject.columns.get(part, "") for part in NAME_FIELDS if part != "name"}
        found = keys(subject.name, **names, language=self._sort_language)
        subject.columns.update(
            search_key=found.search, sound_key=found.sound, sort_key=found.sort, key_version=found.version
        )
        subject.name_key = found.search.split(BETWEEN)[0]

    def _identify(self, subject: Subject, code: str, uid: str) -> None:
        """By what the rule says; without it by code, by e-mail address and name, by all that hardly ever changes."""
        if len(code) > 120:
            raise BadRow(_("The code is longer than %(longest)d characters.") % {"longest": 120})
        subject.code = code
        subject.uid = uid
        mail = next((point.parts[0] for point in subject.points if point.kind == "email" and point.value), "")
        if uid and self._rule != "new":
            subject.key = digest("uid", uid)
        elif self._rule not in ("", "code"):
            subject.key = self._key_by_rule(subject, mail)
        elif code:
            subject.key = digest("code", code)
        elif mail:
            subject.key = digest("mail", mail, subject.name_key)
            subject.mail_key = digest("mail", mail)
        if subject.key is None:
            subject.key = digest("print", subject.kind, subject.name_key, *_lasting(subject))
        earlier = self._lines.first(subject.key.int & 0xFFFFFFFFFFFFFFFF, subject.line)
        if earlier != subject.line:
            raise BadRow(
                _("Line %(line)d is about the same customer: it has the same code.") % {"line": earlier}
                if code and self._rule in ("", "code")
                else _("Line %(line)d is about the same customer.") % {"line": earlier}
            )

    def _key_by_rule(self, subject: Subject, mail: str) -> UUID | None:
        """None where the row has nothing that the rule asks for."""
        if self._rule == "new":
            return uuid7()
        if self._rule == "email":
            return digest("email", subject.kind, mail) if mail else None
        kind, part = ("phone", 0) if self._rule == "phone" else ("address", 1)
        said = next((p.parts[part] for p in subject.points if p.kind == kind and p.parts[part]), "")
        if self._rule == "phone":
            return digest("phone", subject.kind, said) if said else None
        return digest("name", subject.kind, subject.name_key, folding.search_key(said)) if said else None

    def _add_contact(self, row: CleanRow, organisation: Subject, name: str, cells: list[str]) -> Affiliated:
        """The contact person of an organisation. Another name is another person: the last one may still work there."""
        title = self._get("contact_title", cells) or self._get("job_title", cells)
        contact = self._subject(PERSON, row.line, {"name": name})
        contact.columns["language"] = organisation.columns.get("language", "")
        contact.facts.update(contact.columns, title=title)
        self._add_keys(contact)
        contact.key = digest("contact", str(organisation.key), contact.name_key)
        row.subjects.append(contact)
        return Affiliated(contact.key, organisation.key, title[:120], is_key=True)

    def _add_employer(self, row: CleanRow, person: Subject, name: str, cells: list[str]) -> Affiliated | None:
        """The organisation a person works in. Rows that name the same one mean the same one."""
        title = self._get("job_title", cells) or self._get("contact_title", cells)
        key = digest("company", folding.search_key(name)) if name else None
        person.facts.update(company=str(key or ""), title=title)
        if not key:
            return None
        if key.int & 0xFFFFFFFFFFFFFFFF not in self._companies:
            self._companies.add(key.int & 0xFFFFFFFFFFFFFFFF)
            company = self._subject(ORGANISATION, row.line, {"name": name})
            self._add_keys(company)
            company.key = key
            row.subjects.append(company)
        return Affiliated(person.key, key, title[:120], is_key=False)


@lru_cache(10_000)
def _titles(titles: tuple[str, ...]) -> str:
    return " ".join(titles)[:80]


def _parts_of_name(names: dict[str, str], language: str, *, is_as_said: bool) -> dict[str, str]:
    """The parts as the file has them; where it has only whole names, the parts that can be told without a guess."""
    if names.get("given_name") or names.get("family_name") or is_as_said:
        wanted = ("given_name", "family_name", "patronymic", "nickname", "titles_after")
        return {part: names[part][: LONGEST.get(part, 80)] for part in wanted if part in names}
    parts = split_person_name(names["name"], language)
    found = {
        "given_name": parts.given_name[:150],
        "family_name": parts.family_name[:150],
        "patronymic": parts.patronymic[:150],
    }
    if parts.prefix_titles:
        found["titles_before"] = _titles(parts.prefix_titles)
    if parts.suffix_titles:
        found["titles_after"] = _titles(parts.suffix_titles)
    return found


def _lasting(subject: Subject) -> Iterator[str]:
    """A phone; without one the address; and a birthday."""
    phone = next((p.parts[0] or p.value for p in subject.points if p.kind == "phone" and p.value), "")
    yield phone or next((p.value for p in subject.points if p.kind == "address" and p.value), "")
    yield next((p.value for p in subject.points if p.kind == "date" and p.slot == "date:birthday"), "")
