"""Languages that the house does not speak but some of its customers write: what their programs put around words."""

from . import Phrases

RUSSIAN = Phrases(
    wrote=(
        r".*\d.*(?:пишет|писал|писала|писал\(а\)|написал|написала|написал\(а\))",
        r".+ (?:пишет|написал(?:а|\(а\))?)",
    ),
    original=("исходное сообщение", "пересылаемое сообщение", "оригинальное сообщение"),
    forwarded=("пересланное сообщение", "пересылаемое сообщение", "начало переадресованного сообщения:?"),
    sender=("от", "от кого"),
    head=("отправлено", "дата", "кому", "копия", "тема"),
    sent_from=(r"отправлено (?:с|из|через) ", r"скачать outlook для", r"получите outlook для"),
    closings=("с (?:наилучшими )?(?:уважением|пожеланиями)", "с наилучшими пожеланиями", "всего (?:доброго|хорошего)"),
    thanks=("(?:заранее |большое )?спасибо", "благодарю"),
    automatic_reply=("автоматический ответ", "автоответ"),
    out_of_office=("в отпуске", "нет на рабочем месте", "отсутствую", "вне офиса"),
    until=(r"\b(?:до|по) {date}", r"(?:вернусь|выйду) .{0,20}?{date}"),
    months=("янв", "фев", "мар", "апр", "мая|май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    forward_subject=("пересл", "fwd"),
)
GERMAN = Phrases(
    wrote=(r"am\b.+\bschrieb\b.*", r".+ schrieb (?:am\b.+|.*\d.*)"),
    original=("ursprüngliche nachricht", "original-?nachricht", "originalnachricht"),
    forwarded=("weitergeleitete nachricht", "anfang der weitergeleiteten nachricht:?"),
    sender=("von",),
    head=("gesendet", "datum", "an", "cc", "betreff", "wichtigkeit"),
    sent_from=(r"von meinem .+ gesendet", r"gesendet von ", r"gesendet mit ", r"outlook für .+ herunterladen"),
    closings=(
        "(?:mit )?(?:freundlichen|besten|herzlichen|lieben) grüßen",
        "(?:viele|liebe|beste|herzliche) grüße",
        "mfg",
    ),
    thanks=("(?:vielen |besten |herzlichen )?dank(?: im voraus)?", "danke"),
    automatic_reply=("automatische antwort", "abwesenheitsnotiz", "abwesend"),
    out_of_office=("nicht im (?:büro|hause)", "abwesenheit", "im urlaub", "außer haus"),
    until=(r"\bbis (?:zum |einschließlich |inkl\. )?{date}", r"(?:ab|am) (?:dem )?{date} (?:wieder|zurück)"),
    months=("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
    forward_subject=("wg",),
)
SLOVAK = Phrases(
    wrote=(r"dňa\b.+\bnapísal(?:\(a\)|/a|a)?(?:\b.*)?", r".+\d.+ (?:odosielateľ|používateľ) .+ napísal(?:\(a\)|a)?"),
    original=("pôvodná správa", "pôvodný e-?mail"),
    forwarded=("preposlaná správa",),
    head=("odoslané", "dátum", "kópia", "predmet"),
    sent_from=(r"odoslané (?:z|zo|pomocou) ",),
    automatic_reply=("automatická odpoveď",),
    out_of_office=("mimo kancelárie", "na dovolenke"),
)
ALL = (RUSSIAN, GERMAN, SLOVAK)
