"""Logos: taken as pictures in, kept as small clean PNGs."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 2 * 2**20
MOST_PIXELS = 20_000_000
SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")


def as_logo(upload: UploadedFile) -> bytes:
    """The picture as a PNG of at most 512 pixels a side, without anything hidden in it. Raises `ValidationError`."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This picture is larger than 2 MB. Save it smaller and try again."), code="too_large")
    try:
        picture = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(
                _("This picture has too many pixels. Save it smaller and try again."), code="too_large"
            )
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise ValidationError(_("This is not a PNG, JPEG or WebP picture."), code="not_a_picture") from problem
    picture.thumbnail((SIDE, SIDE))
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
