from rapport.customers.models.contact import Address, Email, Handle, Phone
from rapport.customers.models.customer import Customer, ExternalCode, Follow, Salutation, Tag
from rapport.customers.models.facts import (
    Affiliation,
    CustomField,
    ImportantDate,
    PersonalNote,
    Preference,
    PreferenceTopic,
)

__all__ = [
    "Address",
    "Affiliation",
    "CustomField",
    "Customer",
    "Email",
    "ExternalCode",
    "Follow",
    "Handle",
    "ImportantDate",
    "PersonalNote",
    "Phone",
    "Preference",
    "PreferenceTopic",
    "Salutation",
    "Tag",
]
