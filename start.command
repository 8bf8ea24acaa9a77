#!/bin/sh
# Opens nmt-study, as "make study" does, where there is no make: by a double click on macOS, or as ./start.command.
# What follows goes to the program:  ./start.command study --plain
if ! command -v python3 >/dev/null 2>&1; then
    echo "nmt-study needs Python 3.11 or newer, and no Python was found."
    echo "Install it from https://www.python.org/downloads/ and start this file again."
    exit 3
fi
exec python3 "$(dirname "$0")/scripts/run.py" study "$@"
