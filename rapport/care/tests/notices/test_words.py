"""What stands against a notice, in four languages; and what its templates say of themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from rapport.care.models import Notice, NoticeKind, NoticeText
from rapport.care.notices import checking, templates
from rapport.care.notices.wording import LANGUAGES, PARTS, cause_in, words
from rapport.promises.testing import TUESDAY
from rapport.staff.models import Business, User

KNOWN = dict.fromkeys(("product", "service", "alternatives", "former", "person", "business", "cause"), "X")
COMPLETE = {
    "en": (
        "The saw broke.", "Your table comes later.", "We cut it again.", "Wait, or cancel.",
        "We are sorry that it is late.",
    ),
    "cs": (
        "Pila se rozbila.", "Stůl přijde později.", "Řežeme ho znovu.", "Počkejte, nebo zrušte.",
        "Omlouváme se, že jde později.",
    ),
    "ka": (
        "ხერხი გატყდა.", "მაგიდა გვიან მოვა.", "ხელახლა ვჭრით.", "დაელოდეთ ან გააუქმეთ.",
        "ბოდიშს გიხდით დაგვიანებისთვის.",
    ),
    "ta": (
        "இயந்திரம் உடைந்தது.", "மேசை தாமதமாகும்.", "மீண்டும் வெட்டுகிறோம்.",
        "காத்திருங்கள் அல்லது ரத்து செய்யுங்கள்.", "தாமதத்திற்கு மன்னிப்புக் கேட்கிறோம்.",
    ),
}  # fmt: skip


def a_draft(**more) -> Notice:
    said = {"kind": "delay", "title": "Late", "known_at": TUESDAY, "tell_by": TUESDAY, "new_on": date(2026, 12, 2)}
    said |= {"contact": User(name="Maya"), "contact_phone": "+420 222 111 000", "affected": {"by": "orders"}}
    return Notice(**said | more)


def a_text(language: str = "en", **more) -> NoticeText:
    parts = dict(zip(PARTS, COMPLETE[language], strict=True))
    return NoticeText(language=language, subject="Late", **parts | more)


def found(text: NoticeText, notice: Notice | None = None, *, blocks: bool | None = None) -> list[tuple[str, str]]:
    rows = checking.findings(notice or a_draft(), {text.language: text}, {text.language}, at=TUESDAY)
    return [(row.part, row.found) for row in rows if blocks in (None, row.blocks)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_against_honest_words(language):
    assert found(a_text(language)) == []


@pytest.mark.parametrize("part", [*PARTS, "subject", "date", "contact"])
def test_each_of_the_mandatory_parts_is_asked_for(part):
    notice, text = a_draft(), a_text()
    if part == "date":
        notice.new_on = None
    elif part == "contact":
        notice.contact_phone = ""
    else:
        setattr(text, part, "  ")

    assert found(text, notice, blocks=True) == [(part, "")]


def test_a_language_that_is_needed_and_not_written_stands_against_it():
    rows = checking.findings(a_draft(), {"en": a_text()}, {"en", "ka"}, at=TUESDAY)
    assert [(row.language, row.blocks) for row in rows] == [("ka", True)]


@pytest.mark.parametrize(
    "language, part, said, word",
    [
        ("en", "doing", "We send it as soon as possible.", "as soon as possible"),
        ("en", "happened", "There were technical difficulties.", "technical difficulties"),
        ("en", "happened", "It was decided to wait.", "It was decided"),
        ("en", "meaning", "We regret the inconvenience.", "inconvenience"),
        ("en", "happened", "You should have told us.", "You should have"),
        ("cs", "doing", "Pošleme ho co nejdříve.", "co nejdříve"),
        ("cs", "happened", "Z technických důvodů to nejde.", "Z technických důvodů"),
        ("cs", "meaning", "Způsobí Vám to nepříjemnosti.", "nepříjemnosti"),
        ("ka", "doing", "უახლოეს მომავალში მოვა.", "უახლოეს მომავალში"),
        ("ka", "happened", "ტექნიკური მიზეზების გამო.", "ტექნიკური მიზეზების"),
        ("ta", "doing", "கூடிய விரைவில் அனுப்புவோம்.", "கூடிய விரைவில்"),
        ("ta", "happened", "சில காரணங்களால் தாமதம்.", "சில காரணங்"),
    ],
)
def test_weasel_words_are_named_and_whoever_writes_decides(language, part, said, word):
    text = a_text(language, **{part: said})
    assert (part, word) in found(text, blocks=False)
    assert not found(text, blocks=True)


@pytest.mark.parametrize(
    "language, said, word",
    [
        ("en", "We are sorry if you had to wait.", "sorry if"),
        ("en", "We apologise for any trouble.", "apologise for any"),
        ("en", "We are sorry, but it was not us.", "but"),
        ("cs", "Omlouváme se, pokud jste čekali.", "Omlouváme se, pokud"),
        ("cs", "Omlouváme se, ale nemohli jsme jinak.", "ale"),
        ("ka", "ბოდიშს გიხდით, თუ ლოდინი მოგიწიათ.", "ბოდიშს გიხდით, თუ"),
        ("ka", "ბოდიშს გიხდით, მაგრამ სხვაგვარად ვერ შევძელით.", "მაგრამ"),
        ("ta", "சிரமம் ஏற்பட்டிருந்தால் மன்னிக்கவும்.", "ஏற்பட்டிருந்தால் மன்னி"),
        ("ta", "மன்னிக்கவும், ஆனால் வேறு வழியில்லை.", "ஆனால்"),
    ],
)
def test_an_apology_with_a_condition_or_an_excuse_is_none(language, said, word):
    assert ("apology", word) in found(a_text(language, apology=said), blocks=True)


@pytest.mark.parametrize(
    "certainty, language, said, stands",
    [
        ("unknown", "en", "The saw broke because it was old. We do not know the cause yet.", True),
        ("unknown", "en", "The saw broke.", True),
        ("unknown", "en", "The saw stopped. We do not know the cause yet.", False),
        ("likely", "en", "The saw broke because it was old.", True),
        ("likely", "en", "The saw broke, probably because it was old.", False),
        ("confirmed", "en", "The saw broke because it was old.", False),
        ("unknown", "cs", "Pila stojí. Důvod zatím neznáme.", False),
        ("likely", "cs", "Pila se rozbila, protože byla stará.", True),
        ("likely", "ka", "ხერხი გატყდა, სავარაუდოდ ძველი იყო.", False),
        ("unknown", "ka", "ხერხი გატყდა, რადგან ძველი იყო.", True),
        ("likely", "ta", "இயந்திரம் பழையதாக இருக்கலாம்.", False),
        ("unknown", "ta", "இயந்திரம் உடைந்தது, ஏனெனில் அது பழையது.", True),
    ],
)
def test_the_words_claim_no_more_than_is_known(certainty, language, said, stands):
    notice = a_draft(certainty=certainty, next_news_at=TUESDAY + timedelta(days=1))
    assert any(part == "happened" for part, _ in found(a_text(language, happened=said), notice, blocks=True)) is stands


def test_who_only_thinks_so_guarantees_nothing():
    notice = a_draft(certainty="likely")
    text = a_text(happened="We think the saw broke.", doing="We guarantee that it comes.")
    assert ("doing", "guarantee") in found(text, notice, blocks=True)


def test_who_does_not_know_the_cause_says_when_more_is_known():
    rows = checking.findings(a_draft(certainty="unknown"), {}, set(), at=TUESDAY)
    assert [row.part for row in rows] == ["certainty"]


@pytest.mark.parametrize(
    "more, part",
    [
        ({"new_on": date(2026, 11, 23)}, "date"),
        ({"new_on": date(2026, 11, 23), "latest_on": date(2026, 11, 23)}, "date"),
        ({"next_news_at": TUESDAY - timedelta(minutes=1)}, "date"),
    ],
)
def test_a_date_that_has_passed_is_no_new_date(more, part):
    assert found(a_text(), a_draft(**more), blocks=True) == [(part, "")]


def test_the_day_is_that_of_the_place_and_not_of_greenwich():
    with timezone.override("Europe/Prague"):
        said = checking.findings(a_draft(), {"en": a_text()}, {"en"}, at=datetime(2026, 12, 2, 23, 30, tzinfo=UTC))
    assert "date" in [one.part for one in said if one.blocks]


@pytest.mark.parametrize(
    "language, said, word",
    [
        ("en", "Choose until 20 November.", "20 November"),
        ("en", "Choose until 2026-11-20, please.", "2026-11-20"),
        ("cs", "Vyberte si do 20. listopadu.", "20. listopadu"),
        ("cs", "Vyberte si do 20. 11. 2026.", "20. 11. 2026"),
        ("cs", "Vyberte si do 3. července 2026.", "3. července 2026"),
        ("ka", "აირჩიეთ 20 ნოემბრამდე.", "20 ნოემბრამდე"),
        ("ta", "20 நவம்பர் வரை தேர்ந்தெடுக்கலாம்.", "20 நவம்பர்"),
    ],
)
def test_a_day_that_has_passed_is_no_choice(language, said, word):
    assert found(a_text(language, choices=said), blocks=True) == [("choices", word)]
    assert found(a_text(language, happened=said), blocks=True) == []


@pytest.mark.parametrize("said", ["Choose until 26 November.", "Choose until 3 January.", "Call 20 11 22."])
def test_a_day_that_is_to_come_is_one(said):
    assert found(a_text(choices=said)) == []


def test_a_field_that_nobody_filled_in_stands_against_it():
    assert found(a_text(happened="The reason: {cause}."), blocks=True) == [("happened", "{cause}")]
    assert found(a_text(happened="Order {order} is late.")) == []
    assert found(a_text(happened="Order {order} is late."), a_draft(affected={"by": "segment"}), blocks=True) == [
        ("happened", "{order}")
    ]


@pytest.mark.parametrize("language, said", [("ka", COMPLETE["en"]), ("en", COMPLETE["ta"]), ("ta", COMPLETE["cs"])])
def test_the_words_are_in_their_language(language, said):
    assert ("meaning", "") in found(a_text(language, meaning=said[1]), blocks=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("certainty", ["confirmed", "likely", "unknown"])
@pytest.mark.parametrize("kind", NoticeKind.values)
def test_the_templates_stand_up_to_their_own_rules(kind, certainty, language):
    notice = a_draft(kind=kind, certainty=certainty, next_news_at=TUESDAY + timedelta(days=1))
    said = templates.written(notice, language, cause="supplier", facts=KNOWN, business=Business(language="en"))
    text = NoticeText(language=language, **said)
    rows = [row for row in checking.of_text(text, notice, at=TUESDAY) if getattr(text, row.part)]
    assert [replace(row, message="") for row in rows] == []
    if kind in ("delay", "incident", "unavailable"):
        assert all(said.values())
    assert templates.solved(notice, language)["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_for_several_orders_the_ready_words_speak_of_several_and_a_persons_stay(language):
    notice, house = a_draft(affected={"by": "orders", "cause": "supplier"}), Business(language="en")
    said = templates.written(notice, language, cause="supplier", facts={}, business=house)
    text = NoticeText(language=language, about="notice", **said | {"doing": "Mine."})
    many = templates.for_several(text, notice, house)
    assert all(getattr(many, name) != said[name] for name in ("subject", "happened", "meaning", "choices"))
    assert (many.doing, many.apology, text.subject) == ("Mine.", said["apology"], said["subject"])
    assert not [row for row in checking.of_text(many, a_draft(), at=TUESDAY) if row.part != "doing"]
    for on, name in ((TUESDAY.date(), "solved_in_time"), (date(2026, 12, 3), "solved")):
        last = templates.solved(notice, language, on=on)
        ready = templates.for_several(NoticeText(language=language, about="solved", **last), notice, house)
        assert ready.text != last["text"] and last["text"][:20] == words(language)["delay"][name][:20]


def test_ready_causes_are_there_in_every_language():
    house = Business(language="en")
    english = words("en")["causes"]["machine"]
    assert cause_in("machine", "ka", house) == words("ka")["causes"]["machine"]
    assert cause_in(english.capitalize() + ".", "cs", house) == words("cs")["causes"]["machine"]
    assert cause_in("The cat slept on it.", "en", house) == "The cat slept on it"
    assert cause_in("The cat slept on it.", "cs", house) == ""
    assert cause_in("კატამ დაიძინა.", "ka", house) == "კატამ დაიძინა"
