"""Just enough of protobuf's wire format to read what Anki keeps in it: numbered fields of numbers and bytes.

Source: the encoding page of the Protocol Buffers documentation (varints, and wire types 0, 1, 2 and 5).
"""

from collections.abc import Iterator

_MOST = 1_000_000  # fields of one message
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Give the number and the value of each field in order; a number of fixed length comes as its bytes.

    Raises:
        ValueError: it is no such message, or ends too early.
    """
    at = 0
    for _ in range(_MOST):
        if at >= len(data):
            return
        key, at = _varint(data, at)
        number, shape = key >> 3, key & 7
        if shape == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if shape == _BYTES:
            length, at = _varint(data, at)
        elif shape in {_EIGHT_BYTES, _FOUR_BYTES}:
            length = 8 if shape == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"wire type {shape}")
        if at + length > len(data):
            raise ValueError("a field that ends too early")
        yield number, data[at : at + length]
        at += length
    raise ValueError("too many fields")


def number_in(data: bytes, wanted: int) -> int:
    """Return the last number of a field, 0 where there is none."""
    return next(
        (value for key, value in reversed(list(fields(data))) if key == wanted and isinstance(value, int)), 0
    )


def text_in(data: bytes, wanted: int) -> str:
    """Return the last text of a field, "" where there is none."""
    found = [value for key, value in fields(data) if key == wanted and isinstance(value, bytes)]
    return found[-1].decode("utf-8", "replace") if found else ""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number that does not end")
