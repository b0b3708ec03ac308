"""What the house refuses to send, in the four languages."""

import pytest

from rapport.care.complaints import lint

EXCUSES = {
    "en": "The table was late, but the courier lost it.",
    "cs": "Stůl přišel pozdě, ale chyba byla u dopravce.",
    "ka": "მაგიდა დაგვიანდა, მაგრამ კურიერმა დაკარგა.",
    "ta": "மேசை தாமதமாக வந்தது, ஆனால் கூரியர் அதை இழந்தது.",
}
HONEST = {
    "en": "We are sorry that your table arrived scratched. You get a new top on Friday.",
    "cs": "Omlouváme se, že stůl přišel poškrábaný. V pátek dostanete novou desku.",
    "ka": "ბოდიშს გიხდით, რომ მაგიდა დაკაწრული მოვიდა. პარასკევს ახალ ზედაპირს მიიღებთ.",
    "ta": "மேசை கீறலுடன் வந்ததற்கு வருந்துகிறோம். வெள்ளிக்கிழமை புதிய பலகை கிடைக்கும்.",
}
CONDITIONAL = {
    "en": "We are sorry if you felt treated badly.",
    "cs": "Omlouváme se, pokud jste byli nespokojeni.",
    "ka": "ბოდიშს გიხდით, თუ უკმაყოფილო დარჩით.",
    "ta": "உங்களுக்கு சிரமம் ஏற்பட்டிருந்தால் வருந்துகிறோம்.",
}
BOUGHT = {
    "en": "You get a voucher if you remove your review.",
    "cs": "Poukaz dostanete, když smažete svou recenzi.",
    "ka": "ვაუჩერს მიიღებთ, თუ წაშლით თქვენს შეფასებას.",
    "ta": "உங்கள் விமர்சனத்தை நீக்கினால் பரிசு கிடைக்கும்.",
}


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("language", EXCUSES)
def test_a_restatement_holds_no_excuse_of_ours(language):
    assert codes(lint.restatement(EXCUSES[language], "", "A new top", language)) == ["excuse"]
    assert lint.restatement(HONEST[language], "", "A new top", language) == []


def test_a_restatement_names_what_they_asked_for():
    assert codes(lint.restatement("It came late.", "You waited.", " ", "en")) == ["no_remedy"]


@pytest.mark.parametrize("language", HONEST)
def test_an_answer_apologises_without_a_condition(language):
    assert lint.answer(HONEST[language], language) == []
    assert codes(lint.answer(CONDITIONAL[language], language)) == ["conditional_apology"]


@pytest.mark.parametrize("language", EXCUSES)
def test_an_excuse_before_the_apology_is_named(language):
    findings = lint.answer(f"{EXCUSES[language]} {HONEST[language]}", language)
    assert codes(findings) == ["excuse"]
    assert lint.answer(f"{HONEST[language]} {EXCUSES[language]}", language) == []  # afterwards one may explain


@pytest.mark.parametrize("language", BOUGHT)
def test_nothing_is_given_for_silence_or_a_good_rating(language):
    assert codes(lint.gift(BOUGHT[language], language)) == ["bought"]
    assert lint.gift(HONEST[language], language) == []


def test_an_answer_without_an_apology_is_none():
    assert codes(lint.answer("Your table will be mended.", "en-GB")) == ["no_apology"]


def test_a_language_without_lists_is_left_alone():
    assert lint.answer("Votre table sera réparée.", "fr") == []


@pytest.mark.parametrize(
    "words, asks",
    [
        ("I want to speak to your manager.", True),
        ("Chci mluvit s vedoucím.", True),
        ("მენეჯერთან მინდა საუბარი", True),
        ("மேலாளரிடம் பேச வேண்டும்", True),
        ("The drawer sticks.", False),
    ],
)
def test_a_request_for_a_manager_is_heard_in_every_language(words, asks):
    assert lint.asks_for_manager(words, "") is asks
