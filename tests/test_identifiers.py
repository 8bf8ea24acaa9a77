"""Promise: ids of events are well-formed UUIDs of version 7 that carry their time and sort by it."""

from uuid import RFC_4122, UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.identifiers import uuid7

MILLIS = st.integers(0, 2**48 - 1)
NOISE = st.binary(min_size=10, max_size=10)


@settings(deadline=None)
@given(MILLIS, NOISE)
def test_an_id_has_the_version_and_variant_of_rfc_9562_and_its_time_in_front(
    millis: int, noise: bytes
) -> None:
    text = uuid7(millis, lambda count: noise[:count])
    parsed = UUID(text)
    assert str(parsed) == text
    assert parsed.version == 7
    assert parsed.variant == RFC_4122
    assert parsed.int >> 80 == millis


def test_the_example_of_the_standard_comes_out_as_printed_there() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 19:22:22 UTC, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    noise = (0xCC3 << 68 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, lambda count: noise) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@settings(deadline=None)
@given(MILLIS, MILLIS, NOISE, NOISE)
def test_ids_sort_by_time_whatever_the_noise(one: int, other: int, noise: bytes, more: bytes) -> None:
    first, second = uuid7(one, lambda count: noise), uuid7(other, lambda count: more)
    if one != other:
        assert (first < second) == (one < other)


@settings(deadline=None)
@given(MILLIS, st.lists(st.integers(0, 2**62 - 1), min_size=2, max_size=20, unique=True))
def test_ids_of_one_millisecond_differ_by_their_noise(millis: int, noises: list[int]) -> None:
    ids = {uuid7(millis, lambda count, n=noise: n.to_bytes(count, "big")) for noise in noises}  # type: ignore[misc]
    assert len(ids) == len(noises)


@pytest.mark.parametrize("wrong, held", [(-1, 0), (2**48, 2**48 - 1), (10**18, 2**48 - 1)])
def test_a_clock_beyond_the_format_still_gives_an_id(wrong: int, held: int) -> None:
    assert UUID(uuid7(wrong, lambda count: b"\0" * count)).int >> 80 == held
