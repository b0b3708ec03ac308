"""What is said to a customer, shown before anything is sent, and corrected where it stands."""

import pytest
from django.urls import reverse

from rapport.customers import naming
from rapport.customers.models import Customer, Salutation
from rapport.customers.testing import a_customer, an_organisation

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def jan(business):
    return a_customer("Jan Novák", given_name="Jan", family_name="Novák", form_gender="male", language="cs")


def address(customer, language="cs", occasion="letter"):
    return reverse("customers:wording", args=[customer.pk, language, occasion])


def letter(customer):
    return naming.salutation(Customer.objects.get(pk=customer.pk), occasion="letter")


def test_the_page_shows_what_is_said_on_each_occasion_in_each_language(client, ann, jan):
    client.force_login(ann)
    assert "How to address them" in client.get(jan.get_absolute_url()).content.decode()
    page = client.get(reverse("customers:panel", args=[jan.pk, "address"])).content.decode()
    for said in ("Vážený pane Nováku,", "Dobrý den, pane Nováku,", "Dear Mr Novák,", "Hello Mr Novák,", "Mr Jan Novák"):
        assert said in page


def test_a_correction_is_remembered_for_that_language_and_occasion_and_told_with_who(client, ann, jan):
    client.force_login(ann)
    assert 'value="Vážený pane Nováku,"' in client.get(address(jan)).content.decode()

    assert client.post(address(jan), {"text": "Vážený pane starosto,"}).status_code == 302
    assert letter(jan) == "Vážený pane starosto,"
    assert naming.salutation(Customer.objects.get(pk=jan.pk), "cs", occasion="email") == "Vážený pane Nováku,"
    assert naming.salutation(Customer.objects.get(pk=jan.pk), "en", occasion="letter") == "Dear Mr Novák,"

    entry = jan.entries.latest("id")
    assert (entry.kind, entry.by) == ("customer.edited", ann)
    assert "Vážený pane starosto," in client.get(reverse("customers:history", args=[jan.pk])).content.decode()


def test_a_correction_is_undone_and_ours_comes_back(client, ann, jan):
    client.force_login(ann)
    page = client.post(address(jan), {"text": "Vážený pane starosto,"}, follow=True).content.decode()
    undo = page[page.index(f"/customers/{jan.pk}/changes/") :].partition('"')[0]
    client.post(undo)
    assert letter(jan) == "Vážený pane Nováku,"

    client.post(address(jan), {"text": "Vážený pane starosto,"})
    client.post(address(jan), {"text": "Milý Jane,"})
    assert letter(jan) == "Milý Jane,"
    assert "Vážený pane Nováku," in client.get(address(jan)).content.decode()  # what would be said otherwise
    client.post(address(jan), {"text": " "})
    assert (letter(jan), Salutation.objects.count()) == ("Vážený pane Nováku,", 0)


def test_what_is_said_already_is_no_correction(client, ann, jan):
    client.force_login(ann)
    client.post(address(jan), {"text": "Vážený pane Nováku,"})
    assert not Salutation.objects.exists()


def test_in_its_place_the_line_and_the_greeting_above_are_drawn_again(client, ann, jan):
    client.force_login(ann)
    form = client.get(address(jan, occasion="email"), headers=PART).content.decode()
    assert "data-inline-form" in form
    parts = client.post(address(jan, occasion="email"), {"text": "Ahoj Honzo,"}, headers=PART).content.decode()
    assert 'id="wordings"' in parts
    assert 'id="hello"' in parts
    assert parts.count("Ahoj Honzo") >= 2


def test_the_name_on_the_envelope_is_corrected_too(client, ann, jan):
    client.force_login(ann)
    client.post(address(jan, occasion="envelope"), {"text": "Pan Honza Novák"})
    person = naming.addressee(Customer.objects.get(pk=jan.pk), "cs")
    assert naming.address.envelope_name(person, "cs") == "Pan Honza Novák"


@pytest.mark.parametrize(
    "who, language, occasion, status",
    [
        ("ann", "cs", "letter", 302),
        ("rita", "cs", "letter", 403),
        ("ann", "cs", "dream", 404),
        ("ann", "xx", "email", 404),
    ],
)
def test_who_can_correct_it_and_how(client, cast, jan, who, language, occasion, status):
    client.force_login(cast[who])
    assert client.post(address(jan, language, occasion), {"text": "Ahoj,"}).status_code == status


def test_too_long_a_greeting_is_asked_about(client, ann, jan):
    client.force_login(ann)
    assert client.post(address(jan), {"text": "a" * 201}).status_code == 422


def test_several_customers_are_greeted_in_the_language_of_the_first(jan):
    jana = a_customer("Jana Nová", given_name="Jana", family_name="Nová", form_gender="female", language="en")
    assert naming.salutation([jan, jana]) == "Vážená paní Nová, vážený pane Nováku,"
    assert naming.salutation([jana, jan], occasion="letter") == "Dear Ms Nová and Mr Novák,"
    assert naming.salutation([an_organisation("Linden"), jana], "en") == "Dear Ms Nová,"


def test_close_words_are_a_wish_of_their_own(client, ann, jan):
    assert jan.pronoun_level == "polite"
    client.force_login(ann)
    client.post(reverse("customers:fact", args=[jan.pk, "pronoun_level"]), {"pronoun_level": "familiar", "version": 1})
    jan.refresh_from_db()
    assert (jan.pronoun_level, jan.address_style) == ("familiar", "formal")
