"""Pictures as they may be kept: decoded with care, upright, stripped of all they tell."""

import re
import struct
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import ExifTags, Image, ImageOps

from linli.kernel.calendar import SHANGHAI
from linli.kernel.errors import Refusal

MOST_PIXELS = 40_000_000
LONGEST_SIDE, THUMBNAIL_SIDE = 2048, 480
READ_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MARKUP = re.compile(
    rb"<(?:svg|html|script|iframe|body)[\s>/]|<!doctype\s|<\?php", re.IGNORECASE
)
# What Pillow's decoders raise on damaged files.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, EOFError, struct.error, OverflowError)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class FileKindNotTaken(Refusal):
    status = 415


class PictureDamaged(Refusal):
    status = 422


class PictureTooLarge(Refusal):
    status = 413


@dataclass(frozen=True)
class Picture:
    """A picture without past: JPEG, or WebP where parts of it are transparent."""

    content: bytes
    thumbnail: bytes
    media_type: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        return {"image/jpeg": "jpg", "image/webp": "webp"}[self.media_type]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """When and where a picture says it was taken (拍摄信息); where as latitude,longitude."""

    at: datetime | None = None
    where: str = ""


def clean_picture(content: bytes) -> Picture:
    """Draw the picture anew: upright, at most 2048 pixels long, with nothing but its pixels."""
    if MARKUP.search(content):
        raise FileKindNotTaken("这个文件夹带了网页代码，不能作为图片收下。")
    large = _drawn(content, LONGEST_SIDE)
    small = large.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(
        content=_encoded(large),
        thumbnail=_encoded(small),
        media_type="image/webp" if large.mode == "RGBA" else "image/jpeg",
        width=large.width,
        height=large.height,
    )


def taken(content: bytes) -> Taken:
    """Read when and where a picture was taken, as far as it says so.

    Where somebody was is sensitive (个人信息保护法 28): ask before keeping it.
    """
    try:
        exif = Image.open(BytesIO(content), formats=READ_FORMATS).getexif()
        camera = exif.get_ifd(ExifTags.IFD.Exif)
        return Taken(
            at=_moment(camera.get(ExifTags.Base.DateTimeOriginal)),
            where=_position(exif.get_ifd(ExifTags.IFD.GPSInfo)),
        )
    except (*DAMAGE, *BOMB, KeyError, IndexError, ZeroDivisionError):
        return Taken()


def _drawn(content: bytes, side: int) -> Image.Image:
    image = _opened(content)
    try:
        image.thumbnail((side, side))  # lets a JPEG decode at a fraction of its size
        upright = ImageOps.exif_transpose(image)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        # A new canvas: Pillow carries comments and colour profiles along when it saves.
        canvas = Image.new(mode, upright.size)
        canvas.paste(upright.convert(mode))
    except DAMAGE:
        raise PictureDamaged("图片已损坏，打不开，请换一张。") from None
    return canvas


def _opened(content: bytes) -> Image.Image:
    """Open without decoding, so that a small file that swells is refused by what it claims."""
    try:
        image = Image.open(BytesIO(content), formats=READ_FORMATS)
    except BOMB:
        raise _too_large() from None
    except DAMAGE:
        raise FileKindNotTaken("只收JPG、PNG、WebP、GIF图片和PDF文件。") from None
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    return image


def _too_large() -> PictureTooLarge:
    return PictureTooLarge("图片超过4000万像素，请缩小后再传。")


def _encoded(image: Image.Image) -> bytes:
    out = BytesIO()
    if image.mode == "RGBA":
        image.save(out, "WEBP", quality=82)
    else:
        image.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


def _moment(written: object) -> datetime | None:
    """Read a camera's wall time, which is that of the country where the picture was taken."""
    if not isinstance(written, str):
        return None
    return datetime.strptime(written.strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)


def _position(gps: dict[int, object]) -> str:
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef)
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef)
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.5f},{longitude:.5f}"


def _degrees(gps: dict[int, object], angle: int, half: int) -> float | None:
    parts = gps.get(angle)
    if not isinstance(parts, tuple):
        return None
    degrees, minutes, seconds = map(float, parts)
    sign = -1 if gps.get(half) in ("S", "W") else 1
    return sign * (degrees + minutes / 60 + seconds / 3600)
