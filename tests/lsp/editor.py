"""An editor for tests: it starts the language server as a process and speaks JSON-RPC with it over its pipes."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.architecture.tree import ROOT

PATIENCE = 30  # seconds; only a broken server needs them


class Editor:
    """One editor with its server; what the server says is kept in order."""

    def __init__(self, home: Path, *, encodings: tuple[str, ...] = (), fault: str = "") -> None:
        self.home = home
        code = f"{fault}\nfrom nmt_study.cli.start import run\nrun()"
        command = [sys.executable, "-c", code, "--home", str(home), "lsp"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=home, env=environment
        )
        self._encodings = encodings
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._kept: list[dict[str, Any]] = []
        self._number = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            with suppress(BrokenPipeError):
                stream.close()

    def start(self) -> dict[str, Any]:
        """Say hello; return what the server can do."""
        general = {"positionEncodings": list(self._encodings)} if self._encodings else {}
        asked = {"processId": None, "rootUri": self.home.as_uri(), "capabilities": {"general": general}}
        can: dict[str, Any] = self.ask("initialize", asked)["capabilities"]
        self.tell("initialized", {})
        return can

    def send(self, message: dict[str, Any]) -> None:
        """Write one message."""
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: object = None) -> Any:  # noqa: ANN401 - each answer has its own shape
        """Send a request and return its result."""
        self._number += 1
        number = self._number
        self.send({"id": number, "method": method, "params": params})
        answer = self.wait(lambda one: one.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first message of a kind."""
        for at, kept in enumerate(self._kept):
            if wanted(kept):
                return self._kept.pop(at)
        while True:
            message = self._messages.get(timeout=PATIENCE)
            assert message is not None, "the server has ended"
            if wanted(message):
                return message
            self._kept.append(message)

    def uri(self, name: str) -> str:
        """Return the address of a file of the home."""
        return (self.home / name).as_uri()

    def open(self, name: str, text: str, version: int = 1) -> None:
        """Open a text."""
        document = {"uri": self.uri(name), "languageId": "markdown", "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, name: str, text: str, version: int) -> None:
        """Change a text."""
        document = {"uri": self.uri(name), "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def found(self, name: str, version: int | None = 1) -> list[dict[str, Any]]:
        """Return the diagnostics that are published for a version of a text."""
        told = self.wait(
            lambda one: (
                one.get("method") == "textDocument/publishDiagnostics"
                and one["params"]["uri"] == self.uri(name)
                and one["params"].get("version") == version
            )
        )
        return list(told["params"]["diagnostics"])

    def at(self, method: str, name: str, line: int, character: int) -> Any:  # noqa: ANN401 - as above
        """Ask about a place of a text."""
        position = {"line": line, "character": character}
        return self.ask(
            f"textDocument/{method}", {"textDocument": {"uri": self.uri(name)}, "position": position}
        )

    def leave(self) -> int:
        """Say goodbye; return the exit code of the server."""
        self.ask("shutdown")
        self.tell("exit", None)
        return self.process.wait(PATIENCE)

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.decode("ascii").partition(":")
                length = int(value) if name.lower() == "content-length" else length
                header = stream.readline()
            self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)


@contextmanager
def editor(home: Path, *, encodings: tuple[str, ...] = (), fault: str = "") -> Iterator[Editor]:
    """Start an editor in a home and say hello; its server is gone when this ends."""
    home.mkdir(parents=True, exist_ok=True)
    with Editor(home, encodings=encodings, fault=fault) as one:
        one.start()
        yield one
