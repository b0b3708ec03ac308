"""The examples of the page "Use the API", run as they stand."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from rapport.api.testing import a_program_of
from rapport.customers.models import Customer
from rapport.orders.models import Order
from rapport.promises.models import Promise

PAGE = Path(__file__).parents[3] / "docs" / "api.md"


@pytest.mark.django_db(transaction=True)
def test_the_examples_work(cast, business, live_server):
    script = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL))
    done = subprocess.run(
        ["sh", "-euc", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TOKEN": a_program_of(cast["ann"]).secret, "RAPPORT": live_server.url},
    )
    assert done.returncode == 0, done.stderr
    assert script.count("curl") >= 12
    names = set(Customer.objects.values_list("name", flat=True))
    assert names == {"თამარ ბერიძე", "Tamar B.", "Jan Novák", "சுப்ரமணியன்"}
    assert Promise.objects.get().state == Promise.State.KEPT
    assert Order.objects.get().outcome == Order.Outcome.DELIVERED
