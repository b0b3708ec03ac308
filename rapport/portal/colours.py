"""The business's own colour on its customers' site, and what can be read on it (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OWN_BRAND = "#17583f"
LEAST = 3.0  # against white: buttons and marks have to be told from the page
HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2, definition "relative luminance")."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def on_brand(brand: str) -> str:
    """Black or white, whichever reads better on it; one of the two always has 4.5:1."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(brand, ink))


def check_brand(brand: str) -> None:
    """Raises `ValidationError` unless it is a colour that can be told from white."""
    if not HEX.fullmatch(brand):
        raise ValidationError(_("A colour is written as # and six digits, such as #17583f."), code="invalid")
    if contrast(brand, "#ffffff") < LEAST:
        raise ValidationError(_("That is too light to be seen on white. Choose a darker one."), code="too_light")
