"""Keeps the promise that a deck leaves with the pictures that it shows, and comes back with them."""

import os
from pathlib import Path

import pytest

from nmt_study.deck.grammar.images import images_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.exchange.box import read_here
from nmt_study.exchange.formats import find
from nmt_study.services.exchange import media
from nmt_study.services.exchange.exchanging import bring_in, take_out
from tests.services.conftest import Made

PNG = b"\x89PNG\r\n\x1a\n"
PICTURES = {
    "x.png": b"1",
    "a/x.png": b"2",
    "a/b c.png": b"3",
    "a/b (1).png": b"4",
    "a/titled.png": b"5",
    "all/r.png": b"6",
}
WRITTEN = (
    "x.png",
    "a/x.png",
    "a/b%20c.png",
    "a/b%20(1).png",
    'a/titled.png "A knee"',
    "@/all/r.png",
)
FORMATS = ("moodle-xml", "qti12", "qti21", "anki")


def deck_of(paths: tuple[str, ...]) -> str:
    """Return a deck with an item for each picture."""
    items = (f"Q: Number {at}: ![it]({path})\n\nA: Yes.\n" for at, path in enumerate(paths))
    return "\n".join(["---\ntitle: Knee\n---\n", *items])


def put(folder: Path, pictures: dict[str, bytes]) -> None:
    """Write pictures below a folder."""
    for name, data in pictures.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(PNG + data)


@pytest.mark.parametrize("name", FORMATS)
def test_pictures_leave_with_a_deck_and_come_back_each_as_it_was(someone: Made, name: str) -> None:
    here, there = someone(knee=deck_of(WRITTEN)), someone()
    put(here.places.home / "decks", PICTURES)
    departed, _ = take_out(here.sit_down(), "knee", name)
    assert [one for one in departed.losses if "picture" in f"{one.where} {one.what}"] == []
    arrived = read_here(find(name, reads=True), departed.data, "knee", {})
    (told,) = bring_in(there.sit_down(), arrived, "knee")
    assert (told.new, told.pictures) == (6, 6)
    path = there.places.home / told.path
    items = parse(path.read_bytes(), told.path).deck.items
    numbers = {item.stem[7:8]: path.parent / image for item in items for image in images_of(item)}
    assert [numbers[str(at)].read_bytes() for at in range(6)] == [PNG + data for data in PICTURES.values()]
    (again,) = bring_in(there.sit_down(), arrived, "knee")
    assert (again.new, again.pictures) == (0, 0)
    second, _ = take_out(there.sit_down(), there.sit_down().library.decks()[0].id, name)
    back = read_here(find(name, reads=True), second.data, "knee", {})
    (back_here,) = bring_in(there.sit_down(), back, "knee")
    assert (back_here.new, back_here.pictures) == (0, 0)


@pytest.mark.parametrize(
    "path", ["../secret.png", "/etc/x.png", "link.png", "http://x/y.png", "@/../secret.png"]
)
def test_no_picture_from_elsewhere_leaves(someone: Made, path: str) -> None:
    here = someone(knee=deck_of((path,)) + "\nQ: Another?\n\nA: Yes.\n")
    put(here.places.home, {"secret.png": b"s"})
    (here.places.home / "decks" / "link.png").symlink_to(here.places.home / "secret.png")
    departed, _ = take_out(here.sit_down(), "knee", "moodle-xml")
    assert b"<file" not in departed.data


def test_a_picture_that_is_too_large_is_told(someone: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    here = someone(knee=deck_of(("x.png",)))
    put(here.places.home / "decks", {"x.png": b"x" * 100})
    monkeypatch.setattr(media, "MOST", 50)
    departed, _ = take_out(here.sit_down(), "knee", "moodle-xml")
    assert any("x.png, which is larger than" in one.what for one in departed.losses)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever runs this may read all")
def test_a_picture_that_may_not_be_read_is_told(someone: Made) -> None:
    here = someone(knee=deck_of(("x.png",)))
    put(here.places.home / "decks", {"x.png": b"x"})
    (here.places.home / "decks" / "x.png").chmod(0)
    departed, _ = take_out(here.sit_down(), "knee", "anki")
    assert any("x.png, which cannot be read" in one.what for one in departed.losses)


def test_a_picture_that_fails_while_it_is_read_is_told(
    someone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError(5, "input/output error")

    here = someone(knee=deck_of(("x.png",)))
    put(here.places.home / "decks", {"x.png": b"x"})
    monkeypatch.setattr(media, "read_bytes", broken)
    departed, _ = take_out(here.sit_down(), "knee", "anki")
    assert any("x.png, which cannot be read: input/output error" in one.what for one in departed.losses)
