"""The rows about the files behind the screen: reading decks, saving and taking back answers, proving the record."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nmt_study.deck.grammar.parser import parse
from nmt_study.storage.library.files import read_bytes
from scripts.benchmark.answering import Anki, Ours, desk_in
from scripts.benchmark.ground import Ground, Stand
from scripts.benchmark.history import deck_files
from scripts.benchmark.measure import MEGABYTE, Used, calls, costs_in_turns, in_turns, run, seconds_of
from scripts.benchmark.peers import ANKI_CHECK
from scripts.benchmark.report import Line, Outcome, Skipped, compared, in_words, ratio

_FLUSHES = "fsync,fdatasync,sync_file_range,msync,sync,syncfs"


def parse_row(ground: Ground) -> Iterator[Line]:
    """The first start with a library, as a whole process, and how it grows with the number of cards."""
    effort, large, tenth = ground.effort, ground.large, ground.stand(ground.effort.tenth)
    taken: list[Used] = []

    def cold() -> Used:
        taken.append(_cold(ground, large))
        return taken[-1]

    ours, less = costs_in_turns(effort.colds, cold, lambda: _cold(ground, tenth), warm=False)
    cards = f"{effort.cards:,} cards in {large.files:,} files"
    told = taken[0].told.count("Reading your decks")
    floor = seconds_of(
        lambda: [path.read_text(encoding="utf-8").split("\n") for path in deck_files(large.home)]
    )
    beside = (
        f"{in_words(ours.wall)}; progress told {told} times; only reading and splitting lines {floor:.2f} s"
    )
    yield Line("parse", f"first start, {cards}: parsed, indexed, on disk", ours.wall.median, "s", 5, beside)
    work = ours.processor
    yield Line("parse", "the same in processor time", work.median, "s", None, in_words(work))
    peak = max(used.peak for used in taken) / MEGABYTE
    yield Line("parse", "the same, peak memory", peak, "MB", 300, f"the most of {len(taken)} starts")
    beside = "in memory, once, while the library was being made"
    yield Line("parse", f"parsing and identifying alone, {cards}", large.parsing, "s", None, beside)
    if tenth is not large:
        names = ("first start", f"with {effort.tenth:,}")
        what = f"first start, {effort.cards:,} / {effort.tenth:,} cards"
        yield from compared("parse", what, ours, less, 11, names)


def _cold(ground: Ground, stand: Stand) -> Used:
    """Start with an empty cache."""
    with tempfile.TemporaryDirectory(dir=ground.folder) as cache:
        return run(stand.program("due", "--json"), {**stand.environment, "XDG_CACHE_HOME": cache})


def warm_row(ground: Ground) -> Iterator[Line]:
    """Finding out that no file changed."""
    large = ground.large
    desk = desk_in(large.folder)
    parses = calls(desk.library.refresh, parse, read_bytes)
    ours, floor = in_turns(
        ground.effort.answers // 3,
        lambda: seconds_of(desk.library.refresh),
        lambda: seconds_of(lambda: [path.stat() for path in (large.home / "decks").rglob("*.md")]),
    )
    desk.close()
    beside = f"{in_words(ours)}; looking at the files alone {in_words(floor)}"
    yield Line(
        "warm", f"change check of {large.files:,} unchanged files", ours.median * 1000, "ms", 50, beside
    )
    yield Line("warm", "files opened or parsed by it", parses, "", 0, "calls counted, not guessed")


def grade_row(ground: Ground) -> Iterator[Line]:
    """Saving a grade and bringing the next card, and taking it back, beside Anki's."""
    effort = ground.effort
    anki, ours = Anki(ground.collection()), Ours(ground.large.folder, effort.answers + 10)

    def answer_here() -> float:
        ours.think()
        return seconds_of(ours.answer)

    try:
        mine, theirs = in_turns(effort.answers, answer_here, lambda: seconds_of(anki.answer))
        # Anki keeps its last thirty steps.
        back, taken = in_turns(25, lambda: seconds_of(ours.take_back), lambda: seconds_of(anki.take_back))
    finally:
        ours.close()
        anki.close()
    what, names = f"grade saved and next card, {effort.cards:,} cards", ("here", "Anki")
    yield ratio("grade", f"{what} / Anki's, p50", mine, theirs, 4, names)
    beside = f"here {mine.p99 * 1000:.2f} ms, Anki {theirs.p99 * 1000:.2f} ms"
    yield Line("grade", f"{what} / Anki's, p99", mine.p99 / theirs.p99, "x", 1, beside)
    yield ratio("undo", "grade taken back and its card again / Anki's", back, taken, None, names)


def flush_row(ground: Ground) -> Iterator[Outcome]:
    """How often an answer waits for the disk."""
    if shutil.which("strace") is None:
        yield Skipped("flush", "strace, which counts the flushes, is not installed")
        return
    try:
        ours = _flushes("ours", ground.large.folder)
        theirs = _flushes("anki", ground.collection().parent)
    except RuntimeError as fault:
        yield Skipped("flush", f"strace may not look into programs here ({fault})")
        return
    yield Line("flush", "flushes to the disk for one answer", ours, "", 6, f"Anki {theirs:.2g}")


def _flushes(kind: str, folder: Path) -> float:
    """Return the flushes of one answer: those of many answers without those of a few, so that opening is left out."""
    few, many = 5, 25
    return (_counted(kind, folder, many) - _counted(kind, folder, few)) / (many - few)


def _counted(kind: str, folder: Path, answers: int) -> int:
    """Return all flushes of a program that gives so many answers.

    Raises:
        RuntimeError: it cannot be watched.
    """
    watched = ["strace", "-f", "-c", "-e", f"trace={_FLUSHES}", "-o", str(folder / "flushes"), sys.executable]
    command = [*watched, "-m", "scripts.benchmark.answering", kind, str(folder), str(answers)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or "no reason told").splitlines()[-1])
    counted = re.findall(
        r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)(?:\s+\d+)?\s+\w+$", (folder / "flushes").read_text(), re.MULTILINE
    )
    return sum(map(int, counted[:-1]))  # the last line is their sum


def proof_row(ground: Ground) -> Iterator[Line]:
    """Proving the record and making what follows from it anew, as whole processes."""
    stand, collection = ground.large, ground.collection()
    check = [*ground.script("anki_check.py", ANKI_CHECK), str(collection)]
    rounds = max(1, ground.effort.colds // 2)
    verify, theirs, rebuild = in_turns(
        rounds,
        lambda: run(stand.program("data", "verify"), stand.environment).wall,
        lambda: run(check, stand.environment).wall,
        lambda: run(stand.program("data", "rebuild"), stand.environment).wall,
        warm=False,
    )
    after = run(stand.program("due"), stand.environment).wall
    events = f"{stand.events:,} events"
    beside = f"{in_words(verify)}; Anki's check of its database {in_words(theirs)}"
    yield Line("proof", f"data verify, {events}", verify.median, "s", None, beside)
    yield Line("proof", f"data rebuild, {events}", rebuild.median, "s", None, in_words(rebuild))
    yield Line("proof", "the next start after a rebuild: due, whole process", after, "s", None, "once")
