"""Pinning and unpinning undo each other."""

import pytest

from rapport.timeline import actions
from rapport.timeline.models import Pin


def undo_of(page: str) -> str:
    return page.split('id="toasts"')[1].split('action="')[-1].split('"')[0]


@pytest.mark.parametrize("first, left", [({}, 0), ({"off": "1"}, 1)])
def test_pinning_is_undone_from_its_toast(client, ann, cora, business, first, left):
    entry = actions.note(cora, "Allergic to nuts", by=ann)
    client.force_login(ann)
    if first:
        client.post(f"/entries/{entry.pk}/pin/")
        client.get(cora.get_absolute_url())

    page = client.post(f"/entries/{entry.pk}/pin/", first, follow=True).content.decode()
    client.post(undo_of(page))

    assert Pin.objects.count() == left
