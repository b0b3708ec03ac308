from rapport.customers.models.arrangement import Arrangement
from rapport.customers.models.attached import ExternalCode, Follow, Salutation, Tag
from rapport.customers.models.choice import Choice
from rapport.customers.models.contact import Address, Email, Handle, Phone
from rapport.customers.models.customer import Customer
from rapport.customers.models.duplicates import DuplicateAcceptance, DuplicatePair, DuplicateSearch, NotDuplicates
from rapport.customers.models.facts import (
    Affiliation,
    CustomField,
    ImportantDate,
    PersonalNote,
    Preference,
    PreferenceTopic,
)
from rapport.customers.models.imported import ImportChange, ImportedRow
from rapport.customers.models.merges import Merge, MergeMove
from rapport.customers.models.rights import (
    ErasedFile,
    Erasure,
    LegalHold,
    PersonalExport,
    Restriction,
    RetentionRule,
    RetentionRun,
)
from rapport.customers.models.ties import Tie, TieSide
from rapport.customers.models.words import NameWord, SearchText

__all__ = [
    "Arrangement",
    "Tie",
    "TieSide",
    "RetentionRun",
    "RetentionRule",
    "Restriction",
    "PersonalExport",
    "LegalHold",
    "Erasure",
    "ErasedFile",
    "Address",
    "Choice",
    "Affiliation",
    "CustomField",
    "Customer",
    "DuplicateAcceptance",
    "DuplicatePair",
    "DuplicateSearch",
    "Email",
    "ExternalCode",
    "Follow",
    "Handle",
    "ImportChange",
    "ImportedRow",
    "ImportantDate",
    "Merge",
    "MergeMove",
    "NameWord",
    "NotDuplicates",
    "PersonalNote",
    "Phone",
    "Preference",
    "PreferenceTopic",
    "Salutation",
    "SearchText",
    "Tag",
]
