from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from rapport.core import audit
from rapport.core.audit.recording import ADDRESSES_KEPT_FOR, forget_addresses
from rapport.core.models import Deed


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_a_deed_says_who_what_and_from_where(client, cast, settings):
    client.force_login(cast["olga"])
    client.post("/settings/tokens/", {"name": "Webshop"}, headers={"X-Forwarded-For": "203.0.113.9"})
    deed = Deed.objects.get(kind="token.made")
    assert (deed.by, deed.facts["name"], deed.ip) == (cast["olga"].pk, "Webshop", "127.0.0.1")
    assert deed.session and deed.request_id and deed.session not in client.session.session_key


def test_what_was_done_is_never_rewritten_and_never_deleted(cast):
    deed = audit.record("token.made", by=cast["olga"], name="Webshop")
    assert refused(lambda: Deed.objects.filter(pk=deed.pk).update(by=None))
    assert refused(lambda: Deed.objects.filter(pk=deed.pk).update(facts={}))
    assert refused(lambda: Deed.objects.filter(pk=deed.pk).update(ip="203.0.113.9"))
    assert refused(lambda: Deed.objects.filter(pk=deed.pk).delete())


def test_addresses_are_forgotten_after_ninety_days_and_the_rest_stays(db):
    now = timezone.now()
    for days in (89, 91):
        Deed.objects.create(kind="token.made", at=now - timedelta(days), ip="203.0.113.9", facts={"name": "x"})
    assert timedelta(90) == ADDRESSES_KEPT_FOR
    assert forget_addresses(now) == 1
    assert list(Deed.objects.order_by("at").values_list("ip", flat=True)) == [None, "203.0.113.9"]


def test_only_known_kinds_are_recorded(db):
    with pytest.raises(LookupError):
        audit.record("something.new")
