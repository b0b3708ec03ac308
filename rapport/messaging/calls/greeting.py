"""How the house answers the telephone: one text in each language, the same on every screen."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.customers.naming import language_of
from rapport.messaging.models import Call, HouseGreeting
from rapport.staff.models import Business, User

FIELDS = ("company", "first_name")


@dataclass(frozen=True)
class Said:
    language: str
    text: str


def languages() -> list[str]:
    """In which the house answers: its first language first."""
    business = Business.objects.current()
    return list(dict.fromkeys([business.language, *business.languages]))


def usual(language: str) -> str:
    """What is said where the house has chosen nothing else."""
    base = language.split("-")[0]
    with translation.override(base if base in dict(settings.LANGUAGES) else "en"):
        return _("{company}, {first_name} speaking. How can I help you?")


def greeting(user: User, language: str) -> Said:
    """What `user` says, in `language`. One query."""
    own = HouseGreeting.objects.filter(language__in={language, language.split("-")[0]}).order_by("-language").first()
    text = own.text if own else usual(language)
    return Said(language, filled(text, user))


def filled(text: str, user: User) -> str:
    values = {"company": Business.objects.current().name, "first_name": user.get_short_name()}
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def language_for(call: Call) -> str:
    """Theirs where we know them, else that of the line, else the first of the house."""
    if call.customer:
        return language_of(call.customer)
    return call.channel.language or Business.objects.current().language


def keep(texts: dict[str, str]) -> None:
    """One text a language; empty, or as usual: the usual one."""
    for language, text in texts.items():
        rows = HouseGreeting.objects.filter(language=language)
        if not text or text == usual(language):
            rows.delete()
        elif row := rows.first():
            row.text = text
            row.save()
        else:
            HouseGreeting.objects.create(language=language, text=text)
