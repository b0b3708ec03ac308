"""Photos of customers: any picture in, a small clean JPEG out."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 8 * 2**20
MOST_PIXELS = 40_000_000
SIDE = 640
FORMATS = ("PNG", "JPEG", "WEBP")


def redrawn(upload: UploadedFile) -> bytes:
    """The picture as a JPEG of at most 640 pixels a side, without where and with what it was taken.

    Raises `ValidationError` for what is no picture, or too large a one.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This picture is larger than 8 MB. Save it smaller and try again."), code="too_large")
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
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    out = BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
