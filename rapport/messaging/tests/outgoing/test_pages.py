"""Pages about what may be sent: the list of what did not go out, how somebody may be written to, unsubscribing."""

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.registry import today
from rapport.core.testing.questions import questions
from rapport.messaging.models import Budget, Consent, ContactHold, Message, Preference
from rapport.messaging.outgoing import consents, holds, suppressing, tokens
from rapport.messaging.outgoing.actions import send
from rapport.staff.models import Business

pytestmark = pytest.mark.django_db
WORDS = {"wording": "I want your news.", "version": "2026-1", "language": "en", "how": "form", "proof": "/news/"}
State = Message.State


def test_what_was_held_back_is_listed_with_its_reason(client, cast, mailbox, cora):
    client.force_login(cast["mark"])
    send(cora, "News for you", purpose="marketing", subject="News")
    for_one = questions(client, reverse("messaging:held_back"))
    for _number in range(2):
        send(cora, "News for you", purpose="marketing", subject="News")

    assert questions(client, reverse("messaging:held_back")) == for_one
    page = client.get(reverse("messaging:held_back")).content.decode()
    assert page.count("They have not agreed to be written to for this purpose.") == 3
    assert "Send it all the same" not in page
    assert client.get(reverse("messaging:held_back"), {"show": "unclear"}).content.decode().count("data-row") == 0


@pytest.mark.parametrize("who, because, status, state", [
    ("mark", "They asked for it", 302, State.QUEUED),
    ("mark", "", 422, State.REFUSED),
    ("ann", "They asked for it", 403, State.REFUSED),
])  # fmt: skip
def test_who_may_send_it_all_the_same(client, cast, mailbox, cora, who, because, status, state):
    holds.hold(cora, because="mourning")
    message = send(cora, "Our condolences.", purpose="personal")
    client.force_login(cast[who])

    response = client.post(reverse("messaging:overriding", args=[message.pk]), {"because": because})

    message.refresh_from_db()
    assert (response.status_code, message.state) == (status, state)


def test_a_person_settles_what_may_have_been_sent(client, ann, mailbox, cora):
    sent, again = (send(cora, "Hello", by=ann) for _number in range(2))
    Message.objects.filter(pk__in=[sent.pk, again.pk]).update(state=State.UNCERTAIN, reason="interrupted")
    client.force_login(ann)

    client.post(reverse("messaging:confirmation", args=[sent.pk]))
    client.post(reverse("messaging:sending_again", args=[again.pk]))

    sent.refresh_from_db(), again.refresh_from_db()
    assert (sent.state, again.state) == (State.SENT, State.QUEUED)
    assert cora.entries.filter(kind="message.sent").count() == 1
    assert client.post(reverse("messaging:sending_again", args=[sent.pk])).status_code == 409


def test_whom_somebody_may_not_see_has_no_such_pages(client, cast, mailbox, cora):
    Business.objects.update(sees_by_team=True)
    cora.team = cast["ann"].teams.create(name="Hers")
    cora.save()
    message = send(cora, "Hello")
    client.force_login(cast["bob"])

    assert client.get(reverse("messaging:reaching", args=[cora.pk])).status_code == 404
    assert client.post(reverse("messaging:sending_again", args=[message.pk])).status_code == 404
    assert "Cora" not in client.get(reverse("messaging:held_back")).content.decode()


def test_how_somebody_likes_to_be_reached_is_noted_and_told(client, ann, cora):
    client.force_login(ann)
    address = reverse("messaging:reaching", args=[cora.pk])
    said = {"first": "phone", "second": "email", "never": ["sms"], "quiet_from": "20:00", "quiet_until": "09:00"}

    assert client.post(address, said | {"never": ["phone"]}).status_code == 422
    assert client.post(address, said).status_code == 302

    wish = Preference.objects.get(customer=cora)
    assert (wish.kinds, wish.never, wish.quiet_from.hour) == (["phone", "email"], ["sms"], 20)
    assert cora.entries.get(kind="contact.wished").by == ann
    assert client.get(address).status_code == 200


def test_a_consent_is_noted_with_words_and_proof_and_taken_back(client, ann, cora):
    client.force_login(ann)
    said = WORDS | {"purpose": "marketing", "at": "2026-01-05"}
    address = reverse("messaging:consent_new", args=[cora.pk])
    assert client.post(address, said | {"wording": ""}).status_code == 422
    client.post(address, said)

    consent = Consent.objects.get()
    page = client.get(reverse("messaging:consent", args=[cora.pk, consent.pk])).content.decode()
    assert "I want your news." in page and "/news/" in page

    client.post(reverse("messaging:withdrawal", args=[cora.pk, "marketing"]), {"how": "phone", "note": "Too many"})
    consent.refresh_from_db()
    assert (consent.withdrawn_how, consent.withdrawn_note) == ("phone", "Too many")


def test_a_hold_is_placed_shown_and_freed(client, ann, cora):
    client.force_login(ann)
    said = {"because": "mourning", "purposes": ["marketing"], "note": "Her mother"}
    client.post(reverse("messaging:hold_new", args=[cora.pk]), said)

    placed = ContactHold.objects.get()
    panel = reverse("customers:panel", args=[cora.pk, "reaching"])
    shown = client.get(panel).content.decode()
    assert "Mourning" in shown and "Her mother" in shown

    client.post(reverse("messaging:freeing", args=[cora.pk, placed.pk]))
    placed.refresh_from_db()
    assert placed.lifted_by == ann
    assert "Mourning" not in client.get(panel).content.decode()


def test_a_budget_is_set_under_settings(client, cast):
    client.force_login(cast["olga"])
    said = {"name": "Two a week", "most": 2, "days": 7, "exempt": ["service"], "is_active": "on"}
    assert client.post(reverse("messaging:budgets_new"), said | {"days": 0}).status_code == 422
    client.post(reverse("messaging:budgets_new"), said)

    assert Budget.objects.get().exempt == ["service"]
    assert "At most 2 in 7 days" in client.get(reverse("messaging:budgets")).content.decode()


def test_one_click_unsubscribes_without_signing_in(client, cast, mailbox, cora):
    consents.give(cora, "marketing", **WORDS)
    message = send(cora, "News!", purpose="marketing")
    address = reverse("messaging:unsubscribing", args=[tokens.message_token(message.pk)])

    assert b"<form" in client.get(address).content
    assert consents.standing(cora, "marketing") is consents.Standing.GIVEN

    for _number in range(2):
        program = Client(enforce_csrf_checks=True)  # a mail program: without cookies, from no page of ours
        assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert consents.standing(cora, "marketing") is consents.Standing.WITHDRAWN
    assert suppressing.is_suppressed("email", "cora@example.com", "marketing")
    assert not suppressing.is_suppressed("email", "cora@example.com")
    assert client.post(reverse("messaging:unsubscribing", args=["a" * 42])).status_code == 404


def test_today_shows_whoever_wrote_it_what_may_have_been_sent(ann, mailbox, cora, django_assert_num_queries):
    message = send(cora, "Hello", by=ann)
    Message.objects.update(state=State.UNCERTAIN, reason="interrupted")

    with django_assert_num_queries(2):  # one of the business, once in a request
        [item] = today["not_gone_out"].query(ann, message.at)
    assert (item.customer, item.about) == (cora, "Rapport was interrupted while it was sent. It may have been sent.")
