"""Words by which a sentence gives itself away, in the four languages: excuses, conditions, what silences people.

Georgian and Tamil put endings on words, and so does Czech: those lists hold stems. A language without a list is only
looked at for what needs no list.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Regular expressions of one language; `\\b` only where the script has spaces and no endings."""

    excuses: tuple[str, ...]  # what turns an apology or a restatement into an excuse
    apologies: tuple[str, ...]
    conditions: tuple[str, ...]  # in the sentence of an apology: sorry *if*
    silencing: tuple[str, ...]  # what is given only for silence or for a good rating
    manager: tuple[str, ...]  # who asks for somebody above


ENGLISH = Words(
    excuses=(
        r"\bbut\b",
        r"\bhowever\b",
        r"\bunfortunately,? you\b",
        r"\b(our|company|the) polic(y|ies)\b",
        r"\bpolicy\b",
        r"\byou should have\b",
        r"\byou failed to\b",
        r"\bas you (must|should) know\b",
    ),
    apologies=(r"\bsorry\b", r"\bapologi[sz]e\b", r"\bapolog(y|ies)\b", r"\bregret\b"),
    conditions=(r"\bif\b", r"\bin case\b", r"\bany (inconvenience|trouble|offen[cs]e)\b", r"\bwhether\b"),
    silencing=(
        r"\b(delete|remove|withdraw|take down|change)\b[^.!?\n]{0,40}\b(review|rating|post|complaint|stars)\b",
        r"\b(in (exchange|return) for|on condition|provided)\b[^.!?\n]{0,60}\b(review|rating|silence|stars)\b",
        r"\bfive[- ]star\b",
        r"\bgood (review|rating)\b",
        r"\b(keep|treat) (this|it) (confidential|to yourself)\b",
        r"\bnot (to )?(tell|mention|share)\b[^.!?\n]{0,30}\b(anyone|anybody|others)\b",
    ),
    manager=(r"\b(manager|supervisor|your boss|the boss|the owner|the director|someone in charge)\b",),
)

CZECH = Words(
    excuses=(
        r"\bale\b",
        r"\bavšak\b",
        r"\bvšak\b",
        r"\bnicméně\b",
        r"\bbohužel,? (jste|vy)\b",
        r"\b(naše|firemní|interní) (pravidla|pravidel|směrnice|zásady|zásad)\b",
        r"\bobchodní(ch)? podmín",
        r"\bměl[ai]? jste\b",
    ),
    apologies=(r"\bomlouv", r"\bomluv", r"\bmrzí\b", r"\bpromiňte\b", r"\bje nám (to )?líto\b", r"\blituje"),
    conditions=(r"\bpokud\b", r"\bjestli(že)?\b", r"\bkdyby", r"\bpřípadn", r"\bzda\b", r"\bjakékoli"),
    silencing=(
        r"\b(smaž|odstra[nň]|stáhn|změn)\w*[^.!?\n]{0,40}\b(recenz|hodnocení|příspěv|stížnost)",
        r"\b(výměnou za|pod podmínkou|za předpokladu)\b[^.!?\n]{0,60}\b(recenz|hodnocení|mlčen|stížnost)",
        r"\b(pět hvězd|pětihvězd|dobré hodnocení|dobrou recenzi)",
        r"\bmlčenliv",
    ),
    manager=(r"\b(vedoucí|nadřízen|šéf|ředitel|majitel|manažer)",),
)

GEORGIAN = Words(
    excuses=("მაგრამ", "თუმცა", "სამწუხაროდ,? თქვენ", "პოლიტიკ", "წესების (მიხედვით|თანახმად)", "უნდა გცოდნოდათ"),
    apologies=("ბოდიშ", "ვწუხვარ", "ვწუხვართ", "მოგვიტევ", "მაპატიე", "გვაპატიე", "ვნანობ"),
    conditions=(r"(?<!\w)თუ(კი)?(?!\w)", "იმ შემთხვევაში", r"(?<!\w)რაიმე"),
    silencing=(
        r"(წაშ[ალ]|ამოიღ|შეცვ[ალ])[^.!?\n]{0,40}(შეფასებ|მიმოხილვ|პოსტ|საჩივ)",
        r"(სანაცვლოდ|იმ პირობით)[^.!?\n]{0,60}(შეფასებ|მიმოხილვ|დუმილ|საჩივ)",
        r"(შეფასებ|მიმოხილვ|დუმილ)[^.!?\n]{0,40}(სანაცვლოდ|იმ პირობით)",
        "ხუთ(ი)? ვარსკვლავ",
        "კარგ(ი)? შეფასებ",
    ),
    manager=("მენეჯერ", "უფროს", "დირექტორ", "ხელმძღვანელ", "მფლობელ"),
)

TAMIL = Words(
    excuses=(
        r"(?<!\w)ஆனால்",
        "எனினும்",
        "ஆயினும்",
        "இருப்பினும்",
        "துரதிர்ஷ்டவசமாக,? நீங்கள்",
        "கொள்கை",
        "விதிமுறை",
    ),
    apologies=("மன்னி", "வருந்து", "வருத்தம்", "வருத்தப்படு"),
    conditions=("இருந்தால்", "ிருந்தால்", "என்றால்", "ஒருவேளை", "ஏதேனும்", "ஏதாவது"),
    silencing=(
        r"(விமர்சன|மதிப்பீ|மதிப்புரை|பதிவ|புகார)[^.!?\n]{0,40}(நீக்க|அழி|மாற்ற|திரும்பப்)",
        r"(விமர்சன|மதிப்பீ|மதிப்புரை|மௌன)[^.!?\n]{0,40}(ஈடாக|பதிலாக|நிபந்தனை)",
        "ஐந்து நட்சத்திர",
        "நல்ல (மதிப்பீ|விமர்சன|மதிப்புரை)",
    ),
    manager=("மேலாளர", "உரிமையாளர", "இயக்குநர", "மேலதிகாரி"),
)

LANGUAGES = {"en": ENGLISH, "cs": CZECH, "ka": GEORGIAN, "ta": TAMIL}
