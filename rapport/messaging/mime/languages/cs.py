"""Czech."""

from . import Phrases

PHRASES = Phrases(
    wrote=(
        r"dne\b.+\bnapsal(?:\(a\)|/a|a|i|o)?(?:\b.*)?",  # Thunderbird, Apple Mail
        r".+\d.+ (?:odesílatel|uživatel|uživatelka) .+ napsal(?:\(a\)|/a|a|o)?",  # Gmail
        r".+ napsal(?:\(a\)|/a|a)? (?:dne )?\d.+",
        r".+ (?:napsal(?:\(a\)|/a|a)?|píše)",
    ),
    original=("původní zpráva", "původní e-?mail", "původní událost", "puvodni zprava", "puvodni e-?mail"),
    forwarded=(
        "přeposlaná zpráva",
        "přeposlaný e-?mail",
        "předaná zpráva",
        "začátek přeposlané zprávy:?",
        "preposlana zprava",
    ),
    sender=("od",),
    head=(
        "odesláno",
        "odeslano",
        "datum",
        "komu",
        "kopie",
        "skrytá kopie",
        "předmět",
        "predmet",
        "důležitost",
        "přílohy",
    ),
    sent_from=(
        r"odesláno (?:z|ze|pomocí|přes|prostřednictvím) ",
        r"odeslano (?:z|ze|pomoci) ",
        r"posláno (?:z|ze) ",
        r"získat outlook pro",
        r"stáhněte si outlook pro",
    ),
    closings=(
        "s (?:přátelským |srdečným |uctivým |přáním hezkého dne )?pozdravem?",
        "se? (?:srdečným )?pozdravem?",
        "s pozdravem a přáním (?:hezkého|pěkného|příjemného) dne",
        "s přáním (?:hezkého|pěkného|příjemného|krásného) (?:dne|večera|víkendu)",
        "s úctou",
        "v úctě",
        "(?:přeji |přejeme )?(?:hezký|pěkný|krásný|příjemný) (?:den|večer|víkend|zbytek dne)",
        "(?:srdečně )?zdraví(?:m|me)?",
        "mějte se(?: hezky| pěkně)?",
        "s pozdravom",
    ),
    thanks=(
        "(?:předem |moc |mockrát )?(?:děkuji|děkuju|díky|dík)",
        "(?:děkuji|děkuju|díky|dík) (?:předem|moc|mockrát|za odpověď|a s pozdravem|a hezký den)",
        "děkujeme",
    ),
    automatic_reply=("automatická odpověď", "automaticka odpoved", "automatické upozornění"),
    out_of_office=(
        r"mimo kancelář",
        r"(?:jsem|budu|čerpám|mám) .{0,30}(?:dovolen|nepřítom|na mateřsk|na rodičovsk)",
        r"(?:oznámení o )?nepřítomnost",
        r"na dovolené",
        r"nejsem (?:v kanceláři|k zastižení|v práci|přítom)",
    ),
    until=(
        r"\bdo {date}",
        r"(?:od|mezi) .{1,40}? (?:-|–|do|až|a) {date}",
        r"(?:zpět|zpátky|vrátím se|vracím se|v kanceláři|v práci|k dispozici|k zastižení) "
        r".{0,20}?(?:od|dne|v [a-zá-ž]{4,7})? ?{date}",
        r"\d{1,2}\. ?(?:\d{1,2}\. ?)?[-–] ?{date}",
    ),
    months=(
        "led",
        "únor",
        "břez",
        "dub",
        "květ",
        "červn|červen",
        "červenc",
        "srp",
        "září",
        "říj",
        "listopad",
        "prosin",
    ),
    forward_subject=("přeposlat", "předat", "přep", "přeposláno"),
)
