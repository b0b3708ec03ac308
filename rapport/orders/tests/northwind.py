"""The orders of Northwind (real, untidy business data) and the customers that they belong to."""

import argparse
import csv
from pathlib import Path

from rapport.core.tabular.results import silent
from rapport.customers.models import Customer, ExternalCode

DATA = Path(__file__).parents[2] / "core" / "tests" / "data" / "northwind"


def customers(source: str = "import") -> dict[str, Customer]:
    """The companies under their codes, as the import of customers leaves them."""
    with (DATA / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["customer_id"]: Customer(kind=Customer.Kind.ORGANISATION, name=row["company_name"]) for row in rows}
    Customer.objects.bulk_create(found.values())
    ExternalCode.objects.bulk_create(
        ExternalCode(customer=customer, source=source, code=code) for code, customer in found.items()
    )
    return found


def options(
    file: Path = DATA / "orders.csv",
    items: Path | None = DATA / "order_details.csv",
    products: Path | None = DATA / "products.csv",
    **more,
) -> argparse.Namespace:
    common = {
        "map": {}, "source": "import", "encoding": None, "delimiter": None, "sheet": None, "dry_run": False,
        "language": None, "country": None, "json": False, "currency": "", "progress": silent,
    }  # fmt: skip
    return argparse.Namespace(**common | {"file": file, "items": items, "products": products} | more)
