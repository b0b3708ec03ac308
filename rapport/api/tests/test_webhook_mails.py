import pytest
from django.utils import timezone

from rapport.api.webhooks import actions, mails
from rapport.api.webhooks.models import Endpoint
from rapport.api.webhooks.testing import an_endpoint


@pytest.mark.parametrize(("maker_is_here", "told"), [(True, "mark"), (False, "olga")])
def test_its_maker_is_told_or_the_owners_when_that_one_has_left(cast, business, mailoutbox, maker_is_here, told):
    endpoint = an_endpoint("https://shop.example/", cast["mark"])
    mails.tell_of_giving_up(str(endpoint.pk))
    assert not mailoutbox
    cast["mark"].is_active = maker_is_here
    cast["mark"].save()
    actions.give_up(endpoint, Endpoint.Off.GONE, at=timezone.now())
    mails.tell_of_giving_up(str(endpoint.pk))
    assert [mail.to for mail in mailoutbox] == [[cast[told].email]]
    assert "gone for good" in mailoutbox[0].body and endpoint.get_absolute_url() in mailoutbox[0].body
