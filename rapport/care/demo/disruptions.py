"""A delivery that slips and was told, a product that is missing, and what did not work in the last weeks."""

from datetime import timedelta
from typing import Any

from rapport.care.models import Incident, IncidentUpdate, Service
from rapport.care.notices import actions as notices
from rapport.care.notices.delays import of_a_delay
from rapport.care.status import actions
from rapport.care.status.telling import draft_for_product
from rapport.orders import actions as orders
from rapport.orders.models import Availability, Product

Effect, State = Incident.Effect, IncidentUpdate.State
SERVICES = [  # key, name, place, what it is, in other languages
    ("shop", "Web shop", "", "Catalogue and orders, day and night",
     {"cs": "E-shop", "ka": "ონლაინ მაღაზია", "ta": "இணையக் கடை"}),
    ("pages", "Customers’ own pages", "", "Orders, requests and messages",
     {"cs": "Zákaznické stránky", "ka": "მომხმარებლის გვერდები", "ta": "வாடிக்கையாளர் பக்கங்கள்"}),
    ("phone_prague", "Telephone, Prague", "prague", "Monday to Friday, 9 to 18",
     {"cs": "Telefon, Praha", "ka": "ტელეფონი, პრაღა", "ta": "தொலைபேசி, பிராக்"}),
    ("deliveries_bath", "Deliveries from Bath", "bath", "Our own van, Tuesdays and Fridays",
     {"cs": "Rozvoz z Bathu", "ka": "მიტანა ბათიდან", "ta": "பாத்திலிருந்து விநியோகம்"}),
]  # fmt: skip
SHOP_WAS_DOWN = (
    {"en": "Orders did not go through from noon on. We look into it.",
     "cs": "Od poledne neprocházejí objednávky. Hledáme příčinu.",
     "ka": "შუადღიდან შეკვეთები არ გადის. ვეძებთ მიზეზს.",
     "ta": "நண்பகல் முதல் ஆர்டர்கள் செல்லவில்லை. காரணத்தைத் தேடுகிறோம்."},
    {"en": "A certificate had run out. It is renewed, and a reminder now warns us a month ahead.",
     "cs": "Vypršel certifikát. Je obnovený a měsíc předem nás teď varuje upomínka.",
     "ka": "სერტიფიკატს ვადა გაუვიდა. განახლებულია და ერთი თვით ადრე შეგვახსენებს.",
     "ta": "சான்றிதழ் காலாவதியானது. புதுப்பித்துவிட்டோம்; ஒரு மாதம் முன்பே நினைவூட்டல் வரும்."},
)  # fmt: skip
PHONE_IS_SLOW = {
    "en": "Calls to Prague break off after a minute. Our provider changes a part. Write to us, and we call back.",
    "cs": "Hovory do Prahy se po minutě přerušují. Operátor mění kartu ústředny. Napište nám a zavoláme zpátky.",
    "ka": "პრაღაში ზარები ერთ წუთში წყდება. ოპერატორი ცვლის ხაზის ბარათს. მოგვწერეთ და ჩვენ დაგირეკავთ.",
    "ta": "பிராக் அழைப்புகள் ஒரு நிமிடத்தில் துண்டிக்கப்படுகின்றன. எழுதுங்கள், நாங்கள் திரும்ப அழைக்கிறோம்.",
}
VAN_IN_REPAIR = {
    "en": "The van is at the garage for its yearly check. Deliveries of that day come a day later; we rang everybody.",
    "cs": "Dodávka je na roční prohlídce. Rozvoz toho dne přijede o den později; každému jsme zavolali.",
    "ka": "ფურგონი წლიურ შემოწმებაზეა. იმ დღის მიტანა მეორე დღეს იქნება; ყველას დავურეკეთ.",
    "ta": "வண்டி ஆண்டு சோதனைக்குச் செல்கிறது. அன்றைய விநியோகம் மறுநாள் வரும்; எல்லோரையும் அழைத்தோம்.",
}
NEWLY_DRIED = "ஊஞ்சலின் தேக்குப் பலகை எங்கள் சோதனையில் தேறவில்லை; புதிய பலகையில் செய்கிறோம். ஒரு வாரம் தாமதமாகும், மன்னிக்கவும்."


def fill(stage: Any) -> None:
    _a_delivery_slips(stage)
    _a_bench_is_missing(stage)
    _what_did_not_work(stage)


def _a_delivery_slips(stage: Any) -> None:
    """Noted this morning, told by phone within the hour, and she is fine with it."""
    order, arjun = stage.orders.get("2231"), stage.people["arjun"]
    if order is None:
        return
    at = stage.now - timedelta(hours=3)
    delay = orders.note_delay(order, at=at, by=arjun, cause="material", expected_on=stage.at(27).date())
    noted = stage.customers["lakshmi"].entries.filter(kind="order.delayed", subject_id=order.pk).order_by("-id").first()
    notice = of_a_delay(noted) if delay else None
    if notice is None:
        return
    recipient = notice.recipients.get()
    notices.spoke(recipient, at=at + timedelta(minutes=50), by=arjun, words=NEWLY_DRIED)
    words = "பரவாயில்லை, முன்கூட்டியே சொன்னதற்கு நன்றி."
    notices.choose_option(recipient, "wait", at=at + timedelta(hours=2), words=words)


def _a_bench_is_missing(stage: Any) -> None:
    """Out of stock until the teak is dry: somebody asks to be told, and who ordered it is told with what there is."""
    bench, sideboard = (Product.objects.filter(sku=sku).first() for sku in ("LW-315", "LW-310"))
    if bench is None or sideboard is None:
        return
    comes = stage.at(18).date()
    bench = orders.say_availability(bench, Availability.EXPECTED, expected_on=comes, alternatives=[sideboard])
    orders.wish(stage.customers["marketa"], bench, at=stage.now - timedelta(hours=5), by_customer=True)
    orders.wish(stage.customers["eleanor"], bench, at=stage.now - timedelta(hours=2), by=stage.people["maya"])
    draft_for_product(bench, stage.now - timedelta(minutes=30))


def _what_did_not_work(stage: Any) -> None:
    services = {key: _service(stage, place, *said) for key, *said, place in _told()}
    maya, petra = stage.people["maya"], stage.people["petra"]
    found, solved = SHOP_WAS_DOWN
    at = stage.at(-41, 12, 40)
    down = actions.begin(
        "Orders do not go through",
        local_titles={"cs": "Objednávky neprocházejí", "ka": "შეკვეთები არ გადის", "ta": "ஆர்டர்கள் செல்லவில்லை"},
        effect=Effect.DOWN,
        services=[services["shop"], services["pages"]],
        texts=found,
        began_at=at - timedelta(minutes=40),
        next_news_at=at + timedelta(hours=1),
        at=at,
        by=maya,
    )
    actions.end(down, texts=solved, ended_at=at + timedelta(hours=2), at=at + timedelta(hours=2, minutes=5), by=maya)

    at = stage.now - timedelta(minutes=70)
    actions.begin(
        "Calls to Prague break off",
        local_titles={
            "cs": "Hovory do Prahy se přerušují",
            "ka": "ზარები პრაღაში წყდება",
            "ta": "பிராக் அழைப்புகள் துண்டிக்கப்படுகின்றன",
        },
        effect=Effect.SLOW,
        services=[services["phone_prague"]],
        texts=PHONE_IS_SLOW,
        state=State.CAUSE,
        began_at=at - timedelta(minutes=15),
        next_news_at=stage.now + timedelta(hours=2),
        at=at,
        by=petra,
    )
    actions.begin(
        "The van is at the garage",
        local_titles={"cs": "Dodávka je v servisu", "ka": "ფურგონი სერვისშია", "ta": "வண்டி பழுதுபார்ப்பில்"},
        effect=Effect.MAINTENANCE,
        services=[services["deliveries_bath"]],
        texts=VAN_IN_REPAIR,
        began_at=stage.at(4, 8),
        next_news_at=stage.at(4, 18),
        at=stage.now - timedelta(hours=20),
        by=maya,
    )


def _told():
    return [(key, name, hint, names, place) for key, name, place, hint, names in SERVICES]


def _service(stage: Any, place: str, name: str, hint: str, names: dict[str, str]) -> Service:
    return actions.offer_service(
        name,
        since=stage.at(-400).date(),
        local_names=names,
        hint=hint,
        location=stage.locations[place] if place else None,
        position=Service.objects.count() * 10,
    )
