"""What an editor asks about an open text, answered in the protocol's own shapes."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lsprotocol import types

from nmt_study.deck.authoring.outline import Entry
from nmt_study.deck.authoring.spot import lines_of
from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.lsp.positions import Units, difference, span
from nmt_study.services import library
from nmt_study.services.writing import authoring, formatting
from nmt_study.services.writing.authoring import Author

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


@dataclass
class Document:
    """A text as it is open in the editor; `path` is None where it has no file yet.

    `faults` is what was found in it so far.
    """

    path: Path | None
    version: int
    text: str
    encoding: str
    faults: tuple[Diagnostic, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return lines_of(self.text)

    @cached_property
    def units(self) -> Units:
        """The units that the editor counts in."""
        return Units(self.encoding)

    @cached_property
    def is_ours(self) -> bool:
        """Whether there is anything to say about this file."""
        return authoring.is_ours(self.path, self.text)

    @cached_property
    def is_deck(self) -> bool:
        """Whether questions about places in it have an answer."""
        return self.is_ours and authoring.is_deck(self.path, self.text)

    def spot(self, position: types.Position) -> tuple[int, int]:
        """Return line and column, in code points, of a place in the editor."""
        known = position.line < len(self.lines)
        line = self.lines[position.line] if known else ""
        return position.line, self.units.inward(line, position.character)

    def range(self, line: int, start: int, end: int) -> types.Range:
        """Return a piece of a line as the editor counts."""
        text = self.lines[line] if line < len(self.lines) else ""
        return types.Range(
            types.Position(line, self.units.outward(text, start)),
            types.Position(line, self.units.outward(text, end)),
        )


def diagnostics(author: Author, document: Document) -> list[types.Diagnostic]:
    """Return what is wrong in a text."""
    if not document.is_ours:
        return []
    document.faults = author.problems(document.path, document.text)
    return [_diagnostic(document, one) for one in document.faults]


def _diagnostic(document: Document, fault: Diagnostic) -> types.Diagnostic:
    message = f"{fault.message} {fault.hint}".strip()
    place = document.range(*span(document.lines, fault))
    return types.Diagnostic(place, message, _SEVERITIES[fault.severity], fault.code, source="nmt-study")


def _hover(author: Author, document: Document, params: types.HoverParams) -> types.Hover | None:
    """Say what stands at a place, and what the codes of the problems there mean."""
    line, column = document.spot(params.position)
    hint = author.hint(document.text, line, column)
    said = [hint.text] if hint else []
    codes = [one.code for one in _faults(document, line, line, column)]
    said += [library.explain(code) for code in dict.fromkeys(codes)]
    if not said:
        return None
    content = types.MarkupContent(types.MarkupKind.PlainText, "\n\n".join(said))
    return types.Hover(content, document.range(hint.line, hint.start, hint.end) if hint else None)


def _faults(document: Document, first: int, last: int, column: int | None = None) -> list[Diagnostic]:
    """Return the problems in some lines, or at a column of a line."""
    found = []
    for fault in document.faults:
        line, start, end = span(document.lines, fault)
        if first <= line <= last and (column is None or start <= column <= end):
            found.append(fault)
    return found


def _complete(
    author: Author, document: Document, params: types.CompletionParams
) -> list[types.CompletionItem]:
    """Offer what may be written at a place."""
    line, column = document.spot(params.position)
    return [
        types.CompletionItem(
            choice.text.strip(),
            kind=types.CompletionItemKind.Property if choice.key else types.CompletionItemKind.Value,
            detail=choice.detail,
            sort_text=f"{number:06}",
            filter_text=choice.text.strip(),
            text_edit=types.TextEdit(document.range(choice.line, choice.start, choice.end), choice.text),
        )
        for number, choice in enumerate(author.choices(document.text, line, column))
    ]


def _define(author: Author, document: Document, params: types.DefinitionParams) -> types.Location | None:
    """Lead to where a source, fact or deck is defined."""
    found = author.definition(document.text, *document.spot(params.position))
    if found is None:
        return None
    start = types.Position(found.line - 1, 0)
    return types.Location(found.path.absolute().as_uri(), types.Range(start, start))


def _outline(
    author: Author, document: Document, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """Give the headings and items."""
    return [_symbol(document, one) for one in authoring.symbols(document.text)]


def _symbol(document: Document, entry: Entry) -> types.DocumentSymbol:
    last = min(entry.last, len(document.lines)) - 1
    first = min(entry.first - 1, last)
    name = document.range(first, 0, len(document.lines[first]))
    end = document.range(last, 0, len(document.lines[last])).end
    return types.DocumentSymbol(
        entry.name,
        types.SymbolKind.Field if entry.kind else types.SymbolKind.Namespace,
        types.Range(name.start, end),
        name,
        detail=entry.kind.value if entry.kind else None,
        children=[_symbol(document, one) for one in entry.below],
    )


def _mends(author: Author, document: Document, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer the mends of the problems in some lines."""
    made = []
    for fault in _faults(document, params.range.start.line, params.range.end.line):
        mend = author.mend(document.text, fault)
        if mend:
            edit = types.TextEdit(document.range(mend.line, mend.start, mend.end), mend.text)
            made.append(
                types.CodeAction(
                    mend.title,
                    types.CodeActionKind.QuickFix,
                    [_diagnostic(document, fault)],
                    edit=types.WorkspaceEdit({params.text_document.uri: [edit]}),
                )
            )
    return made


def _lay_out(
    author: Author, document: Document, params: types.DocumentFormattingParams
) -> list[types.TextEdit]:
    """Lay a deck out as `deck fmt` does; what it would refuse stays as it is."""
    try:
        laid = formatting.laid_out(document.text, author.shown(document.path))
    except NmtError:
        return []
    changed = difference(document.text, laid)
    if changed is None:
        return []
    first, stop, text = changed
    last = len(document.lines) - 1
    end = types.Position(stop, 0)
    if stop > last:
        end = document.range(last, 0, len(document.lines[last])).end
    return [types.TextEdit(types.Range(types.Position(first, 0), end), text)]


ANSWERS: tuple[tuple[str, Any, Any], ...] = (
    (types.TEXT_DOCUMENT_HOVER, _hover, None),
    (types.TEXT_DOCUMENT_COMPLETION, _complete, types.CompletionOptions(trigger_characters=[" ", ","])),
    (types.TEXT_DOCUMENT_DEFINITION, _define, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _outline, None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        _mends,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    ),
    (types.TEXT_DOCUMENT_FORMATTING, _lay_out, None),
)
"""Each question by its name in the protocol: what answers it, and what the editor is told about it."""
