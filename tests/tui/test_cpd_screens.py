"""Keeps the promises of continuing education on the full screen: forms that tell at once, what is needed first."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from nmt_study.clock import FixedClock, moment_at
from nmt_study.errors import NmtError
from nmt_study.services.cpd import book, credentials
from nmt_study.services.cpd.rules import pack_template
from nmt_study.services.desk import Desk
from nmt_study.tui.screens.ask import AskScreen
from nmt_study.tui.screens.cpd.activities import ActivitiesScreen
from nmt_study.tui.screens.cpd.activity import ActivityScreen, log_form
from nmt_study.tui.screens.cpd.bodies import BodiesScreen, credential_form
from nmt_study.tui.screens.cpd.credential import CredentialScreen
from nmt_study.tui.screens.cpd.overview import CpdScreen
from nmt_study.tui.screens.form import FormScreen
from nmt_study.tui.screens.home import HomeScreen
from tests.cli.test_cpd import PDF
from tests.tui.stage import SIZES, a_desk, many, messages, playing, running_text, shown, until_said
from tests.tui.test_layout import faults


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with some cards and no activity."""
    return a_desk(tmp_path, many(2))


@pytest.mark.parametrize("size", SIZES)
async def test_an_activity_is_logged_by_keys_alone_and_a_licence_added(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with playing(desk, size) as pilot:
        await pilot.press("o")
        assert isinstance(pilot.app.screen, CpdScreen)
        assert "nothing has to be set up" in running_text(pilot)
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("n")
        assert isinstance(pilot.app.screen, FormScreen)
        await pilot.press(*"Ethics update", "enter", *"2026-02-30")
        assert "there is no day 2026-02-30" in running_text(pilot)
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("ctrl+s")
        assert "Completed on: there is no day 2026-02-30" in messages(pilot)[0]
        pilot.app.screen.query_one("#date", Input).value = "2026-02-28"
        pilot.app.screen.query_one("#hours", Input).value = "3"
        pilot.app.screen.query_one("#topics", Input).value = "ethics"
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, CpdScreen)
        assert "Logged: Ethics update." in messages(pilot)[0]
        await pilot.press("a")
        assert isinstance(pilot.app.screen, BodiesScreen)
        await pilot.press(*"north carolina", "enter")
        assert "Expiry on your licence" in running_text(pilot)
        await pilot.press("ctrl+s")
        assert "it is needed" in messages(pilot)[0]
        pilot.app.screen.query_one("#expiry", Input).value = "2026-12-31"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CpdScreen)
        pilot.app.clear_notifications()
        await pilot.pause()
        assert "Still needed: 21 contact hours by 31 December 2026" in running_text(pilot)
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CredentialScreen)
        text = running_text(pilot)
        assert text.index("Still needed") < text.index("To book next") < text.index("Total")
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def log(desk: Desk, title: str = "A course") -> str:
    """Log an activity."""
    from nmt_study.cpd.draft import drafted

    fields = {"title": title, "date": "2026-02-28", "hours": "3"}
    return book.log(desk, drafted(fields, book.local_day(desk)))


async def test_an_activity_is_changed_attached_to_reflected_on_and_voided(desk: Desk, tmp_path: Path) -> None:
    await log(desk)
    (tmp_path / "my paper.pdf").write_bytes(PDF)
    async with playing(desk) as pilot:
        await pilot.press("o", "v")
        assert isinstance(pilot.app.screen, ActivitiesScreen)
        assert "no evidence" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ActivityScreen)
        await pilot.press("o")
        assert "There is no file yet" in messages(pilot)[0]
        await pilot.press("f")
        pilot.app.screen.query_one("#file", Input).value = f"'{tmp_path / 'missing.pdf'}'"
        await pilot.press("ctrl+s")
        assert "cannot be read" in messages(pilot)[0]
        dragged = str(tmp_path / "my paper.pdf").replace(" ", "\\ ")
        pilot.app.screen.query_one("#file", Input).value = f"{dragged} "
        await pilot.press("ctrl+s")
        assert "On file: my paper.pdf." in messages(pilot)[0]
        await pilot.press("r")
        pilot.app.screen.query_one("#learnt", Input).value = "Mrs Example taught me to ask first"
        await pilot.press("ctrl+s")
        assert "looks like a name" in messages(pilot)[0]
        await pilot.press("e")
        pilot.app.screen.query_one("#hours", Input).value = "2.5"
        await pilot.press("ctrl+s")
        pilot.app.clear_notifications()
        await pilot.pause()
        text = running_text(pilot)
        assert "Hours on the certificate: 2.5" in text
        assert "Changed 1 time" in text
        assert "reflection (final)" in text
        await pilot.press("v")
        pilot.app.screen.query_one("#reason", Input).value = "logged twice"
        await pilot.press("ctrl+s")
        assert "(void)" in shown(pilot)
        for key in ("e", "f", "r", "v"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, ActivityScreen), "a void activity stays as it is"
        assert "Change" not in shown(pilot).splitlines()[-1]
        await pilot.press("escape")
        assert "Nothing is logged yet" in shown(pilot)


async def test_an_activity_that_was_voided_meanwhile_is_not_changed_back_to_life(desk: Desk) -> None:
    name = await log(desk)
    one = book.find(desk, name)
    book.void(desk, one, "logged twice")
    form = log_form(desk, one=one)
    with pytest.raises(NmtError, match="is void"):
        form.save({**(form.values or {}), "hours": "2"})
    assert book.logged(desk) == ()


async def test_what_was_typed_is_not_lost_without_a_question(desk: Desk) -> None:
    async with playing(desk) as pilot:
        await pilot.press("o", "n", "escape")
        assert isinstance(pilot.app.screen, CpdScreen)
        await pilot.press("n", *"Something", "escape")
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, FormScreen)
        assert pilot.app.screen.values["title"] == "Something"
        await pilot.press("escape", "right", "enter")
        assert isinstance(pilot.app.screen, CpdScreen)
        assert book.logged(desk) == ()


async def test_leaving_the_program_with_a_form_half_filled_in_asks_once_and_then_leaves(desk: Desk) -> None:
    async with playing(desk) as pilot:
        await pilot.press("o", "n", *"Something", "ctrl+q", "ctrl+q")
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, FormScreen)
        assert pilot.app.is_running
        await pilot.press("ctrl+q", "right", "enter")
        assert not pilot.app.is_running


async def test_help_over_a_form_half_filled_in_does_not_hide_the_question(desk: Desk) -> None:
    async with playing(desk) as pilot:
        await pilot.press("o", "n", *"Something", "f1", "ctrl+q")
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("right", "enter")
        assert not pilot.app.is_running


async def test_home_says_nothing_of_credentials_to_those_who_hold_none(desk: Desk) -> None:
    async with playing(desk) as pilot:
        assert not pilot.app.screen.query_one("#credentials").display


async def test_home_says_what_each_credential_still_needs(desk: Desk) -> None:
    credentials.add(desk, credentials.find_pack(desk, "us-nc-lmbt"), {"expiry": "2026-12-31"})
    async with playing(desk) as pilot:
        await until_said(pilot, "Still needed: 24 contact hours by 31 December 2026")
        assert faults(pilot) == [], shown(pilot)


async def test_numbers_are_confirmed_and_papers_written_from_the_screen(desk: Desk) -> None:
    from nmt_study.cpd.draft import drafted

    today = book.local_day(desk)
    all_ = {
        "title": "All",
        "date": "2026-02-01",
        "hours": "24",
        "format": "in person",
        "topics": "ethics 3, techniques 21",
    }
    book.log(desk, drafted(all_, today))
    credentials.add(desk, credentials.find_pack(desk, "us-nc-lmbt"), {"expiry": "2026-12-31"})
    credentials.add(desk, credentials.find_pack(desk, "us-tx-lmt"), {"expiry": "2026-12-31"})
    async with playing(desk) as pilot:
        await pilot.press("o", "enter")
        assert "provisional" in running_text(pilot)
        await pilot.press("c")
        assert "compare these numbers" in running_text(pilot)
        await pilot.press("right", "enter")
        assert "Complete by 31 December 2026" in running_text(pilot)
        await pilot.press("p")
        assert "Written into" in messages(pilot)[0]
        assert len(list((desk.places.home / "papers").iterdir())) == 3
        await pilot.press("escape", "down", "enter")
        assert "Human trafficking" in running_text(pilot)
        await pilot.press("t", "right", "enter")
        assert "Human trafficking prevention training" not in running_text(pilot).partition("Open points")[0]
        await pilot.press("e", "ctrl+s")
        assert isinstance(pilot.app.screen, CredentialScreen)
        assert any(told.startswith("Changed: ") for told in messages(pilot)), "what saving says is passed on"


async def test_another_change_does_not_move_the_day_of_hours_carried_in(desk: Desk) -> None:
    folder = desk.places.home / "packs"
    folder.mkdir()
    text = pack_template("my-body") + "\n[rule.carry_over]\nallowed = true\n"
    (folder / "my-body.toml").write_text(text, encoding="utf-8")
    pack = credentials.find_pack(desk, "my-body")
    held = credentials.add(desk, pack, {"expiry": "2026-12-31", "carry_in": "8"})
    clock = desk.clock
    assert isinstance(clock, FixedClock)
    clock.set(moment_at(clock.now().at + timedelta(days=400), "UTC"))
    form = credential_form(desk, pack, held)
    form.save({**(form.values or {}), "label": "mine"})
    (after,) = credentials.credentials(desk)
    assert (after.label, after.carry_in, after.carry_in_on) == ("mine", held.carry_in, held.carry_in_on)


async def test_the_list_of_bodies_names_a_pack_that_cannot_be_used(desk: Desk) -> None:
    folder = desk.places.home / "packs"
    folder.mkdir()
    (folder / "x.toml").write_text("id = 1", encoding="utf-8")
    async with playing(desk) as pilot:
        await pilot.press("o", "a")
        assert "x.toml in the folder packs cannot be used" in messages(pilot)[0]


async def test_who_held_a_credential_is_not_told_to_have_none_yet(desk: Desk) -> None:
    held = credentials.add(desk, credentials.find_pack(desk, "us-nc-lmbt"), {"expiry": "2026-12-31"})
    credentials.end(desk, held, book.local_day(desk))
    async with playing(desk) as pilot:
        await pilot.press("o")
        assert "Every credential that you held has ended" in running_text(pilot)
        assert "No credential yet" not in running_text(pilot)
        assert faults(pilot) == [], shown(pilot)


async def test_a_certificate_of_the_inbox_is_logged_from_there(desk: Desk) -> None:
    inbox = desk.places.home / "inbox"
    inbox.mkdir()
    (inbox / "Shoulder course.pdf").write_bytes(PDF)
    async with playing(desk) as pilot:
        await pilot.press("o")
        assert "In your inbox: 1 file not logged yet" in running_text(pilot)
        await pilot.press("i")
        assert pilot.app.screen.query_one("#title", Input).value == "Shoulder course"
        pilot.app.screen.query_one("#date", Input).value = "2026-02-28"
        pilot.app.screen.query_one("#hours", Input).value = "6"
        await pilot.press("ctrl+s")
        assert "In your inbox" not in running_text(pilot)
        (one,) = book.logged(desk)
        assert [filed.name for filed in one.evidence] == ["Shoulder course.pdf"]
