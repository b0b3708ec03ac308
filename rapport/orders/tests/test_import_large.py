"""Large files of orders: how quick they are, and that an import that is killed leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapport.core.testing.worker import database_url
from rapport.customers.models import ExternalCode
from rapport.customers.testing import a_customer
from rapport.orders.importing.running import import_orders
from rapport.orders.models import Order, Product
from rapport.orders.tests import northwind
from rapport.orders.tests.test_import_files import cora  # noqa: F401
from rapport.promises.models import Promise


def big_files(folder: Path, count: int) -> tuple[Path, Path]:
    orders, items = folder / "many.csv", folder / "many_items.csv"
    with orders.open("w") as file:
        file.write("order_id,customer_id,order_date,required_date,shipped_date\n")
        file.writelines(f"N{n},CORA,2025-{n % 12 + 1:02}-{n % 28 + 1:02},2026-01-31,2026-01-15\n" for n in range(count))
    with items.open("w") as file:
        file.write("order_id,product_id,quantity,unit_price,discount\n")
        file.writelines(f"N{n},P{(n + k) % 500},{k + 1},9.80000019,0.05\n" for n in range(count) for k in range(2))
    return orders, items


def test_six_thousand_rows_a_second(cora, tmp_path):  # noqa: F811
    orders, items = big_files(tmp_path, 8_000)
    started = time.process_time(), time.monotonic()
    import_orders(northwind.options(orders, items, None))
    seconds = time.monotonic() - started[1]
    assert 24_000 / seconds > 6_000 or time.process_time() - started[0] < 2.5  # the machine may be busy with others


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_leaves_nothing(tmp_path, business):
    customer = a_customer("Cora Lindqvist")
    ExternalCode.objects.create(customer=customer, source="import", code="CORA")
    orders, items = big_files(tmp_path, 5_000)
    code = (
        "import django; django.setup()\n"
        "from pathlib import Path\n"
        "from rapport.orders.tests import northwind\n"
        "from rapport.orders.importing.running import import_orders\n"
        "say = lambda done, doing: print(round(done, 2), flush=True)\n"
        f"import_orders(northwind.options(Path({str(orders)!r}), Path({str(items)!r}), None, progress=say))\n"
    )
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "rapport.config.settings_test", "DATABASE_URL": database_url()}
    process = subprocess.Popen([sys.executable, "-c", code], env=settings, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if float(line) >= 0.75:  # reading is done, SQL is writing
            break
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert not Order.objects.exists() and not Promise.objects.exists() and not Product.objects.exists()
    assert import_orders(northwind.options(orders, items, None)).created == 5_000
