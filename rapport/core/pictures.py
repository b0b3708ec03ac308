"""Pictures that people upload: any picture in, a small clean one out, without where and with what it was taken."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
MEGABYTE = 2**20


def as_jpeg(upload: UploadedFile, *, side: int, megabytes: int) -> bytes:
    """The picture as a JPEG on white of at most `side` pixels a side. Raises `ValidationError`."""
    picture = _opened(upload, side, megabytes)
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    out = BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def as_png(upload: UploadedFile, *, side: int, megabytes: int) -> bytes:
    """The picture as a PNG of at most `side` pixels a side. Raises `ValidationError`."""
    picture = _opened(upload, side, megabytes)
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opened(upload: UploadedFile, side: int, megabytes: int) -> Image.Image:
    """The picture in pixels, upright. Raises `ValidationError` for what is no picture, or too large a one."""
    if upload.size > megabytes * MEGABYTE:
        too_large = _("This picture is larger than %(megabytes)s MB. Save it smaller and try again.")
        raise ValidationError(too_large % {"megabytes": megabytes}, code="too_large")
    try:
        picture = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(
                _("This picture has too many pixels. Save it smaller and try again."), code="too_large"
            )
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise ValidationError(_("This is not a PNG, JPEG or WebP picture."), code="not_a_picture") from problem
    picture.thumbnail((side, side))
    return picture
