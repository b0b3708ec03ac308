"""Fields that several forms about customers share."""

from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.staff.choices import time_zones


class LanguageField(forms.ChoiceField):
    """A language somebody is written to in: ours first, then those that customers were given elsewhere."""

    def __init__(self, *, empty=None, **kwargs):
        self.empty = empty or _("As the business")
        kwargs.setdefault("label", _("Language"))
        super().__init__(choices=self.languages, **kwargs)

    def languages(self) -> list[tuple[str, str]]:
        others = (
            "en-GB",
            "en-US",
            "en-IN",
            "de",
            "fr",
            "it",
            "es",
            "pl",
            "sk",
            "hu",
            "uk",
            "ru",
            "tr",
            "hy",
            "az",
            "hi",
        )
        own = list(settings.LANGUAGES)
        first = [("", self.empty)] if not self.required else []
        return first + own + [(code, formats.language_name(code)) for code in others]

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or len(value) <= 12  # what an import brought stays what it is


class TimeZoneField(forms.ChoiceField):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Time zone"))
        super().__init__(choices=lambda: [("", _("As the business")), *time_zones()], required=False, **kwargs)

    def clean(self, value):
        value = value or ""
        if value and value not in available_timezones():
            raise ValidationError(_("Choose a time zone from the list."), code="unknown_zone")
        return str(ZoneInfo(value)) if value else ""


class WordsField(forms.CharField):
    """Several short texts, divided by commas."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value) -> list[str]:
        if isinstance(value, list):
            return value
        parts = super().to_python(value).replace(";", ",").replace("\n", ",").split(",")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def validate(self, value) -> None:
        super().validate(value)
        if any(len(part) > 60 for part in value):
            raise ValidationError(_("Each may have at most 60 characters."), code="too_long")

    def run_validators(self, value) -> None:
        """Lengths are those of the parts."""

    def has_changed(self, initial, data) -> bool:
        return sorted(self.to_python(initial or [])) != sorted(self.to_python(data or ""))
