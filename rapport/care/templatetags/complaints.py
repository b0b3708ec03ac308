"""How complaints look: how bad they are, what is given for them."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.care.complaints import remedies
from rapport.care.models import Remedy, Severity
from rapport.core.countries import country_name

register = template.Library()
WORDS = {
    Severity.MINOR: _("Minor"),
    Severity.MODERATE: _("Moderate"),
    Severity.MAJOR: _("Major"),
    Severity.CRITICAL: _("Critical"),
}
TONES = {Severity.MAJOR: "risk", Severity.CRITICAL: "late"}
STATES = {Remedy.State.PROPOSED: "risk", Remedy.State.APPROVED: "pen", Remedy.State.GIVEN: "kept"}
NOT_GIVEN = (Remedy.State.REFUSED, Remedy.State.TAKEN_BACK)


@register.filter
def severity_word(severity: str) -> str:
    return WORDS.get(severity, "")


@register.filter
def severity_tone(severity: str) -> str:
    return TONES.get(severity, "plain")


@register.filter
def remedy_tone(remedy: Remedy) -> str:
    return STATES.get(remedy.state, "plain")


@register.filter
def given(remedy: Remedy) -> str:
    """What it is, in the reader's language."""
    return remedies.in_words(remedy, get_language())


@register.filter
def standing(case) -> list[Remedy]:
    """What they get, as it stands; one query."""
    return list(case.remedies.exclude(state__in=NOT_GIVEN).order_by("proposed_at"))


@register.filter
def country(code: str) -> str:
    return country_name(code)
