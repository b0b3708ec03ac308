"""How a customer looks to programs. Names are those of the models; what `docs/api.md` shows."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, Field, SkipValidation, StringConstraints, model_validator

from rapport.core import emails, names
from rapport.core.api.schemas import In, Moment, text, words
from rapport.core.countries import is_country
from rapport.customers.models import Address, Customer, Handle, ImportantDate

MOST_ROWS = 50


def _email(address: str) -> str:
    try:
        return emails.parse(address).display
    except ValidationError as problem:
        raise ValueError(" ".join(problem.messages)) from problem


def _time_zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError(_("Not a time zone of the IANA list, such as Asia/Tbilisi."))
    return name


def _country(code: str) -> str:
    if code and not is_country(code):
        raise ValueError(_("Not a country of ISO 3166-1, such as GE."))
    return code


Language = Annotated[str, StringConstraints(max_length=12, pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]
Zone = Annotated[text(64), AfterValidator(_time_zone)]


class PointIn(In):
    """`preferred`: the one of its kind to use first."""

    label: text(60) = ""
    preferred: bool = False
    verified: bool = False
    note: text(200) = ""


class EmailIn(PointIn):
    address: Annotated[words(254), AfterValidator(_email)] = Field(examples=["cora@example.com"])


class PhoneIn(PointIn):
    """`number` as anyone writes it; read as in the customer's country."""

    number: Annotated[words(60), AfterValidator(names.clean)] = Field(examples=["+420 605 123 456"])


class AddressIn(PointIn):
    purpose: Address.Purpose = Address.Purpose.POSTAL
    lines: text(500) = ""
    city: text(120) = ""
    area: text(120) = ""
    postal_code: text(20) = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$"), AfterValidator(_country)] = ""
    as_written: text(600) = ""

    @model_validator(mode="after")
    def _says_something(self):
        if not (self.lines or self.city or self.postal_code or self.as_written):
            raise ValueError(_("An address needs a street, a city, a postal code or the words as written."))
        return self


class HandleIn(PointIn):
    network: Handle.Network = Handle.Network.WEB
    handle: words(300)


class DateIn(In):
    """A day to remember. The year may be unknown."""

    kind: ImportantDate.Kind = ImportantDate.Kind.BIRTHDAY
    label: text(80) = ""
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    year: int | None = Field(None, ge=1800, le=2200)
    may_greet: bool = True

    @model_validator(mode="after")
    def _exists(self):
        try:
            date(self.year or 2000, self.month, self.day)  # 2000 had a 29 February
        except ValueError as problem:
            raise ValueError(_("There is no such day.")) from problem
        return self


Code = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(names.clean)]
Source = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]
OwnValue = text(1000) | bool | int | float | None


class CustomerFacts(In):
    """Every fact may be left out. Rows (e-mails, phones …) are given as a whole: those that are missing go."""

    kind: Customer.Kind = Customer.Kind.PERSON
    given_name: text(150) = ""
    family_name: text(150) = ""
    patronymic: text(150) = ""
    titles_before: text(80) = ""
    titles_after: text(80) = ""
    nickname: text(150) = ""
    romanised_name: text(300) = ""
    pronunciation: text(200) = ""
    form_gender: Customer.Title = Customer.Title.UNKNOWN
    title_wish: text(20) = ""
    language: Language = Field("", description="BCP 47; empty: the business's", examples=["ka"])
    time_zone: Zone = Field("", description="IANA; empty: the business's", examples=["Asia/Tbilisi"])
    pronoun_level: Customer.Pronoun = Customer.Pronoun.POLITE
    address_style: Customer.Style = Field(
        Customer.Style.FORMAL, description="By first name only with a `first_name_permission`"
    )
    first_name_permission: Customer.Permission | None = Field(
        None, description="How they came to allow the first name; null when they did not"
    )
    salutation: text(200) = Field("", description="A greeting they asked for, used to the letter in their language")
    source: text(120) = ""
    how_met: text(4000) = ""
    preference_notes: text(4000) = ""
    account_manager: text(254) | None = Field(None, description="The id or the e-mail address of a colleague")
    team: text(120) | None = Field(None, description="The id or the name of the team that looks after them")
    emails: list[EmailIn] = Field([], max_length=MOST_ROWS)
    phones: list[PhoneIn] = Field([], max_length=MOST_ROWS)
    addresses: list[AddressIn] = Field([], max_length=MOST_ROWS)
    handles: list[HandleIn] = Field([], max_length=MOST_ROWS)
    dates: list[DateIn] = Field([], max_length=MOST_ROWS)
    tags: list[words(60)] = Field([], max_length=MOST_ROWS)
    codes: dict[Source, Code | None] = Field(
        {}, max_length=MOST_ROWS, description="By which code other systems know them; null takes one away"
    )
    custom: dict[str, OwnValue] = Field({}, max_length=200, description="Fields of your own by their key")


class CustomerIn(CustomerFacts):
    name: words(300) = Field(description="As they write it", examples=["თამარ ბერიძე"])


class CustomerPatch(CustomerFacts):
    """Only what is sent changes."""

    name: words(300) = ""


class BatchIn(In):
    """Each item as for a single customer, with at least one code: who has it is changed, otherwise added."""

    items: list[SkipValidation[CustomerIn]] = Field(min_length=1, max_length=1000)


class RowProblem(Schema):
    field: str
    message: str
    code: str


class BatchResult(Schema):
    index: int
    status: str = Field(description="created, updated, unchanged or rejected")
    id: UUID | None = None
    errors: list[RowProblem] = []


class BatchOut(Schema):
    results: list[BatchResult]


class ArchiveIn(In):
    reason: text(200) = ""


class PointOut(Schema):
    label: str
    preferred: bool
    verified: bool
    note: str


class EmailOut(PointOut):
    address: str


class PhoneOut(PointOut):
    number: str = Field(description="E.164 where it can be dialled, otherwise as typed")
    raw: str
    extension: str
    type: str


class AddressOut(PointOut):
    purpose: str
    lines: str
    city: str
    area: str
    postal_code: str
    country: str
    as_written: str


class HandleOut(PointOut):
    network: str
    handle: str


class DateOut(Schema):
    kind: str
    label: str
    month: int
    day: int
    year: int | None
    may_greet: bool


class CustomerOut(Schema):
    """A person or an organisation."""

    id: UUID
    kind: str
    name: str
    given_name: str
    family_name: str
    patronymic: str
    titles_before: str
    titles_after: str
    nickname: str
    romanised_name: str
    pronunciation: str
    form_gender: str
    title_wish: str
    language: str
    time_zone: str
    address_style: str
    pronoun_level: str
    first_name_permission: str | None
    salutation: str
    greeting: str = Field(description="How a letter to them begins, in their language")
    source: str
    how_met: str
    preference_notes: str
    account_manager: UUID | None
    team: UUID | None
    emails: list[EmailOut]
    phones: list[PhoneOut]
    addresses: list[AddressOut]
    handles: list[HandleOut]
    dates: list[DateOut]
    tags: list[str]
    codes: dict[str, str]
    custom: dict[str, Any]
    archived: bool
    created_at: Moment
    updated_at: Moment
