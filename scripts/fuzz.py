"""Fuzzes the gate, the parser and every import, guided by which lines an input reaches (with `atheris`).

It is not in the lock files, because nothing but this needs it: `pip install atheris` first, where it is built for your
system and Python. `python scripts/fuzz.py deck --minutes 10` begins from the seeds and the inputs that were kept, and
stops at the first fault; the input that led to it is named. `--keep` puts what reached something new into the corpus,
which the tests run through again.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
_MOST_KEPT = 100  # inputs of a target, the smallest
_SLOW = 10  # seconds for one input
_MEMORY = 2048  # MB


def main() -> int:
    """Fuzz one target; return 1 where a fault was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", help="gate, deck, or a format such as gift")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--keep", action="store_true", help="put what reached something new into the corpus")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen, rest = parser.parse_known_args()
    if chosen.inside:
        return _fuzz(chosen.target, rest)
    from tests.fuzz.seeds import kept, seeds
    from tests.fuzz.targets import LONGEST

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        for number, data in enumerate((*seeds()[chosen.target], *kept(chosen.target))):
            corpus.joinpath(f"seed-{number}").write_bytes(data[:LONGEST])
        # Seeds are kept though others reach as much: each is of another file of an archive.
        limits = (f"-max_len={LONGEST}", f"-timeout={_SLOW}", f"-rss_limit_mb={_MEMORY}", "-keep_seed=1")
        code = _run(chosen.target, folder, f"-max_total_time={round(chosen.minutes * 60)}", *limits)
        if chosen.keep:
            _keep(chosen.target, [path.read_bytes() for path in corpus.iterdir()])
    return code


def _run(target: str, *words: str) -> int:
    return subprocess.run([sys.executable, __file__, target, "--inside", *words], check=False).returncode


def _fuzz(target: str, words: list[str]) -> int:
    atheris = import_module("atheris")
    # A format is imported when it is first read: unless that is here, nothing guides into it.
    with atheris.instrument_imports(include=["nmt_study"]):
        from tests.fuzz.seeds import around, seeds
        from tests.fuzz.targets import LONGEST, targets

        run = targets(around())[target]
        for data in seeds()[target]:
            run(data[:LONGEST])
    atheris.Setup([sys.argv[0], *words], run)
    atheris.Fuzz()
    return 0


def _keep(target: str, inputs: list[bytes]) -> None:
    """Write the smallest inputs of a target as an archive that has the same bytes for the same inputs."""
    from tests.fuzz.seeds import CORPUS

    CORPUS.mkdir(exist_ok=True)
    with zipfile.ZipFile(CORPUS / f"{target}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(sorted(set(inputs), key=lambda one: (len(one), one))[:_MOST_KEPT]):
            archive.writestr(zipfile.ZipInfo(f"{number:03}"), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    sys.exit(main())
