# ruff: noqa: E501
"""The stories behind the demo business, told by those who were there."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Told:
    """One line of the past: how many days ago, which customer, what kind, by whom, in which words."""

    days: int
    customer: str
    kind: str
    by: str  # "" = the customer themselves
    body: str = ""
    hour: int = 10
    minute: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    is_pinned: bool = False


def out(minutes: int | None = None, outcome: str = "reached") -> dict[str, Any]:
    return {"direction": "out", "outcome": outcome} | ({"minutes": minutes} if minutes else {})


def came_in(minutes: int) -> dict[str, Any]:
    return {"direction": "in", "outcome": "reached", "minutes": minutes}


PAST = [
    # თამარ ბერიძე, Tbilisi: restores her grandmother's house, son Saba
    Told(351, "tamar", "meeting.held", "davit", "Came with her son to choose chairs. Saba tried every single one.", 12,
         facts={"place": "Tbilisi workshop", "people": "თამარი, საბა"}),
    Told(346, "tamar", "note.written", "davit", "Walnut, never pine: pine reminds her of the hospital. No plastic wrap.",
         13, is_pinned=True),
    Told(251, "tamar", "letter.received", "", "ძვირფასო დავით, სკამები ზუსტად ისეთია, როგორიც წარმომედგინა. ბებიაჩემის "
         "მაგიდასთან ისე დგას, თითქოს ყოველთვის იქ ყოფილა. გმადლობთ მოთმინებისთვის.", 11),
    Told(180, "tamar", "gift.given", "davit", "Turned from an offcut of her own table.", 16,
         facts={"what": "A walnut spinning top for Saba", "value": "8", "currency": "GBP", "occasion": "To say thank you"}),
    Told(62, "tamar", "call.made", "davit", "Thinks about a sideboard for the Sighnaghi house. Will send the measurements.",
         15, 20, came_in(11)),
    Told(31, "tamar", "letter.sent", "davit", "ქალბატონო თამარ, გიგზავნით კარადის ნახაზს ორ ვარიანტად: დარაბით და კარებით. "
         "რომელიც უფრო მოგეწონებათ, იმით დავიწყებთ.", 12),
    Told(4, "tamar", "call.made", "maya", "Undecided between oil and wax. Wants to touch both before choosing. "
         "Saba picked the handles.", 15, 58, out(6)),
    # გიორგი კაპანაძე: ten years a customer
    Told(300, "giorgi", "call.made", "davit", "კიბის ახალი მოაჯირი სურს. ზომებს ადგილზე ავიღებთ.", 11, facts=out(9)),
    Told(120, "giorgi", "gift.received", "davit", "კახური ღვინო საკუთარი მარნიდან, მთელ სახელოსნოს.", 17,
         facts={"what": "Two bottles of Saperavi"}),
    Told(20, "giorgi", "meeting.held", "davit", "Measured the stairs. 14 steps, the third is not level.", 10,
         facts={"place": "თბილისი, ვაკე", "people": "გიორგი, ნინო"}),
    # ნანა წერეთელი, Kutaisi: first order
    Told(28, "nana", "call.made", "davit", "First time with us. Heard of us from Tamar. Careful with money, say prices early.",
         12, 5, came_in(14)),
    Told(6, "nana", "note.written", "davit", "მაგიდა მიიღო, კმაყოფილია. ზეთის მოვლაზე კითხვები აქვს.", 18),
    # Jiří Dvořák, Brno
    Told(12, "jiri", "call.made", "petra", "Chce postel z jasanu pro matraci 200 × 220. Spí neklidně, ať nevrže.", 14,
         facts=came_in(8)),
    Told(9, "jiri", "meeting.held", "petra", "Ukázala jsem mu spoje. Líbí se mu rybinový, i když je dražší.", 10,
         facts={"place": "Praha, Truhlářská", "people": "Jiří Dvořák"}),
    # Zdeňka Růžičková: fifty today
    Told(200, "zdenka", "letter.received", "", "Milá Petro, knihovna stojí a vnoučata už v ní mají svou polici. "
         "Děkuji, že jste přijeli i v tom dešti.", 9),
    Told(95, "zdenka", "gift.given", "petra", "Z odřezku její knihovny.", 11,
         facts={"what": "Záložka do knihy", "value": "5", "currency": "GBP"}),
    Told(15, "zdenka", "note.written", "petra", "Bude jí padesát. Nemá ráda překvapení ve dveřích, raději dopis.", 16, 30,
         is_pinned=True),
    # Ondřej Šťastný, Penzion U Lípy
    Told(160, "ondrej", "meeting.held", "petra", "Prošli jsme všech dvanáct pokojů. Postele i stoly, po čtyřech pokojích.",
         13, facts={"place": "Penzion U Lípy", "people": "Ondřej Šťastný, paní Šťastná"}),
    Told(48, "ondrej", "call.made", "petra", "Židle dorazily, jedna se viklá. Vyměníme nohu na místě.", 9, 40, came_in(5)),
    Told(40, "ondrej", "note.written", "petra", "Noha vyměněna. Pan Šťastný nám uvařil kávu.", 15),
    Told(11, "ondrej", "call.made", "petra", "", 16, facts=out(outcome="no_answer")),
    # Markéta Procházková
    Told(220, "marketa", "call.made", "petra", "Ptá se na lavici do předsíně, rozpočet má menší.", 10, facts=came_in(7)),
    Told(75, "marketa", "letter.sent", "petra", "Vážená paní Procházková, posílám vzorky dubu a třešně. "
         "Třešeň časem ztmavne, dub zůstane světlý.", 12),
    # லட்சுமி நாராயணன், Madurai: a swing
    Told(140, "lakshmi", "meeting.held", "arjun", "ஊஞ்சலுக்கு தேக்கு மரம் தேர்வு செய்தார். பேரப் பிள்ளைகளும் உட்காருவார்கள், "
         "சங்கிலி உறுதியாக இருக்க வேண்டும்.", 11, facts={"place": "மதுரை", "people": "லட்சுமி அம்மா, அவர் மகள்"}),
    Told(90, "lakshmi", "gift.received", "arjun", "எல்லோருக்கும் மதுரை மல்லிகையும் இனிப்பும் அனுப்பினார்.", 17,
         facts={"what": "Jasmine and sweets"}),
    Told(3, "lakshmi", "call.made", "arjun", "ஊஞ்சலின் உயரத்தை ஐந்து சென்டிமீட்டர் குறைக்க விரும்புகிறார், ஒட்டுவதற்கு முன்.", 12,
         15, came_in(6)),
    # முருகன் செல்வராஜ், Marina House
    Told(110, "murugan", "meeting.held", "arjun", "Eighty stools in two halves. He decides quickly and wants the truth "
         "about dates more than early dates.", 15, facts={"place": "Marina House, Chennai", "people": "Murugan, his manager"},
         is_pinned=True),
    Told(26, "murugan", "call.made", "arjun", "முதல் நாற்பது ஸ்டூல்கள் வந்துவிட்டன. விருந்தினர்களுக்குப் பிடித்திருக்கிறது.", 10, 30, out(9)),
    # கவிதா ராமச்சந்திரன்
    Told(210, "kavitha", "letter.received", "", "நாற்காலிகள் மிகவும் அழகாக உள்ளன. உணவு மேசையைச் சுற்றி எல்லோரும் ஒன்றாக "
         "உட்கார முடிகிறது. நன்றி.", 9),
    Told(33, "kavitha", "call.made", "arjun", "Asked whether the same chairs can still be made. They can.", 14, facts=came_in(4)),
    # Eleanor Whitcombe, Bath
    Told(330, "eleanor", "meeting.held", "maya", "Showed us the library room: damp on the north wall. Shelves must stand off it "
         "by 4 cm.", 10, facts={"place": "Her house in Bath", "people": "Eleanor, the surveyor"}, is_pinned=True),
    Told(170, "eleanor", "letter.received", "", "Dear Maya, the reading chair has become the place where everyone wants to "
         "sit, so I hardly ever do. Consider that a complaint, and a compliment.", 11),
    Told(45, "eleanor", "gift.given", "maya", "She writes with a fountain pen.", 15,
         facts={"what": "Pen tray in pear wood", "value": "24", "currency": "GBP", "occasion": "Five years with us"}),
    Told(8, "eleanor", "call.made", "maya", "Wants the quote for the library in two steps, so that she can begin soon.",
         11, 25, out(17)),
    # James Okafor
    Told(64, "james", "call.made", "maya", "Ordered the drop-leaf table for his new flat. Third floor, no lift.", 13,
         facts=came_in(12)),
    Told(22, "james", "note.written", "maya", "Prefers to hear bad news by phone and early. Told me so himself.", 9, 50,
         is_pinned=True),
    # Ruth Adeyemi
    Told(130, "ruth", "meeting.held", "maya", "Chose the oak for the table top herself, board by board.", 14,
         facts={"place": "Linden Yard", "people": "Ruth, her sister"}),
    Told(5, "ruth", "call.made", "maya", "A scratch across the table top, found when she took the cloth off. Calm, but "
         "disappointed. I said sorry and that we decide this week.", 16, 10, came_in(9)),
    # Harriet Cole, The Thornbury Inn
    Told(75, "harriet", "letter.sent", "maya", "Dear Harriet, thank you for showing us the dining room. Here are three ways to "
         "seat forty in it without anyone sitting by the kitchen door.", 12),
    Told(13, "harriet", "call.made", "maya", "", 10, 15, out(outcome="voicemail")),
    Told(7, "harriet", "call.made", "maya", "Wants us to measure the bar as well. Two dates, please, not one.", 11, facts=out(8)),
]  # fmt: skip

YESTERDAY = (  # customer, by, words, days ago, hour
    ("ondrej", "petra", "@Maya Fenwick budou chtít i stoly do jídelny. Uděláš prosím návrh?", 1, 16),
    ("murugan", "arjun", "@Davit the varnish for the second forty comes late, perhaps two days. Can Tbilisi lend us some?", 1, 12),
    ("tamar", "davit", "@Maya საბა მალე სკოლაში მიდის. Perhaps a desk from the offcuts, as a surprise?", 1, 18),
    ("ruth", "maya", "@Petra you refinished an oak top last year without taking it off. How long did it take?", 1, 17),
)  # fmt: skip
