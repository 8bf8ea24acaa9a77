"""Keeps the promise that every event has a second copy, whole and in order, and that what is broken in it is named."""

import json
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage import segments
from nmt_study.storage.event import SELECT_EVENT, Event
from nmt_study.storage.lock import alone
from nmt_study.storage.segment_line import SegmentError, line_of, parsed
from nmt_study.storage.segments import OlderRecordError, Series, home_lock, series_in, series_of
from tests.storage.builders import rows
from tests.storage.kept import Kept, kept, told


def events_of(record: Path) -> list[tuple[Event, str]]:
    """Return the events of a record with their digests."""
    return [(Event.of_row(row)[1], str(row[-1])) for row in told(record, SELECT_EVENT + " ORDER BY position")]


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A home with a history, none of it copied yet."""
    return kept(tmp_path)


def test_what_is_shipped_is_every_event_as_it_is(home: Kept) -> None:
    assert home.ship() == 80
    assert list(home.series.read()) == events_of(home.record)
    assert home.series.count() == 80
    home.student.record.close()


def test_shipping_goes_on_where_it_stopped_and_never_twice(home: Kept) -> None:
    assert [home.ship(25), home.ship(25), home.ship(25), home.ship(25)] == [25, 25, 25, 5]
    home.student.answer("card 1")
    assert home.series.behind(home.record) == 1
    assert home.ship() == 1
    assert home.series.behind(home.record) == 0
    assert list(home.series.read()) == events_of(home.record)
    home.student.record.close()


def test_segments_are_closed_when_full_and_numbered_without_gaps(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "FULL", 3000)
    home.ship(10)
    home.ship()
    names = [path.name for path in home.series.files()]
    assert names == [f"{number:06}.jsonl" for number in range(1, len(names) + 1)]
    assert len(names) > 5
    assert max(path.stat().st_size for path in home.series.files()) < 4500
    assert list(home.series.read()) == events_of(home.record)
    home.student.record.close()


def test_a_line_is_one_json_document_that_another_program_can_read(home: Kept) -> None:
    home.ship()
    head, first, *_ = home.series.files()[0].read_text(encoding="ascii").splitlines()
    assert json.loads(head)["nmt-study"] == "segment"
    ((body, free),) = rows(home.student.record, "SELECT body, free FROM event WHERE position = 1")
    found = json.loads(first)
    assert (found["body"], found["free"]) == (json.loads(str(body)), json.loads(str(free)))
    home.student.record.close()


@pytest.mark.skipif(not hasattr(Path, "owner"), reason="the system knows no owners")
def test_segments_are_for_their_owner_only(home: Kept) -> None:
    home.ship()
    assert [path.stat().st_mode & 0o777 for path in home.series.files()] == [0o600]
    assert home.series.folder.stat().st_mode & 0o777 == 0o700
    home.student.record.close()


@pytest.mark.parametrize("cut", [1, 2, 40, 200, 400, 700])
def test_what_a_killed_program_wrote_by_half_is_no_event_and_is_written_anew(home: Kept, cut: int) -> None:
    home.ship(30)
    (path,) = home.series.files()
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert [event for event, _ in home.series.read()] == [
        event for event, _ in events_of(home.record)[: whole[:-cut].count(b"\n") - 1]
    ]
    home.ship()
    assert list(home.series.read()) == events_of(home.record)
    home.student.record.close()


@pytest.mark.parametrize("left", [0, 1, 20])
def test_a_segment_that_was_only_begun_is_begun_anew(
    home: Kept, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    monkeypatch.setattr(segments, "FULL", 3000)
    home.ship(40)
    last = home.series.files()[-1]
    begun = last.with_name(f"{int(last.stem) + 1:06}.jsonl")
    begun.write_bytes(home.series._head(int(begun.stem))[:left])
    home.ship()
    assert list(home.series.read()) == events_of(home.record)
    home.student.record.close()


def test_zeros_that_a_power_cut_left_at_the_end_are_written_over(home: Kept) -> None:
    home.ship(30)
    (path,) = home.series.files()
    with path.open("ab") as file:
        file.write(b"\0" * 300 + b"\n" + b"\0" * 40)
    home.ship()
    assert list(home.series.read()) == events_of(home.record)
    home.student.record.close()


def broken(home: Kept) -> SegmentError:
    """Return what is said of a series that is not whole."""
    with pytest.raises(SegmentError) as found:
        list(home.series.read())
    return found.value


def test_a_flipped_bit_is_named_with_file_and_line(home: Kept) -> None:
    home.ship()
    (path,) = home.series.files()
    lines = path.read_bytes().split(b"\n")
    lines[17] = lines[17].replace(b'"grade":', b'"grade": 1, "was":')
    path.write_bytes(b"\n".join(lines))
    assert broken(home).message.startswith(f"{path}:18: number 17 of device ")
    assert broken(home).message.endswith("was changed since it was written")
    home.student.record.close()


def test_words_that_were_changed_are_found_although_the_digest_does_not_cover_them(home: Kept) -> None:
    home.ship()
    (path,) = home.series.files()
    path.write_bytes(path.read_bytes().replace(b'"response":"answer 3"', b'"response":"answer 4"'))
    assert "was changed since it was written" in broken(home).message
    home.student.record.close()


def test_a_missing_line_is_a_gap(home: Kept) -> None:
    home.ship()
    (path,) = home.series.files()
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:20] + lines[21:]))
    assert f"{path}:21: event 20 of device " in broken(home).message
    home.student.record.close()


@pytest.mark.parametrize("number", [0, 2, -2])
def test_a_missing_segment_is_a_gap(home: Kept, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(segments, "FULL", 3000)
    home.ship()
    home.series.files()[number].unlink()
    assert "which comes before it, is missing" in broken(home).message
    home.student.record.close()


def test_the_end_of_a_segment_may_be_missing_only_in_the_last(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "FULL", 3000)
    home.ship()
    path = home.series.files()[1]
    path.write_bytes(path.read_bytes()[:-30])
    assert "the rest of this segment is missing" in broken(home).message
    home.student.record.close()


@pytest.mark.parametrize("left", [0, 1, 40])
@pytest.mark.parametrize("number", [1, 2])
def test_a_segment_that_was_only_just_begun_takes_no_event_away(
    home: Kept, monkeypatch: pytest.MonkeyPatch, left: int, number: int
) -> None:
    if number == 2:
        monkeypatch.setattr(segments, "FULL", 1)
        home.ship(1)
    home.series.folder.mkdir(parents=True, exist_ok=True)
    (home.series.folder / f"{number:06}.jsonl").write_bytes(home.series._head(number)[:left])
    assert list(home.series.read()) == events_of(home.record)[: number - 1]
    assert home.series.count() == number - 1
    assert home.series.behind(home.record) == 81 - number
    home.ship()
    assert list(home.series.read()) == events_of(home.record)
    home.student.record.close()


@pytest.mark.parametrize("left", [0, 40])
def test_a_segment_without_a_head_before_others_is_damage(
    home: Kept, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    monkeypatch.setattr(segments, "FULL", 3000)
    home.ship()
    path = home.series.files()[1]
    path.write_bytes(path.read_bytes()[:left])
    assert broken(home).message.startswith(str(path))
    home.student.record.close()


def test_a_segment_of_another_home_is_refused(home: Kept, tmp_path: Path) -> None:
    home.ship()
    other = kept(tmp_path / "other")
    other.student.record.rename("home", "device")
    other.ship()
    home.series.files()[0].write_bytes(other.series.files()[0].read_bytes())
    assert broken(home).message.endswith(":1: it belongs to another home")
    home.student.record.close()
    other.student.record.close()


def test_a_file_that_is_no_segment_and_one_of_a_newer_version_are_named(home: Kept) -> None:
    home.ship()
    (path,) = home.series.files()
    _, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(b"hello\n" + rest)
    assert "this is no segment of nmt-study" in broken(home).message
    path.write_bytes(home.series._head(1).replace(b'"version": 1', b'"version": 2') + rest)
    assert "newer nmt-study" in broken(home).message
    home.student.record.close()


def test_a_record_that_an_older_copy_took_the_place_of_ships_nothing(home: Kept) -> None:
    old = home.record.read_bytes()
    home.student.answer("card 1")
    home.ship()
    before = home.series.files()[0].read_bytes()
    home.student.record.close()
    home.record.write_bytes(old)
    again = home.reopen()
    again.student.answer("card 2")
    with pytest.raises(OlderRecordError):
        again.ship()
    assert home.series.files()[0].read_bytes() == before
    again.student.record.close()


def test_while_another_program_ships_nothing_is_done_and_nothing_waits(home: Kept) -> None:
    home.ship(10)
    with alone(home_lock(home.data, home.series.home)) as free:
        assert free
        assert home.ship() is None
    assert home.ship() == 70
    home.student.record.close()


def test_a_body_that_is_no_canonical_json_is_kept_to_the_letter(home: Kept) -> None:
    for number, body in enumerate(
        ('{"b": 1, "a": 2}', "[1]", '"text"', "no json", '{"x":NaN}', '{"x":1,"x":1}')
    ):
        event = events_of(home.record)[0][0]._replace(body=body, id=f"odd {number}", seq=number + 1)
        assert parsed(Path("x"), 1, line_of(event, event.digest)) == (event, event.digest)
    home.student.record.close()


def test_the_series_of_a_home_are_found_and_other_folders_are_not(home: Kept) -> None:
    home.ship()
    first = home.series
    home.student.record.rename("device")
    home.ship()
    (first.folder.parent / "notes").mkdir()
    assert set(series_of(home.data, first.home)) == {first, home.series}
    assert series_of(home.data, "../../etc") == []
    assert series_of(home.data / "nowhere", first.home) == []
    home.student.record.close()


def test_a_series_is_known_wherever_its_folder_was_brought(home: Kept, tmp_path: Path) -> None:
    home.ship()
    home.series.folder.rename(tmp_path / "stick")
    found = series_in(tmp_path / "stick")
    assert (found.home, found.device) == (home.series.home, home.series.device)
    assert list(found.read()) == events_of(home.record)
    with pytest.raises(NmtError, match="there are no segments in"):
        series_in(tmp_path)
    home.student.record.close()


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="badly formed"):
        Series.of(tmp_path, "../x", "y")
