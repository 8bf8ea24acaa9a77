"""The language server: pygls on one side, `services.authoring` on the other; no rule of the format is here.

The editor sends whole texts (pygls takes more signs for line ends than the protocol does, so pieces of a text would
land in wrong places). Whatever is asked is answered in a thread; a fault becomes a line on standard error and an
answer that says nothing, and the server goes on.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcMethodNotFound
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from nmt_study import __version__
from nmt_study.config import Places
from nmt_study.errors import ExitCode
from nmt_study.lsp.answers import ANSWERS, Document, diagnostics
from nmt_study.services.writing.authoring import Author

Find = Callable[[Path | None], Places]
Tell = Callable[[str], None]
PAUSE = 0.25  # seconds without a key before a text is looked at


class Server(LanguageServer):
    """One editor's server: its texts, what was found in each, and the home they are checked against."""

    def __init__(self, find: Find, tell: Tell, *, debug: bool = False) -> None:
        super().__init__("nmt-study", __version__, types.TextDocumentSyncKind.Full)
        self.tell = tell
        self.asked_to: set[str] = set()  # shut down, exit
        self._find = find
        self._debug = debug
        self._author = Author(find(None))
        self._documents: dict[str, Document] = {}
        self._numbers = count()
        self._latest: dict[str, int] = {}
        self._one_at_a_time = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()

    def report_server_error(self, error: Exception, source: object) -> None:
        """Take note of what pygls reports; a question that is not answered here is no fault."""
        if not isinstance(error, JsonRpcMethodNotFound):
            self.complain(error)

    def complain(self, fault: Exception) -> None:
        """Say on standard error that something went wrong inside; the editor's windows stay out of it."""
        self.tell(f"error: something went wrong inside nmt-study lsp ({type(fault).__name__}).")
        if self._debug:
            self.tell("".join(traceback.format_exception(fault)))

    def begin(self, params: types.InitializeParams) -> None:
        """Take the home of the folder that the editor has open."""
        uri = params.workspace_folders[0].uri if params.workspace_folders else params.root_uri
        folder = path_of(uri) if uri else None
        self._author = Author(self._find(folder))

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Look at a text that was opened."""
        document = params.text_document
        self._take(document.uri, document.version, document.text, 0)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Look at a text that was changed, once its author pauses."""
        if params.content_changes:
            document, text = params.text_document, params.content_changes[-1].text
            self._take(document.uri, document.version, text, PAUSE)

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Look at all open texts: what was saved may be what another one cites."""
        for uri in self._documents:
            self._soon(uri, 0)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a text, and take back what was said about it."""
        uri = params.text_document.uri
        self._documents.pop(uri, None)
        self._latest.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def answering(self, answer: Callable[[Author, Document, Any], Any]) -> Callable[[Any], Any]:
        """Return a handler that gives the answer to a question about an open text, and nothing about any other."""

        async def handler(params: Any) -> Any:  # noqa: ANN401 - each question has its own shape
            document = self._documents.get(params.text_document.uri)
            if document is None or not document.is_deck:
                return None
            try:
                return await asyncio.to_thread(answer, self._author, document, params)
            except Exception as fault:  # noqa: BLE001 - one question without an answer must not end the others
                self.complain(fault)
                return None

        return handler

    def _take(self, uri: str, version: int, text: str, pause: float) -> None:
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self._documents[uri] = Document(
            path_of(uri), version, text, str(getattr(encoding, "value", encoding))
        )
        self._soon(uri, pause)

    def _soon(self, uri: str, pause: float) -> None:
        """Look at a text after a pause, unless it is changed or closed before."""
        number = self._latest[uri] = next(self._numbers)
        task = asyncio.get_running_loop().create_task(self._look(uri, number, pause))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _look(self, uri: str, number: int, pause: float) -> None:
        """Publish what is wrong in a text, if it is still the one that was looked at."""
        await asyncio.sleep(pause)
        async with self._one_at_a_time:
            document = self._documents.get(uri)
            if document is None or self._latest.get(uri) != number:
                return
            try:
                found = await asyncio.to_thread(diagnostics, self._author, document)
            except Exception as fault:  # noqa: BLE001 - the next change is looked at again
                self.complain(fault)
                return
            if self._latest.get(uri) == number:
                told = types.PublishDiagnosticsParams(uri, found, document.version)
                self.text_document_publish_diagnostics(told)


def path_of(uri: str) -> Path | None:
    """Return the path of a file, or None for what is no file, such as a text without a name."""
    path = to_fs_path(uri)
    return Path(path) if path and "\0" not in path else None


def serve(find: Find, stdin: BinaryIO, stdout: BinaryIO, tell: Tell, *, debug: bool = False) -> ExitCode:
    """Speak with an editor until it says so or goes away; return how it ended."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it would write whole texts to standard error
    server = Server(find, tell, debug=debug)
    for name, handler in (
        (types.INITIALIZE, server.begin),
        (types.TEXT_DOCUMENT_DID_OPEN, server.opened),
        (types.TEXT_DOCUMENT_DID_CHANGE, server.changed),
        (types.TEXT_DOCUMENT_DID_SAVE, server.saved),
        (types.TEXT_DOCUMENT_DID_CLOSE, server.closed),
    ):
        server.feature(name)(_plain(handler))
    for name, answer, options in ANSWERS:
        server.feature(name, options)(server.answering(answer))
    for name in (types.SHUTDOWN, types.EXIT):
        server.feature(name)(_noting(server, name))
    server.start_io(stdin, stdout)
    return ExitCode.PROBLEMS if server.asked_to == {types.EXIT} else ExitCode.FINE


def _plain(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a method as the function that pygls can set its marks on."""

    def handler(params: Any) -> None:  # noqa: ANN401 - each message has its own shape
        method(params)

    return handler


def _noting(server: Server, name: str) -> Callable[..., None]:
    def handler(*_: Any) -> None:  # noqa: ANN401 - shut down and exit say nothing more
        server.asked_to.add(name)

    return handler
