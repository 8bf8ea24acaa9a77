"""Keeps the promise that an export holds everything, that other programs can read it, and that it overwrites nothing."""

import csv
import json
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage.copies import export as module
from nmt_study.storage.copies.export import CONTENTS, export
from nmt_study.text import no_formula
from tests.storage.builders import rows
from tests.storage.kept import Kept, files, kept, told

FORMULAS = [
    "=1+1",
    "+1",
    "-1+cmd",
    "@SUM(A1)",
    "|x",
    "%x",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
]


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A home with a history."""
    return kept(tmp_path)


def tables(record: Path) -> set[str]:
    """Return the names of all tables and views that are ours."""
    sql = (
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '\\_%' ESCAPE '\\'"
    )
    return {str(name) for (name,) in told(record, sql) if not str(name).startswith("sqlite")}


def test_as_json_every_table_and_view_is_there_with_every_row(home: Kept, tmp_path: Path) -> None:
    done = export(home.record, tmp_path / "out", "json", "2024-10-04T12:00:00+00:00")
    assert {one.name for one in done} == tables(home.record) >= {"event", "reviews", "memory"}
    for one in done:
        found = json.loads((tmp_path / "out" / one.file).read_text(encoding="utf-8"))
        wanted = rows(home.student.record, f"SELECT * FROM {one.name} ORDER BY 1")
        assert len(found) == one.rows == len(wanted)
        for row, right in zip(found, wanted, strict=True):
            assert tuple(row) == one.columns
            plain = [json.dumps(value, sort_keys=True, separators=(",", ":")) if isinstance(value, dict) else value
                     for value in row.values()]  # fmt: skip
            assert plain == list(right)
    home.student.record.close()


def test_as_csv_every_row_is_there(home: Kept, tmp_path: Path) -> None:
    for one in export(home.record, tmp_path / "out", "csv", "now"):
        with (tmp_path / "out" / one.file).open(encoding="utf-8-sig", newline="") as file:
            head, *found = csv.reader(file)
        assert tuple(head) == one.columns
        wanted = rows(home.student.record, f"SELECT * FROM {one.name} ORDER BY 1")
        assert found == [["" if value is None else str(value) for value in row] for row in wanted]
    home.student.record.close()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert no_formula(text) == f"'{text}"


@pytest.mark.parametrize("value", ["calf", "", " =1", "a=1", "'x", 3, -3, -0.5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert no_formula(value) is value


def test_formulas_in_a_record_are_harmless_in_csv_and_exact_in_json(home: Kept, tmp_path: Path) -> None:
    for text in FORMULAS:
        home.student.answer(text)
    export(home.record, tmp_path / "csv", "csv", "now")
    export(home.record, tmp_path / "json", "json", "now")
    with (tmp_path / "csv" / "memory.csv").open(encoding="utf-8-sig", newline="") as file:
        cards = {row["card"] for row in csv.DictReader(file)}
    assert {f"'{text}" for text in FORMULAS} <= cards
    found = json.loads((tmp_path / "json" / "memory.json").read_text(encoding="utf-8"))
    assert set(FORMULAS) <= {row["card"] for row in found}
    home.student.record.close()


@pytest.mark.parametrize("form", ["json", "csv"])
def test_nothing_is_overwritten(home: Kept, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "out"
    export(home.record, folder, form, "now")
    before = files(folder)
    with pytest.raises(NmtError, match="is there already"):
        export(home.record, folder, form, "later")
    assert files(folder) == before
    home.student.record.close()


def test_the_contents_say_what_is_there_and_stand_for_a_whole_export(
    home: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = export(home.record, tmp_path / "out", "json", "2024-10-04T12:00:00+00:00")
    contents = json.loads((tmp_path / "out" / CONTENTS).read_text(encoding="utf-8"))
    assert contents["made_at"] == "2024-10-04T12:00:00+00:00"
    assert [(one["name"], one["rows"]) for one in contents["tables"]] == [
        (one.name, one.rows) for one in done
    ]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {CONTENTS, *(one.file for one in done)}

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(module._WRITERS, "json", full)
    with pytest.raises(OSError, match="No space"):
        export(home.record, tmp_path / "other", "json", "now")
    assert CONTENTS not in files(tmp_path / "other")
    assert not any("unfinished" in name for name in files(tmp_path / "other"))
    home.student.record.close()


def test_an_export_is_for_its_owner_only(home: Kept, tmp_path: Path) -> None:
    export(home.record, tmp_path / "out", "csv", "now")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}
    home.student.record.close()
