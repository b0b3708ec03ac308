"""A whole import of orders undone: what it brought is gone, what it changed is as before, what people did stays."""

import pytest
from django.utils import timezone

from rapport.core.ids import uuid7
from rapport.core.models import Import, ImportFile, Work
from rapport.core.registry import import_kinds
from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.importing import undoing, undoing_products
from rapport.orders.models import (
    Order,
    OrderItem,
    OrderStep,
    Product,
    ProductCode,
    ProductImportChange,
    PurchaseSummary,
)
from rapport.orders.testing import an_order, told
from rapport.orders.tests.test_import_files import cora, take  # noqa: F401
from rapport.promises.models import Promise
from rapport.timeline.models import Entry

ORDERS = "number,customer,date,promised,shipped,note\n"
ITEMS = "order,product name,quantity,price\n"
FIRST = (
    ORDERS + "1,CORA,2026-05-04,2026-05-20,,\n2,CORA,2026-05-05,2030-06-01,,Gift\n",
    ITEMS + "1,Chair,2,10\n2,Bed,1,90\n",
)
SECOND = (
    ORDERS + "1,CORA,2026-05-04,2026-05-20,2026-05-09,Late\n2,CORA,2026-05-05,,,Gift\n3,CORA,2026-06-01,2030-06-09,,\n",
    ITEMS + "1,Chair,3,10\n1,Oil,1,5\n2,Bed,1,90\n3,Desk,1,50\n",
)


@pytest.fixture
def bring(take):  # noqa: F811
    """Import these files as somebody does in the browser; answers the import."""

    def run(orders: str, items: str | None = None, products: str | None = None) -> Import:
        made = Import.objects.create(
            pk=uuid7(), kind="orders", source="import", taken_in_at=timezone.now(), files_gone_at=timezone.now()
        )
        take(orders, items, products, import_id=made.pk, at=made.taken_in_at)
        return made

    return run


def everything() -> dict:
    """All orders with what hangs on them, and what each customer bought."""
    tables = (Order, OrderItem, OrderStep, Promise, PurchaseSummary)
    return {
        model: {row["id" if "id" in row else "customer_id"]: row for row in model.objects.values() if row.pop("at", 1)}
        for model in tables
    }


def undo(import_: Import, by=None) -> dict:
    foreseen = undoing.foresee(import_)
    done = import_kinds["orders"].undoing.undo(import_, by, lambda done, doing: None)
    assert foreseen | {"failed": 0} == done
    return done


def test_orders_that_an_import_brought_are_gone_with_all_that_hangs_on_them(bring, cora):  # noqa: F811
    before = everything()
    import_ = bring(*FIRST)
    assert undo(import_) == {"removed": 2, "restored": 0, "edited": 0, "used": 0, "failed": 0}

    after = everything()
    assert after[PurchaseSummary] and after.pop(PurchaseSummary).popitem()[1]["order_count"] == 0
    before.pop(PurchaseSummary)
    assert after == before
    assert not Entry.objects.filter(kind__startswith="order.").exists()
    bring(*FIRST)
    assert Order.objects.count() == 2


def test_orders_that_were_here_before_are_as_they_were(bring, cora, ann):  # noqa: F811
    bring(*FIRST)
    before = everything()
    import_ = bring(*SECOND)
    assert everything() != before

    assert undo(import_, ann) == {"removed": 1, "restored": 2, "edited": 0, "used": 0, "failed": 0}
    assert everything() == before
    told = Entry.objects.filter(kind="order.changed", by=ann)
    assert {entry.facts["number"] for entry in told} == {"1", "2"}
    assert "changed order" in told[0].sentence
    assert undoing.left(import_, ann) == []


def test_what_people_did_since_stays_and_is_named(bring, cora, ann):  # noqa: F811
    bring(*FIRST)
    import_ = bring(*SECOND)
    changed, brought = Order.objects.get(number="2"), Order.objects.get(number="3")
    for order in (changed, brought):
        actions.cancel(order, by=ann, reason="No room", told=told(timezone.now()), by_customer=True, at=timezone.now())

    assert undo(import_, ann) == {"removed": 0, "restored": 1, "edited": 1, "used": 1, "failed": 0}
    changed.refresh_from_db()
    assert (changed.outcome, Order.objects.filter(pk=brought.pk).exists()) == ("cancelled", True)
    assert {(row["name"], row["why"]) for row in undoing.left(import_, ann)} == {
        ("2", "Changed since by somebody here"),
        ("3", "Something belongs to it by now"),
    }


SOLD = (
    ORDERS + "1,CORA,2026-05-04,,,\n",
    "order,product,product name,quantity,price\n1,C-1,Chair,2,10\n1,B-1,Bed,1,90\n",
)
GOODS = "code,name,price,alternatives\n"


def goods() -> list:
    """All that is known of what is sold."""
    codes = sorted(ProductCode.objects.values_list("product", "source", "code"))
    return [*Product.objects.order_by("id").values(), *codes]


def test_products_that_an_import_brought_go_with_it(bring, cora):  # noqa: F811
    import_ = bring(*SOLD, GOODS + "C-1,Chair,10,S-1\nS-1,Stool,5,\n")
    assert Product.objects.count() == 3
    assert undo(import_) == {"removed": 4, "restored": 0, "edited": 0, "used": 0, "failed": 0}
    assert goods() == [] and not ProductImportChange.objects.exists()
    bring(*SOLD)
    assert Product.objects.count() == 2


def test_products_that_were_here_before_are_as_they_were(bring, cora):  # noqa: F811
    bring(*SOLD, GOODS + "C-1,Chair,10,B-1\nB-1,Bed,90,\n")
    before, instead = goods(), list(Product.objects.get(name="Chair").instead)
    import_ = bring(*SOLD, GOODS + "C-1,Oak chair,12,S-1\nS-1,Stool,5,\nB-1,Bed,90,\n")
    assert undo(import_) == {"removed": 1, "restored": 1, "edited": 0, "used": 0, "failed": 0}
    assert goods() == before
    assert Product.objects.get(name="Chair").instead == instead


def test_products_with_which_something_is_sold_by_now_stay_and_are_named(bring, cora, ann):  # noqa: F811
    bring(ORDERS, None, GOODS + "B-1,Bed,90,\n")
    import_ = bring(*SOLD, GOODS + "C-1,Chair,10,S-1\nS-1,Stool,5,\nB-1,Bed,80,\nD-1,Desk,70,\n")
    chair = Product.objects.get(name="Chair")
    an_order(Line("Chair", unit_price=10, product=chair), customer=cora, by=ann)
    Product.objects.filter(name__in=["Bed", "Desk"]).update(category="Wood")

    assert undo(import_, ann) == {"removed": 1, "restored": 0, "edited": 2, "used": 2, "failed": 0}
    assert sorted(Product.objects.values_list("name", flat=True)) == ["Bed", "Chair", "Desk", "Stool"]
    left = {(row["name"], row["why"]) for row in undoing.left(import_, ann)}
    changed, used = "Changed since by somebody here", "Something belongs to it by now"
    assert left == {("Bed", changed), ("Desk", changed), ("Chair", used), ("Stool", used)}


def test_a_product_that_the_undo_of_another_import_will_need_stays(bring, cora):  # noqa: F811
    first = bring(*SOLD)
    second = bring(SOLD[0], ITEMS + "1,Table,1,50\n")
    assert undo(first)["removed"] == 0
    undo(second)
    assert set(OrderItem.objects.values_list("product__name", flat=True)) == {"Chair", "Bed"}


def test_an_import_of_orders_is_undone_on_its_page(client, cast, bring, cora, run_jobs):  # noqa: F811
    import_ = bring(*FIRST)
    Work.objects.create(
        kind="import",
        subject_id=import_.pk,
        state=Work.State.DONE,
        result={"created": 2} | dict.fromkeys(("updated", "unchanged", "rejected"), 0),
    )
    ImportFile.objects.create(belongs_to=import_, part="file", name="orders.csv")
    client.force_login(cast["mark"])
    page = client.get(f"/settings/import/{import_.pk}/undo/").content.decode()
    assert "Products go the same way" in page and "Kept: in use by now" in page

    assert client.post(f"/settings/import/{import_.pk}/undo/").status_code == 302
    run_jobs()
    assert not Order.objects.exists()
    assert "This import was undone" in client.get(f"/settings/import/{import_.pk}/").content.decode()


def test_what_leads_to_an_order_or_a_product_without_a_name_is_counted_too(db):
    """So that a row of a slice above, whose key an order has no name for, keeps it from being removed."""
    assert "care_noticerecipient" in " ".join(undoing._hanging())
    assert "care_notice " in " ".join(undoing_products._hanging())
