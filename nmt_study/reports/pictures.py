"""Pictures on a paper: of a form that is known, of a size that can be opened, and small enough to send."""

import io
from base64 import b64encode
from dataclasses import dataclass

LARGEST = 20_000_000
"""Bytes of a picture file."""

_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 1600  # pixels; as wide as a page, that is more than 200 to the inch
_FORMS = ("PNG", "JPEG", "GIF")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is printed: PNG or JPEG, with its width and height in pixels."""

    data: bytes
    form: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """The picture itself as the address of an image in HTML."""
        return f"data:image/{self.form};base64,{b64encode(self.data).decode('ascii')}"


def picture_of(data: bytes) -> Picture | None:
    """Return a picture drawn anew from the bytes of a file, or None for what is none, or too large."""
    if len(data) > LARGEST:
        return None
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=_FORMS) as found:
            if found.width * found.height > _MOST_PIXELS:
                return None
            form = "jpeg" if found.format == "JPEG" else "png"
            drawn = found.convert("RGB" if form == "jpeg" else "RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    drawn.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    if form == "png":  # on paper what is transparent is white
        white = Image.new("RGBA", drawn.size, "white")
        drawn = Image.alpha_composite(white, drawn).convert("RGB")
    stream = io.BytesIO()
    drawn.save(stream, form)
    return Picture(stream.getvalue(), form, drawn.width, drawn.height)
