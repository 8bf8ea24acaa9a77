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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which nerve? {=tibial ~femoral}\n", "gift"),
        ("\ufeff$CATEGORY: Knee\n\nIs it?{T}\n", "gift"),
        ("// a comment\n\n::Name: one::Which? {\n\t=tibial\n\t~femoral\n}\n", "gift"),
        ("The femur is a bone.{T}\n\nThe knee is a bone. { FALSE#It is a joint. }\n", "gift"),
        ("How many?{#33:1}\r\n\r\nIs it?\r\n{TRUE}\r\n", "gift"),
        ("Which nerve? {\n\t=tibial\t#right\n\t~femoral\t#wrong\n}\n", "gift"),
        ("Which nerve? {=tibial ~femoral}\tnerves\nWhich bone?\tfemur\n", "csv"),
        ("The set {T} is\nnot closed\n", "csv"),
        ("Which nerve?\r\nA. tibial\r\nB. femoral\r\nANSWER: A\r\n", "aiken"),
        ("1. Which nerve?\nA. tibial\nB. femoral\nANSWER: A\n", "csv"),
        ("knee\tjoint\nhip\tjoint\n", "csv"),
        ("#separator:tab\n#html:true\nThe {{c1::=tibial}} nerve\t::a::\n", "csv"),
        ("The {{c1::tibial}} nerve\tknee::nerves\n", "csv"),
        ("question,answer\nWhat is \\\\{=x}?,y\n", "csv"),
        ("", "csv"),
    ],
)
def test_a_text_is_what_is_in_it(text: str, name: str) -> None:
    found = of_file(PurePath("questions.txt"), text.encode())
    assert found is not None
    assert found.id == name


def test_what_no_format_is_is_refused_with_what_there_is() -> None:
    assert of_file(PurePath("a.bin"), b"") is None
    with pytest.raises(NmtError, match="there is no format"):
        find("ankii", reads=True)
