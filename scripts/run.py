"""Sets up nmt-study in this folder and starts it, or its checks: `python3 scripts/run.py study`.

Standard library only. The file must start on any Python 3, to say in words which one is needed: hence no
f-strings, no `[*a]`, and annotations in quotes. A stamp is written as the last step of a set-up: one that was
interrupted begins again, and one that is complete costs a look at a few small files.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(CHECKOUT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = os.path.join(BIN, "python" + SUFFIX)
PROGRAM = os.path.join(BIN, "nmt-study" + SUFFIX)
STAMP = os.path.join(VENV, "nmt-study.stamp")

STUDY = "requirements.lock"
DEVELOP = "requirements-dev.lock"

UV = "uv>=0.9,<1"
LOCK_OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--annotation-style=line",
    "--no-emit-index-url",
    "--no-emit-package=pip",
    "--custom-compile-command=make lock",
]

HELP = """Usage: python3 scripts/run.py WHAT [more]

  study [...]   open nmt-study, with this folder as its home; what follows goes to it ("study due")
  test [...]    every check: style, layout, types, layers, all tests; what follows goes to pytest
  quick [...]   the same without the slow tests
  setup         set up what the checks need, and nothing else
  lock [...]    work out requirements.lock and requirements-dev.lock anew ("lock --upgrade" takes newer versions)

The first time, the packages in a lock file are downloaded into the folder .venv; after that no network is used."""

TOO_OLD = """nmt-study needs Python 3.11 or newer. This is Python {} ({}), and no newer one was found.
Windows, macOS: install it from https://www.python.org/downloads/
Debian, Ubuntu: sudo apt install python3.12 python3.12-venv   (or any version from 3.11 on)
Then run the same command again."""

NO_VENV = """this Python ({}) cannot make environments: its venv or ensurepip module is missing.
Debian, Ubuntu: sudo apt install python3-venv   (or python{}.{}-venv)
Then run the same command again."""

NO_NETWORK = """the packages could not be downloaded. The first set-up needs the internet; later ones do not.
Check the connection (behind a proxy, set HTTPS_PROXY), then run the same command again.
What was said: {}"""

NOT_WRITABLE = """{} cannot be written ({}).
Give yourself the right to write there, make room on the disk, or copy the folder into your own documents."""

# What pip prints when it is the connection that failed, and not a package.
OFFLINE = re.compile(
    "connection broken by|ConnectionError|ReadTimeout|[Cc]onnection.*timed out|name resolution|ProxyError"
)


class MendableError(Exception):
    """Something a person can mend; the text says what and how."""


def main(arguments: "list[str]") -> int:
    """Do what the first argument asks for and return the exit code."""
    if sys.version_info < OLDEST:
        return start_with_newer_python(arguments)
    what, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if what in ("-h", "--help", "help"):
        print(HELP)
        return 0
    if what not in VERBS:
        say("There is no '{}' here.\n\n{}".format(what, HELP))
        return 2
    try:
        return VERBS[what](rest)
    except MendableError as error:
        say("error: {}".format(error))
        return 3
    except KeyboardInterrupt:
        say("\nStopped. The same command takes it up again.")
        return 130


def study(rest: "list[str]") -> int:
    """Open the program, with the checkout as its home."""
    set_up(STUDY)
    return become([PYTHON, "-m", "nmt_study", "--home", CHECKOUT] + rest)


def test(rest: "list[str]") -> int:
    """Run every check."""
    return check(["pytest", "-n", "3"] + rest)


def quick(rest: "list[str]") -> int:
    """Run the checks without the slow tests."""
    return check(["pytest", "-n", "3", "-m", "not slow"] + rest)


def setup(rest: "list[str]") -> int:
    """Set up for development."""
    if rest:
        raise MendableError("setup takes nothing more, and here is {}.".format(" ".join(rest)))
    set_up(DEVELOP)
    say("Ready: {}".format(PYTHON))
    return 0


def lock(rest: "list[str]") -> int:
    """Write both lock files from the ranges in pyproject.toml; the study lock limits the development lock."""
    with tempfile.TemporaryDirectory() as folder:
        base = (
            [shutil.which("uv") or fetch_uv(folder), "pip", "compile", "pyproject.toml"] + LOCK_OPTIONS + rest
        )
        for name, more in (
            (STUDY, ["--group", "build"]),
            (DEVELOP, ["--group", "dev", "--constraints", STUDY]),
        ):
            run(base + more + ["--output-file", name], "The lock files could not be worked out.")
            say("Wrote {}.".format(name))
    return 0


def fetch_uv(folder: str) -> str:
    """Install uv, which resolves for every system at once, into a throw-away environment; return its path."""
    run([sys.executable, "-m", "venv", folder], "No Python environment could be made.")
    tool = os.path.join(folder, os.path.basename(BIN), "python" + SUFFIX)
    run([tool, "-m", "pip", "install", "--quiet", UV], "uv could not be installed.")
    return os.path.join(os.path.dirname(tool), "uv" + SUFFIX)


VERBS = {"study": study, "test": test, "quick": quick, "setup": setup, "lock": lock}


def check(pytest: "list[str]") -> int:
    """Run every checker, the tests last, and name those that found something."""
    set_up(DEVELOP)
    commands = (
        ("style", ["ruff", "check", "."]),
        ("layout", ["ruff", "format", "--check", "."]),
        ("types", ["mypy"]),
        ("layers", ["lint-imports", "--no-logo"]),
        ("tests", pytest),
    )
    failed = []
    for name, command in commands:
        say("== {}: {}".format(name, " ".join(command)))
        program = os.path.join(BIN, command[0] + SUFFIX)
        if subprocess.call([program] + command[1:], cwd=CHECKOUT, env=environment()):
            failed.append(name)
    say("Failed: {}.".format(", ".join(failed)) if failed else "All checks passed.")
    return 1 if failed else 0


def set_up(lock_file: str) -> None:
    """Bring .venv to what a lock file says; do nothing when it is there already."""
    wanted, found = stamp_line(lock_file), read_stamp()
    sound = is_sound(lock_file)
    if sound and wanted in found:
        return
    known = sound and bool(found)
    say("Updating nmt-study's packages..." if known else "Setting up (first time only, about a minute)...")
    try:
        if known:
            os.remove(STAMP)
        else:
            make_environment()
        try:
            install(lock_file)
        except MendableError:
            write_stamp(found)  # pip has put back what was there: the next run may try again from there
            raise
        write_stamp("".join(sorted({wanted, stamp_line(STUDY)})))
    except OSError as error:
        raise MendableError(NOT_WRITABLE.format(error.filename or CHECKOUT, error.strerror)) from error


def install(lock_file: str) -> None:
    """Install the locked packages, then this folder as a package that is read where it lies."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps"]
    say("  Installing the packages named in {}...".format(lock_file))
    run(pip + ["--require-hashes", "--requirement", lock_file], "The packages could not be installed.")
    run(
        pip + ["--no-index", "--no-build-isolation", "--editable", CHECKOUT],
        "nmt-study could not be installed.",
    )


def make_environment() -> None:
    """Make an empty .venv in the place of whatever is there."""
    import importlib.util

    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise MendableError(NO_VENV.format(sys.executable, *sys.version_info[:2]))
    if os.path.islink(VENV) or os.path.isfile(VENV):
        os.remove(VENV)
    os.makedirs(VENV, exist_ok=True)  # here, where a folder that cannot be written is said in words
    run([sys.executable, "-m", "venv", "--clear", VENV], "No Python environment could be made in .venv.")


def is_sound(lock_file: str) -> bool:
    """Tell whether the environment and the Python under it are still there.

    After a system upgrade the same link may lead to another Python, which does not see the packages. Checks want
    the Python that asks for them; for study any will do.
    """
    try:
        with open(os.path.join(VENV, "pyvenv.cfg"), encoding="utf-8") as file:
            made = dict(re.findall(r"(?m)^(\w+) *= *(.*?) *$", file.read()))
    except (OSError, UnicodeDecodeError):
        return False
    version = ".".join(made.get("version", "").split(".")[:2])
    real = os.path.basename(os.path.realpath(PYTHON))
    return (
        all(os.path.exists(path) for path in (PYTHON, PROGRAM, made.get("home", "")))
        and (real == "python" + version or not re.match(r"python\d+\.\d+$", real))
        and (lock_file == STUDY or version == "{}.{}".format(*sys.version_info[:2]))
    )


def stamp_line(lock_file: str) -> str:
    """Say what the stamp must hold for a lock file: a digest of all that a set-up depends on."""
    digest = hashlib.sha256(CHECKOUT.encode())
    for name in (lock_file, "pyproject.toml"):
        try:
            with open(os.path.join(CHECKOUT, name), "rb") as file:
                digest.update(file.read())
        except OSError as error:
            raise MendableError(
                "{} is missing or cannot be read. Fetch nmt-study again.".format(name)
            ) from error
    return "{} {}\n".format(lock_file, digest.hexdigest())


def write_stamp(lines: str) -> None:
    """Write the stamp; with nothing in it, the next set-up begins with a new environment."""
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write(lines)


def read_stamp() -> str:
    """Return what the stamp holds; nothing when no set-up was completed."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return ""


def run(command: "list[str]", failure: str) -> None:
    """Run a command of the set-up in silence, with a sign of life four times a minute.

    Raises:
        MendableError: it failed; with the reason in words where it is the network, else with its last lines.
    """
    with subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as child:
        while True:
            try:
                said = child.communicate(timeout=15)[0].decode("utf-8", "replace").strip()
                break
            except subprocess.TimeoutExpired:
                say("  still working...")
    if child.returncode == 0:
        return
    lines = said.splitlines()
    offline = [line for line in lines if OFFLINE.search(line)]
    if offline:
        raise MendableError(NO_NETWORK.format(offline[-1][:300]))
    raise MendableError("\n  ".join([failure + " What was said:"] + lines[-8:]))


def environment() -> "dict[str, str]":
    """Return the environment without what would send pip or Python elsewhere than into .venv."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONHOME", "PIP_TARGET", "PIP_PREFIX")
    }
    return dict(kept, PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")


def become(command: "list[str]") -> int:
    """Put the program in the place of this script; where that is not possible, wait for it and leave Ctrl+C to it."""
    if os.name != "nt":
        os.execve(command[0], command, environment())
    child = subprocess.Popen(command, env=environment())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def start_with_newer_python(arguments: "list[str]") -> int:
    """Start this script again with a Python that is new enough, or say which one is needed."""
    wanted = "import sys; sys.exit(sys.version_info < (3, 11))"
    for name in (("py",) if os.name == "nt" else ()) + NEWER:
        path = shutil.which(name)
        command = [path or name] + (["-3"] if name == "py" else [])
        # The name alone proves nothing: it may be a version manager's empty promise.
        if path and subprocess.call(command + ["-c", wanted], stderr=subprocess.DEVNULL) == 0:
            return become(command + [os.path.abspath(__file__)] + arguments)
    say(TOO_OLD.format(sys.version.split()[0], sys.executable))
    return 3


def say(words: str) -> None:
    """Print to the error stream, at once: standard output belongs to the program that is started."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
