"""One activity: what it counts and why, its evidence and reflection; changed, voided and attached to from here."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nmt_study.cpd.draft import drafted, fault_in, typed_fields
from nmt_study.services.actions import ACTIVITY
from nmt_study.services.cpd import asking, book, credentials, evidence, sentences
from nmt_study.services.cpd.book import Logged, Reflection
from nmt_study.services.cpd.telling import activity_lines
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import SCROLL, bindings, table_hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.form import Form, FormScreen, Line
from nmt_study.tui.screens.page import Page

_REFLECTION = tuple(Line(name, question) for name, question in sentences.REFLECTION.items())


_CHANGING = frozenset({"edit", "void", "attach", "reflect"})


class ActivityScreen(Page[None]):
    """Shows one activity."""

    ACTIONS = ACTIVITY
    NAME = "An activity"
    SENTENCES = (
        "This is what was logged, what it counts for each credential and why, its evidence and its reflection.",
        "A change keeps the version before in the record. A void one stays as it is.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        ACTIVITY, [Binding("q,enter", "close", show=False), *SCROLL]
    )

    def __init__(self, desk: Desk, identifier: str) -> None:
        """Take the id of the activity."""
        super().__init__()
        self._desk = desk
        self._activity = identifier
        self._one: Logged | None = None

    def body(self) -> ComposeResult:
        """The title and everything below it."""
        yield Static(id="top")
        with VerticalScroll(can_focus=False):
            yield Static(id="told")

    def on_screen_resume(self) -> None:
        """Show how it stands."""
        self.done(self._show)

    def _show(self) -> None:
        self._one = one = book.find(self._desk, self._activity, voided=True)
        day = words(str(one.activity.date), "$text-muted")
        self.query_one("#top", Static).update(Edges(words(one.title, "bold $primary"), day))
        lines = activity_lines(self._desk, one)[1:]
        self.query_one("#told", Static).update(Content("\n").join(words(line.strip()) for line in lines))
        idle = (_CHANGING if one.void else frozenset()) | (set() if one.evidence else {"open_file"})
        self.show_keys(table_hints(ACTIVITY, idle))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a void activity as it is."""
        if action in _CHANGING and self._one is not None and self._one.void:
            return False
        return super().check_action(action, parameters)

    async def action_edit(self) -> None:
        """Change it."""
        if self._one is not None:
            await self.app.push_screen(FormScreen(log_form(self._desk, one=self._one)), self.pass_on)

    async def action_void(self) -> None:
        """Void it with a reason."""
        one = self._one
        if one is None:
            return

        def save(values: Mapping[str, str]) -> str:
            book.void(self._desk, one, values["reason"])
            return sentences.VOIDED

        line = Line("reason", sentences.WHY_VOID, "It stays in the record with your reason.")
        await self.app.push_screen(FormScreen(Form(f"Void: {one.title}", (line,), save)), self.pass_on)

    async def action_attach(self) -> None:
        """Attach a file."""
        one = self._one
        if one is None:
            return

        def save(values: Mapping[str, str]) -> str:
            from nmt_study.services.exchange.arriving import path_of

            attached = evidence.attach(self._desk, one, path_of(values["file"]))
            return " ".join((f"On file: {attached.filed.name}.", *attached.warnings))

        line = Line(
            "file",
            "Which file?",
            "Its path; many terminals write it when you drag the file here. PDF, JPEG, PNG or HEIC.",
        )
        await self.app.push_screen(FormScreen(Form(f"Attach to {one.title}", (line,), save)), self.pass_on)

    async def action_reflect(self) -> None:
        """Write a reflection."""
        one = self._one
        if one is None:
            return
        before = one.reflection

        def save(values: Mapping[str, str]) -> str:
            final = bool(values["learnt"].strip())
            said = Reflection(values["need"], values["learnt"], values["applied"], final=final)
            return " ".join(
                ("Written." if final else "Kept as a draft.", *book.reflect(self._desk, one, said))
            )

        values = {"need": before.need, "learnt": before.learnt, "applied": before.applied}
        form = Form(f"Reflection on {one.title}", _REFLECTION, save, values=values)
        await self.app.push_screen(FormScreen(form), self.pass_on)

    def action_open_file(self) -> None:
        """Open the newest file with the system's own program."""
        if self._one is None or not self._one.evidence:
            self.hint("There is no file yet; f attaches one.")
            return
        self.hint(evidence.open_file(self._desk, self._one.evidence[-1]))


def log_form(desk: Desk, file: Path | None = None, one: Logged | None = None) -> Form:
    """Return the form of an activity: a new one, maybe with a certificate of the inbox, or one that is changed."""
    today = book.local_day(desk)
    before = typed_fields(one.data, one.words) if one is not None else {}

    def check(name: str, text: str) -> str:
        return fault_in(name, text, today)

    def save(values: Mapping[str, str]) -> str:
        fields = {**before, **values}
        if one is not None:
            draft = book.change(desk, one, fields)
            return " ".join((sentences.CHANGED, *draft.warnings))
        draft = drafted(fields, today)
        identifier, told = evidence.log_with(desk, draft, () if file is None else (file,))
        return " ".join((f"Logged: {book.find(desk, identifier).title}.", *draft.warnings, *told))

    helps = asking.helps(credentials.held_packs(desk))
    lines = tuple(Line(name, asking.LABELS[name], helps[name]) for name in asking.CHANGED)
    title = (
        f"Change: {one.title}" if one else f"Log an activity with {file.name}" if file else "Log an activity"
    )
    return Form(title, lines, save, check, before or {"date": "", "title": file.stem if file else ""})
