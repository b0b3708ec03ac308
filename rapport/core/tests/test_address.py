import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.core.address import Addressee, House, Occasion, Register, envelope_name, reference, salutation
from rapport.core.tests.addressees import FRIENDLY, PARTS, giorgi, jan, jana, john, ramesh


@pytest.mark.parametrize(
    "person, language, greeting",
    [
        (john(form_gender="male"), "en", "Dear Mr Smith,"),
        (john(form_gender="male"), "en-GB", "Dear Mr Smith,"),
        (john(form_gender="male"), "en-US", "Dear Mr. Smith,"),
        (john(form_gender="female"), "en", "Dear Ms Smith,"),
        (john(form_gender="female", title_wish="Mrs"), "en", "Dear Mrs Smith,"),
        (john(form_gender="female", title_wish="Miss"), "en_US", "Dear Miss Smith,"),
        (john(form_gender="none", title_wish="Mx"), "en", "Dear Mx Smith,"),
        (john(), "en", "Dear John Smith,"),
        (john(form_gender="none"), "en", "Dear John Smith,"),
        (john(**FRIENDLY), "en", "Dear John,"),
        (john(style="first_name"), "en", "Dear John Smith,"),
        (Addressee(name="Suharto", given_name="Suharto"), "en", "Dear Suharto,"),
        (Addressee(name="Suharto", given_name="Suharto", form_gender="male"), "en", "Dear Suharto,"),
        (Addressee(name="Suharto", given_name="Suharto", **FRIENDLY), "en", "Dear Suharto,"),
        (john(form_gender="male", prefix_titles=("Dr",)), "en", "Dear Dr Smith,"),
        (john(prefix_titles=("Dr.",)), "en-US", "Dear Dr. Smith,"),
        (john(prefix_titles=("Prof.", "Dr.")), "en", "Dear Professor Smith,"),
        (john(suffix_titles=("Ph.D.",)), "en", "Dear Dr Smith,"),
        (john(form_gender="male", prefix_titles=("Ing.",)), "en", "Dear Mr Smith,"),
        (Addressee(name="Mrs. Mary Jones", family_name="Jones"), "en", "Dear Mrs Jones,"),
        (Addressee(name="John Smith", form_gender="male"), "en", "Dear John Smith,"),
        (Addressee(name="Gabriel García Márquez", **FRIENDLY), "en", "Dear Gabriel García Márquez,"),
        (ramesh(name="R. Ramesh", given_name="Ramesh", form_gender="male"), "en", "Dear Mr Ramesh,"),
        (Addressee(name="Ramesh", given_name="Ramesh", form_gender="male"), "en-IN", "Dear Mr Ramesh,"),
        (ramesh(name="Kumar R", given_name="Kumar", family_name="R", form_gender="male"), "en", "Dear Mr Kumar,"),
        (Addressee(), "en", "Hello,"),
        (Addressee(name="Linden GmbH", is_organisation=True), "en", "Hello,"),
    ],
)
def test_english(person, language, greeting):
    assert salutation(person, language) == greeting


@pytest.mark.parametrize(
    "person, occasion, greeting",
    [
        (giorgi(form_gender="male"), {}, "ბატონო გიორგი,"),
        (giorgi(name="ნინო ბერიძე", given_name="ნინო", form_gender="female"), {}, "ქალბატონო ნინო,"),
        (giorgi(form_gender="male"), {"occasion": "letter"}, "პატივცემულო ბატონო გიორგი,"),
        (giorgi(given_name="ნინო", form_gender="female"), {"occasion": "letter"}, "პატივცემულო ქალბატონო ნინო,"),
        (giorgi(), {}, "პატივცემულო გიორგი ბერიძე,"),
        (giorgi(form_gender="none"), {}, "პატივცემულო გიორგი ბერიძე,"),
        (giorgi(**FRIENDLY), {}, "ძვირფასო გიორგი,"),
        (giorgi(**FRIENDLY), {"occasion": "portal"}, "გიორგი,"),
        (giorgi(name="ქ-ნი ნინო ბერიძე", given_name="ნინო"), {}, "ქალბატონო ნინო,"),
        (Addressee(name="გიორგი ბერიძე", form_gender="male"), {}, "ბატონო გიორგი ბერიძე,"),
        (john(form_gender="male"), {}, "ბატონო John,"),
        (Addressee(form_gender="male"), {}, "გამარჯობა,"),
    ],
)
def test_georgian(person, occasion, greeting):
    assert salutation(person, "ka", **occasion) == greeting


@pytest.mark.parametrize(
    "person, occasion, greeting",
    [
        (jan(), {}, "Vážený pane Nováku,"),
        (jana(), {}, "Vážená paní Nováková,"),
        (jan(), {"occasion": "portal"}, "Dobrý den, pane Nováku,"),
        (jana(), {"occasion": "portal"}, "Dobrý den, paní Nováková,"),
        (jana(family_name="Novotná"), {}, "Vážená paní Novotná,"),
        (jana(family_name="Krejčí"), {}, "Vážená paní Krejčí,"),
        (jana(family_name="Smith"), {}, "Vážená paní Smith,"),
        (jan(prefix_titles=("Ing.",)), {}, "Vážený pane inženýre,"),
        (jana(prefix_titles=("MUDr.",)), {}, "Vážená paní doktorko,"),
        (jana(prefix_titles=("Ing.",), suffix_titles=("Ph.D.",)), {}, "Vážená paní doktorko,"),
        (jana(name="Ing. Jana Nováková, Ph.D."), {}, "Vážená paní doktorko,"),
        (jan(suffix_titles=("Ph. D.",)), {}, "Vážený pane doktore,"),
        (jan(prefix_titles=("prof.", "MUDr.")), {}, "Vážený pane profesore,"),
        (jana(prefix_titles=("doc.", "RNDr.")), {}, "Vážená paní docentko,"),
        (jan(prefix_titles=("Mgr.",)), {"occasion": "portal"}, "Dobrý den, pane magistře,"),
        (jan(prefix_titles=("Bc.",), suffix_titles=("DiS.", "MBA")), {}, "Vážený pane Nováku,"),
        (jan(prefix_titles=("Ing.",)), {"house": House(czech_titles="surname")}, "Vážený pane Nováku,"),
        (jan(form_gender="unknown"), {}, "Dobrý den,"),
        (jan(form_gender="unknown", prefix_titles=("Ing.",)), {}, "Dobrý den,"),
        (jan(form_gender="unknown"), {"occasion": "letter"}, "Vážená paní, vážený pane,"),
        (jan(form_gender="none"), {"occasion": "letter"}, "Dobrý den,"),
        (jan(**FRIENDLY), {}, "Milý Jane,"),
        (jana(**FRIENDLY), {}, "Milá Jano,"),
        (jan(given_name="Petr", **FRIENDLY), {"occasion": "portal"}, "Dobrý den, Petře,"),
        (jana(form_gender="unknown", **FRIENDLY), {}, "Dobrý den, Jano,"),
        (jan(form_gender="unknown", **FRIENDLY), {}, "Dobrý den,"),
        (jan(style="first_name"), {}, "Vážený pane Nováku,"),
        (jan(family_name="Adamec", vocative_family="Adamci"), {}, "Vážený pane Adamci,"),
        (jan(), {"house": House(unconfirmed_vocative="neutral")}, "Dobrý den,"),
        (jana(), {"house": House(unconfirmed_vocative="neutral")}, "Vážená paní Nováková,"),
        (jan(vocative_family="Nováku"), {"house": House(unconfirmed_vocative="neutral")}, "Vážený pane Nováku,"),
        (jan(vocative_given="Honzo", **FRIENDLY), {}, "Milý Honzo,"),
        (jan(given_name="", family_name=""), {}, "Vážený pane Jane Nováku,"),
        (jana(given_name="", family_name=""), {}, "Vážená paní Jana Nováková,"),
        (jan(name="გიორგი", given_name="გიორგი", family_name=""), {}, "Vážený pane გიორგი,"),
        (Addressee(form_gender="female"), {}, "Dobrý den,"),
    ],
)
def test_czech(person, occasion, greeting):
    assert salutation(person, "cs", **occasion) == greeting


@pytest.mark.parametrize(
    "person, occasion, greeting",
    [
        (ramesh(form_gender="male"), {}, "மதிப்பிற்குரிய திரு. ரமேஷ் அவர்களே,"),
        (ramesh(given_name="லட்சுமி", form_gender="female"), {}, "மதிப்பிற்குரிய திருமதி லட்சுமி அவர்களே,"),
        (ramesh(form_gender="male"), {"occasion": "portal"}, "வணக்கம் திரு. ரமேஷ்,"),
        (
            ramesh(given_name="லட்சுமி", form_gender="female", title_wish="selvi"),
            {},
            "மதிப்பிற்குரிய செல்வி லட்சுமி அவர்களே,",
        ),
        (ramesh(given_name="பிரியா"), {}, "மதிப்பிற்குரிய பிரியா அவர்களே,"),
        (ramesh(**FRIENDLY), {}, "அன்புள்ள ரமேஷ்,"),
        (Addressee(name="மு. கருணாநிதி", form_gender="male"), {}, "மதிப்பிற்குரிய திரு. கருணாநிதி அவர்களே,"),
        (Addressee(name="Kumar R"), {"occasion": "portal"}, "வணக்கம் Kumar,"),
        (Addressee(form_gender="male"), {}, "வணக்கம்,"),
    ],
)
def test_tamil(person, occasion, greeting):
    assert salutation(person, "ta", **occasion) == greeting


@pytest.mark.parametrize(
    "house, greeting",
    [
        ("en", "Hello John Smith,"),
        ("ka", "გამარჯობა John Smith,"),
        ("cs", "Dobrý den, John Smith,"),
        ("ta-IN", "வணக்கம் John Smith,"),
        ("de", "Hello John Smith,"),
    ],
)
def test_other_languages_take_the_greeting_of_the_house_and_the_name(house, greeting):
    assert salutation(john(form_gender="male"), "de", house=House(language=house)) == greeting
    assert salutation(Addressee(), "de", house=House(language="cs")) == "Dobrý den,"
    assert salutation(giorgi(**FRIENDLY), "", house=House(language="cs")) == "Dobrý den, გიორგი,"


def test_a_salutation_given_word_by_word_is_not_touched():
    verbatim = "  Ahoj {kamaráde}"
    person = jan(salutations={"cs": verbatim, "en": " "}, **FRIENDLY)
    assert salutation(person, "cs") == verbatim
    assert salutation(person, "cs-CZ") == verbatim
    assert salutation(person, "en") == "Dear Jan,"

    everywhere = jan(salutations={"cs": "Ahoj,", "ka": "ჯან!"}, use_in_all_languages="cs")
    assert (salutation(everywhere, "en"), salutation(everywhere, "ka")) == ("Ahoj,", "ჯან!")
    assert salutation(jan(salutations={"en-GB": "Dear Sir Jan,"}), "en") == "Dear Sir Jan,"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "test",
        "12345",
        "jan.novak",
        "jan@example.com",
        "info",
        "{{ name }}",
        "-",
        "௧௨",
        "Novak77",
        "🙂",
        "null",
        "<b>",
    ],
)
def test_who_has_no_usable_name_is_greeted_without_one(name):
    person = Addressee(name=name, given_name=name, form_gender="male", prefix_titles=("Mr",), **FRIENDLY)
    assert [salutation(person, language) for language in ("en", "ka", "cs", "ta", "fr")] == [
        *("Hello,", "გამარჯობა,", "Dobrý den,", "வணக்கம்,", "Hello,")
    ]


TITLES = [(), ("",), ("Ing.",), ("prof.", "Dr."), ("Mr",), ("Ph.D.", "CSc."), (None,)]


@given(
    st.builds(
        Addressee,
        name=st.sampled_from(PARTS) | st.text(max_size=12),
        given_name=st.sampled_from(PARTS),
        family_name=st.sampled_from(PARTS),
        prefix_titles=st.sampled_from(TITLES),
        suffix_titles=st.sampled_from(TITLES),
        language=st.sampled_from([None, "", "en", "ta", "cs", "zz"]),
        form_gender=st.sampled_from([None, "", "male", "female", "none", "unknown"]),
        title_wish=st.sampled_from(["", "Mrs", "Mx", "selvi"]),
        style=st.sampled_from(["formal", "first_name"]),
        first_name_permission=st.booleans(),
        salutations=st.sampled_from([None, {}, {"ka": ""}]),
        use_in_all_languages=st.sampled_from([None, "", "ka"]),
        is_organisation=st.booleans(),
    ),
    st.sampled_from([None, "", "en", "en-US", "en-IN", "ka", "cs", "ta", "de"]),
    st.fixed_dictionaries(
        {},
        optional={
            "occasion": st.sampled_from(Occasion),
            "register": st.sampled_from(Register),
            "house": st.builds(
                House,
                language=st.sampled_from(["en", "ka", "cs", "ta", ""]),
                czech_titles=st.sampled_from(["title_only", "surname"]),
                unconfirmed_vocative=st.sampled_from(["use", "neutral"]),
            ),
        },
    ),
)
def test_whatever_is_missing_the_greeting_is_whole(person, language, occasion):
    greeting = salutation(person, language, **occasion)
    assert greeting.endswith(",")
    assert greeting.strip(" ,")
    assert unicodedata.is_normalized("NFC", greeting)
    assert not set("{}") & set(greeting)
    assert not any(mistake in greeting for mistake in ("  ", ",,", ", ,", " ,", "None"))
    title_alone = ("Dear Mr,", "Dear Mr.,", "Dear Ms,", "Dear Dr,", "ბატონო,", "Vážený pane,", "Vážená paní,", "திரு.,")
    assert greeting not in title_alone
    assert reference(person, language, **occasion) == greeting[:-1]
    assert "  " not in envelope_name(person, language)


@pytest.mark.parametrize(
    "person, language, name",
    [
        (jana(prefix_titles=("Ing.",), suffix_titles=("Ph.D.",)), "cs", "Ing. Jana Nováková, Ph.D."),
        (jana(name="Ing. Jana Nováková, Ph.D."), "cs", "Ing. Jana Nováková, Ph.D."),
        (
            jana(name="Ing. Jana Nováková, Ph.D.", prefix_titles=("Ing.",), suffix_titles=("Ph.D.",)),
            "en",
            "Ing. Jana Nováková, Ph.D.",
        ),
        (jan(), "cs", "Jan Novák"),
        (john(form_gender="male"), "en", "Mr John Smith"),
        (john(form_gender="male"), "en-US", "Mr. John Smith"),
        (john(), "en", "John Smith"),
        (john(form_gender="male", prefix_titles=("Dr",)), "en", "Dr John Smith"),
        (giorgi(form_gender="male"), "ka", "ბატონი გიორგი ბერიძე"),
        (giorgi(), "ka", "გიორგი ბერიძე"),
        (ramesh(form_gender="male"), "ta", "திரு. R. ரமேஷ் அவர்களுக்கு"),
        (ramesh(), "ta", "R. ரமேஷ் அவர்களுக்கு"),
        (jan(envelopes={"cs": "Pan Honza"}), "cs", "Pan Honza"),
        (Addressee(name="Linden GmbH", is_organisation=True, form_gender="male"), "en", "Linden GmbH"),
        (Addressee(), "ta", ""),
    ],
)
def test_the_name_on_an_envelope(person, language, name):
    assert envelope_name(person, language) == name


def test_the_page_shows_the_form_without_its_comma():
    assert reference(giorgi(name="თამარ ბერიძე", given_name="თამარ", form_gender="female"), "ka") == "ქალბატონო თამარ"
    assert reference(jan(salutations={"cs": "Ahoj Honzo!"}), "cs") == "Ahoj Honzo!"


@pytest.mark.parametrize(
    "person, language, said",
    [
        (john(form_gender="male"), "en", "Hello Mr Smith,"),
        (john(**FRIENDLY), "en", "Hello John,"),
        (john(salutations={"en": "Dear Captain,"}), "en", "Dear Captain,"),
        (Addressee(), "en", "Hello,"),
        (jana(), "cs", "Dobrý den, paní Nováková,"),
        (giorgi(form_gender="male"), "ka", "ბატონო გიორგი,"),
        (ramesh(form_gender="male"), "ta", "வணக்கம் திரு. ரமேஷ்,"),
    ],
)
def test_on_the_telephone_nobody_says_dear(person, language, said):
    assert salutation(person, language, occasion="phone") == said
