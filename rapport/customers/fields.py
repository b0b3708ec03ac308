"""What segments can ask of the hub's own tables, and lists can show of them."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core import countries
from rapport.core.facts import Field, Type, fields
from rapport.core.facts.columns import as_key, as_moment, as_row, as_text
from rapport.customers import asking, columns, offers, own_facts  # noqa: F401 - own fields register themselves
from rapport.customers.models import Address, Customer, Email, ImportantDate, Phone
from rapport.staff.models import Location, Team, User

WHO, WHERE, WISHES, DATES, HOUSE = (
    _("Who they are"),
    _("Where they are"),
    _("What they wish"),
    _("Days to remember"),
    _("In this house"),
)
TEXT = ("is", "any_of", "starts", "known", "unknown")
WORDS = ("is", "any_of", "contains", "starts", "known", "unknown")


def _yearly(kind: str) -> Field:
    return Field(
        kind,
        ImportantDate.Kind(kind).label,
        Type.YEARLY,
        ask=asking.yearly(kind),
        group=DATES,
        listing=columns.DATES,
        pick=lambda dates: dates.get(kind),
        served_by="date_in_the_year",
    )


def _of_customer(name: str, label, type: Type, ask, group, pick, **more) -> Field:
    return Field(name, label, type, ask=ask, group=group, listing=columns.CUSTOMERS, pick=pick, **more)


for _order, _field in enumerate(
    (
        _of_customer(
            "name",
            _("Name"),
            Type.TEXT,
            asking.name,
            WHO,
            lambda row: row.name,
            operators=("is", "any_of", "contains", "starts"),
            sort=("sort_key", "id"),
            sorted_by="customer_by_name",
            served_by="search_text_parts",
        ),
        _of_customer(
            "kind",
            _("Kind"),
            Type.CHOICE,
            lambda test: as_key("kind", test),
            WHO,
            lambda row: row.kind,
            operators=("is",),
            choices=lambda: Customer.Kind.choices,
        ),
        _of_customer(
            "language",
            _("Language"),
            Type.CHOICE,
            lambda test: as_key("language", test),
            WHO,
            lambda row: row.language,
            choices=offers.languages,
        ),
        Field(
            "email",
            _("E-mail"),
            Type.TEXT,
            asking.email,
            WHO,
            WORDS,
            listing=columns.EMAILS,
            pick=lambda row: row.address,
            served_by="search_text_parts",
        ),
        Field(
            "phone",
            _("Phone"),
            Type.TEXT,
            asking.phone,
            WHO,
            ("contains", "known", "unknown"),
            listing=columns.PHONES,
            pick=str,
            served_by="search_text_parts",
        ),
        Field(
            "employer",
            _("Works at"),
            Type.CUSTOMER,
            asking.works_at,
            WHO,
            offers=offers.organisations,
            named=offers.named(Customer),
            listing=columns.EMPLOYERS,
            pick=lambda row: row.organisation.name,
            served_by="customers_affiliation_organisation_id",
        ),
        _of_customer(
            "source",
            _("Source"),
            Type.TEXT,
            lambda test: as_text("source", test),
            WHO,
            lambda row: row.source,
        ),
        Field(
            "city",
            _("City"),
            Type.TEXT,
            asking.place("city"),
            WHERE,
            TEXT,
            offers=offers.cities,
            listing=columns.ADDRESSES,
            pick=lambda row: row.city,
            served_by="address_by_city",
        ),
        Field(
            "area",
            _("State or region"),
            Type.TEXT,
            asking.place("area"),
            WHERE,
            TEXT,
            listing=columns.ADDRESSES,
            pick=lambda row: row.area,
        ),
        Field(
            "country",
            _("Country"),
            Type.CHOICE,
            asking.place("country", is_key=True),
            WHERE,
            choices=countries.country_choices,
            listing=columns.ADDRESSES,
            pick=lambda row: row.country,
        ),
        Field(
            "postal_code",
            _("Postal code"),
            Type.TEXT,
            asking.place("postal_code"),
            WHERE,
            TEXT,
            listing=columns.ADDRESSES,
            pick=lambda row: row.postal_code,
        ),
        Field(
            "tag",
            _("Tag"),
            Type.CHOICES,
            asking.tag,
            WISHES,
            offers=offers.tag_names,
            listing=columns.TAGS,
            pick=list,
            served_by="customers_customer_tags_tag_id",
        ),
        Field(
            "preference",
            _("Any wish"),
            Type.TEXT,
            asking.preference(),
            WISHES,
            WORDS,
            listing=columns.PREFERENCES,
            pick=lambda wishes: ", ".join(wishes.values()),
        ),
        *(_yearly(kind) for kind in ("birthday", "name_day", "wedding", "anniversary", "customer_since")),
        _of_customer(
            "account_manager",
            _("Looked after by"),
            Type.PERSON,
            lambda test: as_row("account_manager", test),
            HOUSE,
            lambda row: row.account_manager,
            offers=offers.people,
            named=offers.named(User),
            served_by="customers_customer_account_manager_id",
        ),
        _of_customer(
            "team",
            _("Team"),
            Type.CHOICE,
            lambda test: as_row("team", test),
            HOUSE,
            lambda row: row.team,
            offers=offers.rows_of(Team),
            named=offers.named(Team),
        ),
        _of_customer(
            "location",
            _("Location"),
            Type.CHOICE,
            lambda test: as_row("location", test),
            HOUSE,
            lambda row: row.location,
            offers=offers.rows_of(Location),
            named=offers.named(Location),
        ),
        Field(
            "followed",
            _("Followed by me"),
            Type.YES_NO,
            asking.followed,
            HOUSE,
            served_by="follows_once",
        ),
        _of_customer(
            "added",
            pgettext_lazy("day of a customer", "Added"),
            Type.DATE,
            lambda test: as_moment("created_at", test),
            HOUSE,
            lambda row: row.created_at,
            sort=("-created_at", "-id"),
            sorted_by="customer_by_age",
            served_by="customer_by_age",
        ),
        _of_customer(
            "changed",
            pgettext_lazy("day of a customer", "Changed"),
            Type.DATE,
            lambda test: as_moment("updated_at", test),
            HOUSE,
            lambda row: row.updated_at,
            sort=("-updated_at", "-id"),
            sorted_by="customer_by_change",
            served_by="customer_by_change",
        ),
        _of_customer(
            "archived",
            _("Archived"),
            Type.YES_NO,
            asking.archived,
            HOUSE,
            lambda row: row.is_archived,
            served_by="customer_archived_by_name",
        ),
        Field(
            "code",
            pgettext_lazy("by which another system knows them", "Code"),
            Type.TEXT,
            asking.code,
            HOUSE,
            TEXT,
            listing=columns.CODES,
            pick=lambda codes: ", ".join(codes.values()),
            served_by="code_in_any_case",
        ),
        Field("code_system", _("Has a code of"), Type.TEXT, asking.code_system, HOUSE, ("is", "any_of")),
        Field(
            "import",
            _("Brought by the import"),
            Type.CHOICE,
            asking.brought_by,
            HOUSE,
            offers=offers.imports,
            named=offers.import_names,
            served_by="row_by_import",
        ),
        Field("has_email", _("Has an e-mail address"), Type.YES_NO, asking.has(Email.objects), WHO),
        Field("has_phone", _("Has a phone"), Type.YES_NO, asking.has(Phone.objects), WHO),
        Field("has_address", _("Has a postal address"), Type.YES_NO, asking.has(Address.objects), WHO),
    )
):
    fields.add(replace(_field, order=10 + _order))
