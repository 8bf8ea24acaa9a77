"""Keeps the promises of the language server as an editor sees it: a process that speaks JSON-RPC over its pipes."""

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.editor import PATIENCE, Editor, editor

BROKEN = "Q: 🙂🙂\n\nA: b\n\nsource:: 🙂, TP-0001\ntagz:: x\n"
SOUND = "Q: a\n\nA: b\n\nsource:: TP-0001\n"
NAME = "decks/my deck.md"

pytestmark = pytest.mark.slow


def edit(text: str, edits: list[dict[str, Any]]) -> str:
    """Return a text with the edits that the server sent; the text is plain ASCII."""
    lines = text.split("\n")

    def offset(place: dict[str, int]) -> int:
        return sum(len(line) + 1 for line in lines[: place["line"]]) + place["character"]

    for one in reversed(edits):
        start, end = offset(one["range"]["start"]), offset(one["range"]["end"])
        text = text[:start] + one["newText"] + text[end:]
    return text


def test_a_whole_session(tmp_path: Path) -> None:
    with Editor(tmp_path) as one:
        can = one.start()
        assert can["positionEncoding"] == "utf-16"
        one.open(NAME, BROKEN)
        found = one.found(NAME)
        assert [(each["code"], each["severity"]) for each in found] == [("L302", 2), ("D401", 2)]
        assert found[0]["range"] == {
            "start": {"line": 4, "character": 9},
            "end": {"line": 4, "character": 11},
        }
        assert "Did you mean `tags::`?" in found[1]["message"]
        assert "(warning)" in one.at("hover", NAME, 5, 1)["contents"]["value"]
        one.change(NAME, SOUND, 2)
        assert one.found(NAME, 2) == []
        assert one.at("hover", NAME, 4, 12)["contents"]["value"].startswith("TP-0001: a fact")
        labels = {each["label"] for each in one.at("completion", NAME, 4, 9)}
        assert {"TP-0001", "SRC-aafp-arm-nerves"} <= labels
        assert one.at("definition", NAME, 4, 12)["uri"].endswith("/decks/facts.toml")
        outline = one.ask("textDocument/documentSymbol", {"textDocument": {"uri": one.uri(NAME)}})
        assert [(each["name"], each["detail"]) for each in outline] == [("a", "recall")]
        assert one.leave() == 0
        assert one.process.stderr
        assert one.process.stderr.read() == b""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("encoding", "start", "end"), [("utf-8", 9, 13), ("utf-32", 9, 10)])
def test_the_editor_chooses_the_units(tmp_path: Path, encoding: str, start: int, end: int) -> None:
    with editor(tmp_path, encodings=(encoding, "utf-16")) as one:
        one.open(NAME, BROKEN)
        place = one.found(NAME)[0]["range"]
        assert (place["start"]["character"], place["end"]["character"]) == (start, end)
        hover = one.at("hover", NAME, 4, end + 2)
        assert hover["range"]["start"]["character"] == end + 2
        assert one.leave() == 0


def test_mends_and_layout_are_edits_of_the_text(tmp_path: Path) -> None:
    text = "q: a\nA: b\n\nQ: c\nA: d\ntagz:: x\n"
    with editor(tmp_path) as one:
        one.open(NAME, text)
        found = one.found(NAME)
        assert found
        asked = {
            "textDocument": {"uri": one.uri(NAME)},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}},
            "context": {"diagnostics": found},
        }
        actions = one.ask("textDocument/codeAction", asked)
        edits = [change for each in actions for change in each["edit"]["changes"][one.uri(NAME)]]
        text = edit(text, edits)
        assert text == "Q: a\nA: b\n\nQ: c\nA: d\ntags:: x\n"
        one.change(NAME, text, 2)
        options = {"tabSize": 4, "insertSpaces": True}
        laid = one.ask(
            "textDocument/formatting", {"textDocument": {"uri": one.uri(NAME)}, "options": options}
        )
        assert edit(text, laid) == "Q: a\n\nA: b\n\nQ: c\n\nA: d\n\ntags:: x\n"
        assert one.leave() == 0


def test_only_the_newest_of_many_texts_is_told_about(tmp_path: Path) -> None:
    with editor(tmp_path) as one:
        one.open(NAME, SOUND)
        assert one.found(NAME) == []
        for version in range(2, 30):
            one.change(NAME, BROKEN if version < 29 else SOUND + "\nC: x\n", version)
        told = one.wait(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        assert told["params"]["version"] == 29
        assert [each["code"] for each in told["params"]["diagnostics"]] == ["D303"]
        one.tell("textDocument/didClose", {"textDocument": {"uri": one.uri(NAME)}})
        assert one.found(NAME, None) == []
        assert one.at("hover", NAME, 0, 0) is None
        assert one.leave() == 0


def test_what_is_saved_is_seen_in_the_other_texts(tmp_path: Path) -> None:
    with editor(tmp_path) as one:
        one.open(NAME, SOUND.replace("TP-0001", "SRC-mine"))
        assert [each["code"] for each in one.found(NAME)] == ["L302"]
        (tmp_path / "decks").mkdir()
        sources = tmp_path / "decks" / "sources.toml"
        sources.write_text('[SRC-mine]\ncite = "Mine"\nevidence = "blog"\n')
        one.tell("textDocument/didSave", {"textDocument": {"uri": sources.as_uri()}})
        assert one.found(NAME) == []
        assert one.leave() == 0


def test_other_markdown_gets_no_help_it_did_not_ask_for(tmp_path: Path) -> None:
    with editor(tmp_path) as one:
        one.open("README.md", "# A project\n\n- Q: not a card\n")
        assert one.found("README.md") == []
        assert one.at("completion", "README.md", 1, 0) is None
        assert one.leave() == 0


def test_a_fault_inside_ends_nothing_and_never_reaches_the_protocol(tmp_path: Path) -> None:
    fault = (
        "from nmt_study.services.writing.authoring import Author\n"
        "def broken(self, *_):\n    print('noise')\n    raise ZeroDivisionError\n"
        "Author.hint = broken"
    )
    with editor(tmp_path, fault=fault) as one:
        one.open(NAME, SOUND)
        assert one.found(NAME) == []
        assert one.at("hover", NAME, 0, 0) is None
        one.send({"id": "odd", "method": "textDocument/hover", "params": {"nonsense": [1]}})
        one.tell("textDocument/didChange", {"textDocument": {"uri": "file:///never-opened", "version": 1}})
        one.send({"id": "unknown", "method": "nmt/unknown", "params": None})
        assert "error" in one.wait(lambda message: message.get("id") == "unknown")
        assert one.process.stdin
        one.process.stdin.write(b"Content-Length: 5\r\n\r\n{[,]}")
        assert one.at("completion", NAME, 4, 9)
        assert one.leave() == 0
        assert one.process.stderr
        said = one.process.stderr.read().decode()
    assert "noise" in said
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said


def test_it_ends_when_the_editor_goes_away(tmp_path: Path) -> None:
    with editor(tmp_path) as one:
        one.open(NAME, SOUND)
        assert one.process.stdin
        one.process.stdin.close()
        assert one.process.wait(PATIENCE) == 0


def test_an_exit_that_nobody_announced_is_told_by_the_exit_code(tmp_path: Path) -> None:
    with editor(tmp_path) as one:
        one.tell("exit", None)
        assert one.process.wait(PATIENCE) == 1
