"""Several people in one greeting; other registers and occasions; languages that a house adds."""

import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from rapport.core.address import Addressee, House, Occasion, Register, salutation
from rapport.core.address.forms import FORMS, Manner, add
from rapport.core.tests.addressees import (
    FRIENDLY,
    MAN,
    PARTS,
    WOMAN,
    giorgi,
    jan,
    jana,
    john,
    lakshmi,
    mary,
    nino,
    ramesh,
)


@pytest.mark.parametrize(
    "people, language, options, greeting",
    [
        ([mary(**WOMAN), john(**MAN)], "en", {}, "Dear Ms Brown and Mr Smith,"),
        ([mary(**WOMAN), john(**MAN)], "en", {"occasion": "phone"}, "Hello Ms Brown and Mr Smith,"),
        ([mary(), john(**MAN), john(prefix_titles=("Dr",))], "en", {}, "Dear Mary Brown, Mr Smith and Dr Smith,"),
        ([mary(**FRIENDLY), john(**FRIENDLY)], "en", {}, "Dear Mary and John,"),
        ([mary(**FRIENDLY), john(**MAN)], "en", {}, "Dear Mary Brown and Mr Smith,"),
        ([jan(), jana()], "cs", {}, "Vážená paní Nováková, vážený pane Nováku,"),
        ([jan(), jana()], "cs", {"occasion": "phone"}, "Dobrý den, paní Nováková, pane Nováku,"),
        ([jan(**FRIENDLY), jana(**FRIENDLY)], "cs", {}, "Milá Jano, milý Jane,"),
        ([jan(prefix_titles=("Ing.",)), jana()], "cs", {}, "Vážená paní Nováková, vážený pane inženýre,"),
        ([jan(), jana(form_gender="unknown")], "cs", {}, "Dobrý den,"),
        ([giorgi(**MAN), nino(**WOMAN)], "ka", {}, "ბატონო გიორგი და ქალბატონო ნინო,"),
        ([nino(**WOMAN), giorgi(**MAN)], "ka", {"occasion": "letter"}, "პატივცემულო ქალბატონო ნინო და ბატონო გიორგი,"),
        ([giorgi(), nino(**WOMAN)], "ka", {}, "პატივცემულო გიორგი ბერიძე და ქალბატონო ნინო,"),
        ([giorgi(**FRIENDLY), nino(**FRIENDLY)], "ka", {}, "ძვირფასო გიორგი და ნინო,"),
        ([ramesh(**MAN), lakshmi(**WOMAN)], "ta", {}, "மதிப்பிற்குரிய திரு. ரமேஷ் மற்றும் திருமதி லட்சுமி அவர்களே,"),
        ([ramesh(**FRIENDLY), lakshmi(**FRIENDLY)], "ta", {}, "அன்புள்ள ரமேஷ் மற்றும் லட்சுமி,"),
        ([john(**MAN), mary()], "de", {}, "Hello John Smith, Mary Brown,"),
        ([john(**MAN), mary()], "de", {"house": House(language="cs")}, "Dobrý den, John Smith, Mary Brown,"),
        ([mary(**WOMAN), Addressee(name="Linden GmbH", is_organisation=True)], "en", {}, "Dear Ms Brown,"),
        ([Addressee(name="Linden GmbH", is_organisation=True)] * 2, "en", {}, "Hello,"),
        ([mary(**WOMAN), Addressee(name="info@linden.example")], "en", {}, "Hello,"),
        ([mary(salutations={"en": "Ahoy, Captain!"}), john(**MAN)], "en", {}, "Ahoy, Captain! Dear Mr Smith,"),
        ([], "cs", {}, "Dobrý den,"),
    ],
)
def test_several_people_are_greeted_together(people, language, options, greeting):
    assert salutation(people, language, **options) == greeting


@pytest.mark.parametrize(
    "person, language, register, greeting",
    [
        (giorgi(**MAN), "ka", "official", "ბატონო ბერიძე,"),
        (jan(prefix_titles=("Ing.",)), "cs", "official", "Vážený pane Nováku,"),
        (jan(**FRIENDLY), "cs", "formal", "Vážený pane Nováku,"),
        (john(**FRIENDLY, **MAN), "en", "formal", "Dear Mr Smith,"),
    ],
)
def test_a_register_beyond_what_they_permitted(person, language, register, greeting):
    assert salutation(person, language, register=register) == greeting


def test_words_for_one_occasion_go_before_those_for_all():
    person = jan(
        salutations={"cs": "Ahoj,"}, wordings={("cs", "letter"): "Vážený příteli,", ("en", "phone"): "Hi Jan,"}
    )
    said = [salutation(person, "cs", occasion=occasion) for occasion in ("letter", "email")]
    assert said == ["Vážený příteli,", "Ahoj,"]
    assert salutation(person, "en", occasion="phone") == "Hi Jan,"
    assert salutation(person, "en-GB", occasion="phone") == "Hi Jan,"
    assert salutation(person, "en", occasion="portal") == "Dear Mr Novák,"


@pytest.mark.parametrize("language", [*FORMS, "de", ""])
@given(
    st.lists(
        st.builds(
            Addressee,
            name=st.sampled_from(PARTS),
            given_name=st.sampled_from(PARTS),
            family_name=st.sampled_from(PARTS),
            form_gender=st.sampled_from(["male", "female", "none", "unknown"]),
            style=st.sampled_from(["formal", "first_name"]),
            first_name_permission=st.booleans(),
            is_organisation=st.booleans(),
        ),
        max_size=3,
    ),
    st.sampled_from(Occasion),
    st.sampled_from(Register),
)
@trying(max_examples=40)
def test_whoever_they_are_the_greeting_of_several_is_whole(language, people, occasion, register):
    greeting = salutation(people, language, occasion=occasion, register=register)
    assert greeting.endswith(",")
    assert greeting.strip(" ,")
    assert unicodedata.is_normalized("NFC", greeting)
    assert not set("{}") & set(greeting)
    assert not any(mistake in greeting for mistake in ("  ", ",,", ", ,", " ,", "None"))


def test_another_language_is_the_one_file_that_the_documents_show():
    page = Path(settings.BASE, "docs", "forms-of-address.md").read_text("utf-8")
    anna = Addressee(name="Anna Braun", given_name="Anna", family_name="Braun", **WOMAN)
    try:
        exec(page.partition("```python\n")[2].partition("```")[0], {})  # noqa: S102 - our own page
        assert salutation(anna, "de") == "Sehr geehrte Frau Braun,"
        assert salutation([anna, john(**MAN)], "de-AT") == "Sehr geehrte Frau Braun, sehr geehrter Herr Smith,"
        assert salutation(Addressee(), "de") == "Guten Tag,"
    finally:
        FORMS.pop("de", None)


def test_every_language_says_all_it_has_to_by_one_file():
    for code, forms in FORMS.items():
        assert forms.greeting
        assert forms.one(Addressee(), Manner(tag=code)).strip(" ,")
        assert forms.several([mary(), john()], Manner(tag=code))
    with pytest.raises(ValueError, match="has forms already"):
        add(FORMS["en"])
