"""What may be chosen where a condition asks for one of several: people, tags, cities, organisations, imports."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.facts import Offer
from rapport.core.ids import is_id
from rapport.customers.models import Address, Customer, Tag
from rapport.staff.models import User


def languages() -> list[tuple[str, str]]:
    from rapport.customers.forms.fields import LanguageField

    return [(code, formats.language_name(code)) for code, _label in LanguageField().languages()]


def people(user, text: str, limit: int) -> list[Offer]:
    found = User.objects.working_here()
    found = found.filter(Q(name__icontains=text) | Q(email__istartswith=text)) if text else found
    me = [Offer("me", str(_("me")))] if str(_("me")).startswith(text.lower()) else []
    return [*me, *(Offer(str(person.pk), str(person)) for person in found[:limit])]


def rows_of(model):
    def offers(user, text: str, limit: int) -> list[Offer]:
        return [Offer(str(row.pk), str(row)) for row in model.objects.filter(name__icontains=text)[:limit]]

    return offers


def named(model):
    """What rows are called, by their keys; "me" is whoever reads."""

    def labels(keys: Iterable[str]) -> Mapping[str, str]:
        known = [key for key in keys if is_id(key)]
        found = {str(row.pk): str(row) for row in model.objects.filter(pk__in=known)} if known else {}
        return found | ({"me": str(_("me"))} if "me" in keys else {})

    return labels


def tag_names(user, text: str, limit: int) -> list[Offer]:
    from rapport.customers.queries.lists import tags_in_sight

    found = tags_in_sight(user) if user else Tag.objects.values_list("name", flat=True)
    return [Offer(name, name) for name in found.filter(name__icontains=text)[:limit]]


def cities(user, text: str, limit: int) -> list[Offer]:
    """Of customers in sight; some of them, however many there are."""
    found = Address.objects.filter(Customer.objects.sight(user, "customer")) if user else Address.objects.all()
    found = found.filter(city__istartswith=text) if text else found.exclude(city="")
    names = found.order_by().values_list("city", flat=True)[:2_000]
    return [Offer(name, name) for name in sorted(set(names))[:limit]]


def organisations(user, text: str, limit: int) -> list[Offer]:
    from rapport.customers.queries.search import search

    found = Customer.objects.current().organisations()
    found = found.visible_to(user) if user else found
    if not text:
        return [Offer(str(customer.pk), customer.name) for customer in found.order_by("sort_key", "pk")[:limit]]
    return [Offer(str(match.customer.pk), match.customer.name) for match in search(found, text, limit=limit)]


def imports(user, text: str, limit: int) -> list[Offer]:
    from rapport.core.models import Import

    rows = Import.objects.filter(kind="customers").prefetch_related("files").order_by("-created_at")[:50]
    found = [Offer(str(row.pk), _import_name(row)) for row in rows]
    return [offer for offer in found if text.lower() in offer.label.lower()][:limit]


def import_names(keys: Iterable[str]) -> Mapping[str, str]:
    from rapport.core.models import Import

    rows = Import.objects.filter(pk__in=[key for key in keys if is_id(key)]).prefetch_related("files")
    return {str(row.pk): _import_name(row) for row in rows}


def _import_name(row) -> str:
    return " ".join([*(file.name for file in row.files.all()), formats.moment(row.created_at)])
