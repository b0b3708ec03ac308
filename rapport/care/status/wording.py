"""What is shown in one language: names, titles and words, with the language they are really in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from rapport.care.models import Incident, IncidentUpdate, Service
from rapport.staff.models import Business


@dataclass(frozen=True)
class Said:
    text: str
    lang: str = ""  # when it is not the language of the page

    def __str__(self) -> str:
        return self.text


def languages(business: Business) -> list[str]:
    """In which the business speaks to its customers, its own first; as far as we have words in them."""
    ours = dict(settings.LANGUAGES)
    own = business.language if business.language in ours else "en"
    return list(dict.fromkeys([own, *(code for code in business.languages if code in ours)]))


def name_of(service: Service, language: str, business: Business) -> Said:
    return _of(service.local_names, language, service.name, business)


def title_of(incident: Incident, language: str, business: Business) -> Said:
    return _of(incident.local_titles, language, incident.title, business)


def words_of(said: IncidentUpdate, language: str, business: Business) -> Said:
    """In that language, else in the business's, else in whichever there is."""
    first = next(iter(said.texts.items()), ("", ""))
    other = business.language if business.language in said.texts else first[0]
    if language in said.texts:
        return Said(said.texts[language])
    return Said(said.texts.get(other, ""), other)


def _of(local: Mapping[str, str], language: str, own: str, business: Business) -> Said:
    if local.get(language):
        return Said(local[language])
    return Said(own, "" if business.language == language else business.language)
