"""Keeps the promise that a class is read from any spreadsheet's file, and that what is wrong is named by row and column."""

import json
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.exchange.responses import Responses, read_responses
from tests.cli.terminal import Terminal, terminal_in

CLASS = "person,q1,q2,q3\nann-1,A,b,C\nann-2,a,B,\nann-3,D,B,C\n"
KEY = "item,key\nq1,A\nq3,C\nq2,B\n"


def read(folder: Path, responses: bytes | str, key: bytes | str | None = None) -> Responses:
    """Write the files and read them."""
    paths = []
    for name, content in (("class.csv", responses), ("key.csv", key)):
        if content is not None:
            path = folder / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
    return read_responses(*paths)


def test_answers_are_marked_by_the_key_and_empty_cells_are_no_answers(tmp_path: Path) -> None:
    found = read(tmp_path, CLASS, KEY)
    assert found.items == ("q1", "q2", "q3")
    assert found.persons == ("ann-1", "ann-2", "ann-3")
    assert found.scores == ((1, 1, 1), (1, 1, None), (0, 1, 1))
    assert found.chosen is not None
    assert found.chosen[0] == ("A", "B", "C")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_spreadsheets_way_of_saving_reads_the_same(
    tmp_path: Path, separator: str, encoding: str, end: str
) -> None:
    text = "persön,q1,q2\na,1,0\n\nb,0,\n".replace(",", separator).replace("\n", end)
    found = read(tmp_path, text.encode(encoding))
    assert found.scores == ((1, 0), (0, None))


def test_a_key_may_leave_out_its_head(tmp_path: Path) -> None:
    assert read(tmp_path, CLASS, "q1;A\nq2;B\nq3;C\n").scores[2] == (0, 1, 1)


@pytest.mark.parametrize(
    ("responses", "key", "said"),
    [
        ("person,q1\na,x\n", None, "class.csv, row 2, column 2 (q1): 'x' is neither 0 nor 1"),
        ("person,q1\na,1\na,0\n", None, "row 3, column 1 (person): 'a' stands in row 2 already"),
        ("person,q1\n,1\n", None, "row 2, column 1 (person): this person has no id"),
        ("person,q1,q1\na,1,1\n", None, "row 1, column 3 (q1): this item stands there twice"),
        ("person,q1,\na,1,1\n", None, "row 1, column 3: this column has no name"),
        ("person,q1\na,1,0\n", None, "row 2, column 3: this row has 3 cells, the first has 2"),
        ("person\na\n", None, "row 1, column 2: there is no item"),
        ("", None, "class.csv is empty"),
        ("person,q1\n", None, "class.csv has no person"),
        (CLASS, "item,key\nq1,A\nq2,B\n", "class.csv, row 1, column 4 (q3): key.csv has no key for it"),
        (CLASS, KEY + "q4,A\n", "key.csv, row 5, column 1 (item): class.csv has no item 'q4'"),
        (CLASS, KEY + "q1,B\n", "key.csv, row 5, column 1 (item): the item 'q1' stands there twice"),
        (CLASS, "item,key\nq1,\n", "key.csv, row 2, column 2 (key): the item 'q1' has no key"),
        (CLASS, "item\nq1\n", "a key has two columns"),
        (b"person,q1\n" + b'a,"' + b"x" * 200_000, None, "class.csv is no table"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(
    tmp_path: Path, responses: bytes | str, key: str | None, said: str
) -> None:
    with pytest.raises(NmtError) as caught:
        read(tmp_path, responses, key)
    assert said in caught.value.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NmtError, match="cannot be read"):
        read_responses(tmp_path / "none.csv")
    with pytest.raises(NmtError, match="cannot be read"):
        read_responses(tmp_path)


def test_the_command_prints_few_as_few_and_gives_the_documented_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal: Terminal = terminal_in(tmp_path, monkeypatch)
    (tmp_path / "class.csv").write_text(CLASS, encoding="utf-8")
    (tmp_path / "key.csv").write_text(KEY, encoding="utf-8")
    words = (
        "quiz",
        "statistics",
        "--responses",
        str(tmp_path / "class.csv"),
        "--key",
        str(tmp_path / "key.csv"),
    )
    found = json.loads(terminal.run(*words, "--json").out)
    assert {"items", "alpha", "alpha_interval", "sem", "mean", "sd", "n"} <= set(found)
    assert {"id", "n", "facility", "item_total", "discrimination"} <= set(found["items"][0])
    assert (found["n"], found["items"][2]["n"], found["items"][1]["item_total"]) == (3, 2, None)
    assert all(option["too_few"] is True for item in found["items"] for option in item["options"])
    out = terminal.run(*words).out
    assert "too few: 3 of 20" in out
    assert "too few: 3 of 40" in out
    assert "is the key right" not in out
    assert "all scores are alike" in out
    refused = terminal.run("quiz", "statistics", "--responses", str(tmp_path / "key.csv"))
    assert refused.code == 2
    assert "key.csv, row 2, column 2 (key): 'A' is neither 0 nor 1" in refused.err
    assert terminal.run("quiz", "statistics").code == 2


def test_a_key_that_may_be_wrong_is_asked_about_only_once_enough_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every second person takes the wrong option and knows all other items."""
    terminal: Terminal = terminal_in(tmp_path, monkeypatch)
    (tmp_path / "key.csv").write_text("q1,A\nq2,X\nq3,X\n", encoding="utf-8")
    for persons in (38, 40):
        rows = [f"p{one},{'B,X,X' if one % 2 else 'A,Y,Y'}" for one in range(persons)]
        (tmp_path / "class.csv").write_text("\n".join(["person,q1,q2,q3", *rows]), encoding="utf-8")
        files = ("--responses", str(tmp_path / "class.csv"), "--key", str(tmp_path / "key.csv"))
        out = terminal.run("quiz", "statistics", *files).out
        assert ("is the key right?" in out) == (persons == 40)
        assert (f"too few: {persons} of 40" in out) == (persons == 38)
        found = json.loads(terminal.run("quiz", "statistics", *files, "--json").out)
        assert {option["too_few"] for option in found["items"][0]["options"]} == {persons == 38}
