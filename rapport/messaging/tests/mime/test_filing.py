"""From bytes to conversations: of all that strangers send, each mail is filed or shown to a person; none is lost."""

from collections import Counter

import pytest

from rapport.messaging.incoming import mails, reading
from rapport.messaging.incoming.testing import a_mailbox
from rapport.messaging.models import RawMail
from rapport.messaging.tests.mime.fuzzing import mutations, samples
from rapport.promises.testing import TUESDAY

pytestmark = pytest.mark.django_db


def test_sample_mails_and_spoilt_ones_all_arrive():
    states = take_in([*samples().values(), *mutations(60, seed=11)])
    assert states["filed"] >= 48 + 50
    assert states["filed"] + states["quarantined"] == 48 + 60


@pytest.mark.full
def test_ten_thousand_spoilt_mails_all_arrive():
    states = take_in(mutations(10_000, seed=12))
    assert states["filed"] + states["quarantined"] == 10_000


def take_in(raws):
    mailbox = a_mailbox()
    for raw in raws:
        mails.accept(raw, channel=mailbox, source="smtp", received_at=TUESDAY)
    while RawMail.objects.filter(state="waiting").exists():
        reading.read_waiting()
    rules = set(RawMail.objects.filter(state="quarantined").values_list("rule", "reason"))
    assert rules <= {("unreadable", "empty"), ("unreadable", "binary")}
    return Counter(RawMail.objects.values_list("state", flat=True))
