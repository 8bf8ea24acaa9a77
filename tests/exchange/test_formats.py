"""Keeps the promises of the registry: every format can be imported and does what it says, and files tell what they are."""

from pathlib import PurePath

import pytest

from nmt_study.errors import NmtError
from nmt_study.exchange.format import Format
from nmt_study.exchange.formats import FORMATS, find, of_file, reader_of, writer_of


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.id)
def test_every_format_has_what_it_says(one: Format) -> None:
    if one.reads:
        assert callable(reader_of(one))
    if one.writes:
        assert callable(writer_of(one))


@pytest.mark.parametrize("one", [one for one in FORMATS if one.suffixes], ids=lambda one: one.id)
def test_a_file_is_known_by_the_end_of_its_name(one: Format) -> None:
    for suffix in one.suffixes:
        if suffix != ".xml":
            assert of_file(PurePath(f"a{suffix.upper()}"), b"") == one


def test_what_no_format_is_is_refused_with_what_there_is() -> None:
    assert of_file(PurePath("a.bin"), b"") is None
    with pytest.raises(NmtError, match="there is no format"):
        find("ankii", reads=True)
