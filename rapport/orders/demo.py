"""What Linden Workshop's customers ordered: in every state an order can be in, dated from today."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.utils.translation import ngettext_lazy

from rapport.core.registry import DemoPart, demo_parts
from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.models import Contract, Order, Trial, TrialOutcome
from rapport.promises.actions import Told

PRODUCTS = {  # key: number, name, category, price
    "sideboard": ("LW-110", "Walnut sideboard", "Storage", 2480),
    "bookcase": ("LW-112", "Oak bookcase", "Storage", 1350),
    "shelves": ("LW-115", "Library shelves, by the metre", "Storage", 420),
    "chest": ("LW-118", "Cedar chest", "Storage", 760),
    "table": ("LW-201", "Oak dining table", "Tables", 1980),
    "desk": ("LW-205", "Oak desk with two drawers", "Tables", 1460),
    "child_desk": ("LW-206", "Child’s desk", "Tables", 690),
    "chair": ("LW-301", "Dining chair", "Seats", 285),
    "lobby_chair": ("LW-304", "Lobby chair", "Seats", 390),
    "stool": ("LW-310", "Bar stool", "Seats", 165),
    "bench": ("LW-315", "Garden bench", "Seats", 540),
    "swing": ("LW-320", "Teak swing", "Seats", 1890),
    "bed": ("LW-401", "Ash bed frame", "Beds", 1720),
    "steps": ("LW-510", "Library steps", "Small pieces", 310),
    "oil": ("LW-901", "Care oil", "Care", 18),
}
FIRST_NUMBER = 2240  # what the business gives next

# Who, when (days ago), number, what (product, how many), promised days after, delivered days after.
DELIVERED = [
    ("tamar", 820, "1311", [("table", 1)], 60, 58),
    ("tamar", 430, "1702", [("bookcase", 2)], 45, 45),
    ("tamar", 150, "1987", [("chair", 6)], 60, 57),
    ("lakshmi", 640, "1498", [("bench", 2)], 30, 29),
    ("lakshmi", 260, "1880", [("table", 1), ("chair", 4)], 70, 66),
    ("giorgi", 900, "1240", [("lobby_chair", 24)], 90, 88),
    ("giorgi", 210, "1925", [("lobby_chair", 12)], 60, 67),
    ("murugan", 510, "1620", [("stool", 60)], 75, 71),
    ("murugan", 180, "1951", [("stool", 24)], 40, 40),
    ("kavitha", 340, "1790", [("chair", 4)], 40, 36),
    ("eleanor", 300, "1833", [("bookcase", 1)], 50, 49),
    ("eleanor", 120, "2048", [("steps", 1)], 25, 22),
    ("james", 400, "1731", [("bookcase", 1), ("oil", 2)], 50, 50),
    ("zdenka", 700, "1433", [("sideboard", 1)], 60, 63),
    ("zdenka", 240, "1902", [("bench", 1)], 30, 28),
    ("marketa", 330, "1801", [("shelves", 3)], 40, 38),
    ("nana", 34, "2205", [("table", 1)], 32, 30),
    ("ondrej", 62, "2188", [("chair", 12)], 42, 41),
    ("ruth", 76, "2176", [("table", 1)], 70, 70),
    ("harriet", 420, "1716", [("stool", 10), ("bench", 2)], 55, 53),
]


def fill(stage) -> None:
    shop = _Shop(stage)
    for who, ago, number, what, promised, delivered in DELIVERED:
        shop.delivered(who, ago, number, what, promised, delivered)
    _open_orders(shop)
    _in_one_container(shop)
    _unhappy_ends(shop)
    _contracts(shop)
    _trials(shop)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('orders_order_number', %s, false)", [FIRST_NUMBER])


class _Shop:
    """The demo business at its counter."""

    def __init__(self, stage):
        self.stage = stage
        self.products = {
            key: actions.add_product(
                name, sku=sku, category=category, price=Decimal(price), currency=stage.business.currency
            )
            for key, (sku, name, category, price) in PRODUCTS.items()
        }

    def seller(self, who: str):
        people = self.stage.people
        lead = {"tamar": "maya", "giorgi": "davit", "nana": "davit", "murugan": "arjun", "kavitha": "arjun"}
        czech = ("jiri", "zdenka", "ondrej", "marketa")
        return people.get("petra" if who in czech else lead.get(who, "maya")) or people["maya"]

    def place(self, who: str, ago: int, number: str, what, promised_in: int | None = None, **more) -> Order:
        """`promised_in` days from today (negative: it has passed)."""
        lines = [self.line(*each) for each in what]
        at, seller = self.stage.at(-ago, 11, 20), self.seller(who)
        day = _working_day(self.stage.at(promised_in).date()) if promised_in is not None else None
        order = actions.place(
            self.stage.customers[who],
            lines,
            at=at,
            by=seller,
            promised_on=day,
            told=Told("email", at) if day else None,
            number=number,
            **more,
        )
        self.stage.orders[number] = order
        return order

    def line(self, key: str, count: int, discount: str = "0") -> Line:
        return Line(product=self.products[key], quantity=Decimal(count), discount=Decimal(discount))

    def step(self, order: Order, kind: str, ago: int, hour: int = 15, note: str = "") -> None:
        actions.take_step(order, kind, at=self.stage.at(-ago, hour, 5), by=order.seller, note=note)

    def delivered(self, who: str, ago: int, number: str, what, promised: int, delivered: int) -> Order:
        if delivered <= promised:
            delivered = min(delivered, promised - 3)  # in time even where the promised day moves to a Friday
        order = self.place(who, ago, number, what, promised - ago, freight=Decimal(45))
        self.step(order, "confirmed", ago - 1)
        self.step(order, "preparation", ago - 5)
        self.step(order, "shipped", ago - delivered + 1)
        self.step(order, "delivered", ago - delivered)
        return order


def _working_day(day: date) -> date:
    """Nobody promises a Saturday or Sunday: the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _open_orders(shop: _Shop) -> None:
    stage = shop.stage
    late = shop.place(
        "tamar", 64, "2214", [("sideboard", 1)], -2, note="Oil finish. Deliver after 17:00, no plastic wrap."
    )
    shop.step(late, "confirmed", 62)
    shop.step(late, "preparation", 20, note="Doors are being fitted")

    slipping = shop.place("james", 67, "2207", [("desk", 1)], 3)
    shop.step(slipping, "confirmed", 60, note="Wood chosen")
    shop.step(slipping, "preparation", 12)
    cause = "The drawer runners came bent and we sent them back. The new set is here."
    actions.note_delay(slipping, at=stage.now, by=slipping.seller, cause=cause, expected_on=stage.at(7).date())

    stools = shop.place("murugan", 40, "2219", [("stool", 40, "0.12")], 6, freight=Decimal(320))
    shop.step(stools, "confirmed", 38)
    shop.step(stools, "preparation", 15)
    actions.note_delay(stools, at=stage.now, by=stools.seller, cause="The varnish arrives late, perhaps two days.")

    moved = shop.place("eleanor", 50, "2198", [("shelves", 6), ("steps", 1)], -4)
    shop.step(moved, "confirmed", 49)
    at = stage.at(-9, 10, 40)
    words = "The oak is still too damp to cut. You will have the shelves a week later than we said."
    told, cause = Told("phone", at, words), "The oak was still too damp to cut."
    actions.tell_delay(moved, at=at, by=moved.seller, told=told, cause=cause, due_on=stage.at(4).date())
    shop.step(moved, "preparation", 3)
    shop.step(moved, "shipped", 1)
    actions.track(moved, "https://track.example/LW2198", at=stage.at(-1, 16), by=moved.seller)

    swing = shop.place(
        "lakshmi", 25, "2231", [("swing", 1)], 20, note="She wants the height changed before it is glued."
    )
    shop.step(swing, "confirmed", 24)
    shop.step(swing, "preparation", 6)
    shop.place("kavitha", 3, "2236", [("chair", 2)], 30)
    shop.place("jiri", 1, "2238", [("bed", 1)], note="Does the frame fit a 200 × 220 mattress?")
    inn = shop.place("harriet", 9, "2233", [("stool", 8), ("bench", 1)], 25)
    shop.step(inn, "confirmed", 8)


CONTAINER = [  # what travels together from the workshop in Chennai
    ("giorgi", "2223", [("lobby_chair", 6)]),
    ("ondrej", "2224", [("chair", 4)]),
    ("zdenka", "2225", [("bench", 1)]),
    ("zdenka", "2226", [("stool", 2)]),
    ("ruth", "2227", [("chair", 2)]),
    ("margaret", "2228", [("steps", 1)]),
]


def _in_one_container(shop: _Shop) -> None:
    for who, number, what in CONTAINER:
        order = shop.place(who, 34, number, what, 5)
        shop.step(order, "confirmed", 33)
        shop.step(order, "preparation", 21)
        shop.step(order, "shipped", 12)
        actions.track(order, "https://track.example/LWC-0417", at=shop.stage.at(-12, 16), by=order.seller)


def _unhappy_ends(shop: _Shop) -> None:
    stage = shop.stage
    again = shop.place("zdenka", 90, "2142", [("chest", 1)], -40)
    shop.step(again, "delivered", 45)
    actions.take_back(
        again, at=stage.at(-41, 9, 30), by=again.seller, reason="Too deep for the alcove; we measured together."
    )

    twice = shop.place("marketa", 70, "2160", [("shelves", 2)], -20)
    at = stage.at(-66, 14)
    told = Told("email", at, "We are moving house, the shelves would not fit any more.")
    actions.cancel(twice, at=at, by=twice.seller, reason="They are moving house", told=told, by_customer=True)

    ours = shop.place("kavitha", 110, "2071", [("bench", 1)], -50)
    at = stage.at(-52, 11)
    told = Told("phone", at, "The teak we kept for you has split. We are sorry, and we return your deposit today.")
    actions.cancel(
        ours, at=at, by=ours.seller, reason="The teak split and there is no other", told=told, by_customer=False
    )


def _contracts(shop: _Shop) -> None:
    stage, chair = shop.stage, shop.products["lobby_chair"]
    day = lambda days: stage.at(days).date()  # noqa: E731
    actions.sign(
        stage.customers["giorgi"],
        at=stage.at(-335, 12),
        by=stage.people["davit"],
        title="Lobby chairs, a dozen each year",
        terms="Twelve chairs every year. We repair what breaks within ten working days and lend chairs meanwhile.",
        starts_on=day(-335),
        ends_on=day(29),
        renewal=Contract.Renewal.AUTO,
        notice_days=30,
        amount=Decimal(4320),
        currency=stage.business.currency,
        prices={chair: Decimal(360), shop.products["oil"]: Decimal(14)},
    )
    actions.sign(
        stage.customers["harriet"],
        at=stage.at(-200, 10),
        by=stage.people["maya"],
        title="Yearly care of tables and benches",
        terms="One visit in spring: we sand, oil and tighten everything in the dining room.",
        starts_on=day(-200),
        ends_on=day(164),
        amount=Decimal(880),
        currency=stage.business.currency,
        prices={shop.products["stool"]: Decimal(149)},
    )
    inn = actions.sign(
        stage.customers["ondrej"],
        at=stage.at(-400, 10),
        by=stage.people.get("petra") or stage.people["maya"],
        title="Care of the breakfast room",
        starts_on=day(-400),
        ends_on=day(-36),
        amount=Decimal(300),
        currency=stage.business.currency,
    )
    reason = "Their own carpenter does it now."
    actions.end(inn, at=stage.at(-60, 9), by=inn.signed_by, reason=reason, on=day(-36), by_customer=True)


def _trials(shop: _Shop) -> None:
    stage = shop.stage

    def give(who: str, ago: int, what: str, back: int, *, kind: str, product: str = "") -> Trial:
        return actions.hand_out(
            stage.customers[who],
            at=stage.at(-ago, 12),
            by=shop.seller(who),
            given_on=stage.at(-ago).date(),
            kind=kind,
            what=what,
            product=shop.products[product] if product else None,
            due_back_on=stage.at(back).date(),
        )

    give("tamar", 4, "Three oiled walnut samples", 3, kind=Trial.Kind.SAMPLE)
    give("eleanor", 15, "", -1, kind=Trial.Kind.TRIAL, product="chair")
    give("harriet", 6, "", 8, kind=Trial.Kind.TRIAL, product="stool")
    for who, result, product in [
        ("zdenka", TrialOutcome.Result.BOUGHT, "bench"),
        ("jiri", TrialOutcome.Result.NO_INTEREST, "stool"),
    ]:
        trial = give(who, 260, "", -240, kind=Trial.Kind.TRIAL, product=product)
        actions.settle(trial, at=stage.at(-242, 10), by=shop.seller(who), result=result)


def forget(ids: set[str], at: datetime) -> None:
    """Without an order left, numbers begin anew."""
    if not Order.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute("ALTER SEQUENCE orders_order_number RESTART")


demo_parts.add(
    DemoPart(
        "orders",
        fill,
        order=50,
        counted={"orders.Order": ngettext_lazy("%(count)s order", "%(count)s orders", "count")},
        forget=forget,
    )
)
