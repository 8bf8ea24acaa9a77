"""Identifiers of events: UUID version 7 (RFC 9562, section 5.7), from a given time and given random bytes."""

from collections.abc import Callable
from uuid import UUID

RandomBytes = Callable[[int], bytes]
"""Gives so many random bytes."""

_LAST_MILLIS = 2**48 - 1  # in the year 10889


def uuid7(millis: int, rand: RandomBytes) -> str:
    """Return a UUIDv7 in lower-case canonical form.

    `millis` are milliseconds since 1970 (UTC) and sort the ids of different milliseconds; a clock outside the
    48 bits there are is held at the nearest end, because a wrong clock must not cost an answer. `rand(n)` gives
    n random bytes.
    """
    noise = int.from_bytes(rand(10), "big")
    high = min(max(millis, 0), _LAST_MILLIS) << 16 | 0x7000 | noise >> 68
    low = 0b10 << 62 | noise & (1 << 62) - 1
    return str(UUID(int=high << 64 | low))
