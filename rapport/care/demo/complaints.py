"""Three complaints: one just came, one was told back to the customer, one is closed with its cause found."""

from datetime import timedelta
from typing import Any

from rapport.care.cases.actions import open_case
from rapport.care.causes import doing, tree, whys
from rapport.care.complaints import actions
from rapport.care.complaints.actions import Answer, Weight
from rapport.care.models import Action, Case, CaseKind
from rapport.orders.models import Product


def fill(stage: Any) -> None:
    _received(stage)
    _told_back(stage)
    _closed(stage)


def _received(stage: Any) -> None:
    """Written on their own pages; nobody has acknowledged it yet."""
    open_case(
        stage.customers["kavitha"],
        kind=CaseKind.COMPLAINT,
        subject="நாற்காலியின் கால் ஆடுகிறது",
        words="நான்கு நாற்காலிகளில் ஒன்றின் பின் கால் ஆடுகிறது. என் அப்பா அதில் உட்காரப் பயப்படுகிறார். தயவுசெய்து உடனே பாருங்கள்.",
        at=stage.now - timedelta(minutes=55),
        by_customer=True,
        channel="message",
        owner=stage.people["arjun"],
        order=stage.orders.get("1790"),
        product=_product("LW-301"),
    )


def _told_back(stage: Any) -> None:
    """The late sideboard: acknowledged, and told back as it was understood; she has to say whether that is right."""
    davit, at = stage.people["davit"], stage.at(-1, 10, 20)
    case = open_case(
        stage.customers["tamar"],
        kind=CaseKind.COMPLAINT,
        subject="კარადა დაპირებულ დღეს არ მოიტანეს",
        words="ორი დღეა ველოდები. არავინ დამირეკა. სტუმრები მოდიან და ჭურჭელს ადგილი არ აქვს.",
        at=at,
        by=davit,
        owner=davit,
        channel="phone",
        order=stage.orders.get("2214"),
        product=_product("LW-110"),
    )
    heard = "ვწუხვარ, რომ ელოდით და არავინ დაგირეკათ. თქვენს საჩივარს მე ვუვლი და ხვალამდე დაგირეკავთ."
    actions.acknowledge(case, heard, by=davit, at=at + timedelta(minutes=25), how="phone")
    actions.restate(
        case,
        happened="კარადა დაპირებულ დღეს არ მოგიტანეთ და წინასწარ არაფერი გითხარით.",
        meant="ორი დღე ტყუილად იყავით სახლში, სტუმრების მოსვლამდე კი ჭურჭლის ადგილი არ გაქვთ.",
        wanted="გინდათ ზუსტი დღე, და რომ დაგირეკოთ, თუ ის შეიცვლება.",
        by=davit,
        at=at + timedelta(hours=4),
        how="phone",
    )


def _closed(stage: Any) -> None:
    """A bench that cracked: replaced, accepted, asked why five times, and something done so that it does not recur."""
    petra, davit, at = stage.people["petra"], stage.people["davit"], stage.at(-40, 9, 30)
    case = open_case(
        stage.customers["zdenka"],
        kind=CaseKind.COMPLAINT,
        subject="Na lavičce praskla opěrka",
        words="Po první zimě praskla opěrka lavičky po celé délce, i když stála pod střechou. To jsem nečekala.",
        at=at,
        by=petra,
        owner=petra,
        channel="phone",
        order=stage.orders.get("1902"),
        product=_product("LW-315"),
    )
    heard = "Mrzí mě, že opěrka praskla. Vaši stížnost mám na starosti já a do zítřka se ozvu."
    actions.acknowledge(case, heard, by=petra, at=at + timedelta(hours=1), how="phone")
    understood = actions.restate(
        case,
        happened="Opěrka lavičky praskla po první zimě po celé délce, i když stála pod střechou.",
        meant="Na lavičce se nedá sedět a bojíte se, že praskne i zbytek.",
        wanted="Chcete novou lavičku, nebo peníze zpět.",
        by=petra,
        at=at + timedelta(hours=5),
        how="phone",
    )
    actions.answer_restatement(understood, "confirmed", at=at + timedelta(hours=6), by_customer=True)
    weight = Weight("moderate", impact="Na lavičce se nedá sedět.", containment="Lavičku odvezeme a půjčíme jinou.")
    actions.assess(case, weight, by=petra, at=at + timedelta(hours=7))
    found = "Prkno opěrky mělo při lepení vlhkost 17 %, dovolených je 12 %. V sušárně stálo jen osm dní."
    actions.investigate(case, found, by=petra, at=at + timedelta(days=4))
    actions.propose(
        case, kind="replacement", text="Nová lavička z vysušeného teaku", by=davit, at=at + timedelta(days=5)
    )
    answer = Answer(
        admission="Prkno opěrky jsme slepili dřív, než vyschlo. Byla to naše chyba.",
        apology="Omlouváme se, že vám lavička praskla a že jste se na nás nemohla spolehnout.",
        decision="Přivezeme vám novou lavičku a starou si odvezeme.",
        put_right_on=(at + timedelta(days=16)).date(),
    )
    actions.respond(case, answer, by=petra, at=at + timedelta(days=5, hours=1), how="phone")
    _give(case, by=petra, at=at + timedelta(days=15))
    thanks = "Nová lavička je krásná. Děkuji, že jste to nezlehčovali."
    actions.accept(case, at=at + timedelta(days=17), by_customer=True, words=thanks)
    _learn(stage, case)


def _give(case: Case, *, by: Any, at: Any) -> None:
    for remedy in case.remedies.filter(state="approved"):
        actions.give(remedy, by=by, at=at, evidence="Předáno, podepsaný dodací list")


WHYS = [  # question, answer, how we know
    ("Why did the back rest crack?", "The board dried and shrank after it was glued.", "Crack along the grain"),
    ("Why did it dry after it was glued?", "It was glued with 17 % of moisture.", "Measured on the rest of the board"),
    ("Why was it glued with 17 %?", "It left the kiln after eight days in place of twelve.", "Kiln book"),
    ("Why did it leave the kiln early?", "The next load stood outside in the rain.", "Kiln book and delivery notes"),
    ("Why did the next load stand outside?", "We take in wood without looking whether the kiln is free.", "Order book"),
]


def _learn(stage: Any, case: Case) -> None:
    davit, petra, at = stage.people["davit"], stage.people["petra"], stage.at(-22, 14)
    last = None
    for question, because, evidence in WHYS:
        last = whys.ask(case, question, because, by=davit, at=at, after=last, evidence=evidence)
    cause = tree.all_causes()[tree.key_of("product.quality")]
    whys.find_root(last, cause, in_our_hands=True, by=davit, at=at)
    case.refresh_from_db()
    measured = doing.plan(
        kind=Action.Kind.CORRECTIVE,
        text="Measure and write down the moisture of every board before it is glued",
        owner=davit,
        due_on=stage.at(-14).date(),
        by=davit,
        at=at,
        case=case,
    )
    doing.finish(measured, evidence="Moisture column in the glue book since the 1st", by=davit, at=stage.at(-15, 16))
    doing.plan(
        kind=Action.Kind.PREVENTIVE,
        text="Order wood only against a free place in the kiln, also in Tbilisi and Chennai",
        owner=petra,
        due_on=stage.at(6).date(),
        by=davit,
        at=at,
        case=case,
    )


def _product(sku: str) -> Product | None:
    return Product.objects.filter(sku=sku).first()
