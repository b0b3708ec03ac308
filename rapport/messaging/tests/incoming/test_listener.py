import pytest

from rapport.messaging.incoming.listener import AddressBook, keep
from rapport.messaging.incoming.testing import a_mail, a_mailbox, conversation_of, received
from rapport.messaging.models import Channel, RawMail
from rapport.messaging.outgoing.tokens import reply_token

pytestmark = pytest.mark.django_db


def test_a_house_without_any_account_takes_all_mail_into_one():
    key = AddressBook().channel_for("whoever@anywhere.example")

    channel = Channel.objects.get(pk=key)
    assert (channel.address, channel.is_default) == ("", True)
    assert AddressBook().channel_for("somebody.else@anywhere.example") == key


def test_once_there_are_accounts_only_their_addresses_are_ours():
    mailbox = a_mailbox("hello@linden.example")
    old = a_mailbox("old@linden.example", is_active=False)
    book = AddressBook()

    assert book.channel_for("Hello@LINDEN.example") == mailbox.pk
    assert book.channel_for("hello+spring@linden.example") == mailbox.pk
    assert book.channel_for(old.address) is None
    assert book.channel_for("nobody@linden.example") is None


def test_an_answer_to_our_reply_address_is_ours_only_with_our_signature():
    mailbox = a_mailbox()
    conversation = conversation_of(received(mailbox))
    book = AddressBook()

    token = reply_token(conversation.number)
    assert book.channel_for(f"reply+{token}@in.linden.example") == mailbox.pk
    assert book.channel_for(f"reply+{'a' * len(token)}@in.linden.example") is None


def test_a_mail_to_two_of_our_accounts_is_kept_for_each():
    one, other = a_mailbox(), a_mailbox("sales@linden.example", name="Sales")

    keep(a_mail(), "", {one.pk: [one.address], other.pk: [other.address]})

    assert set(RawMail.objects.values_list("channel", flat=True)) == {one.pk, other.pk}
    assert bytes(RawMail.objects.first().content).startswith(b"Return-Path: <>\r\n")
