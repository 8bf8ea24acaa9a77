# Thin names for scripts/run.py, which does the work and runs without make too (start.cmd, start.command).
# More words go in ARGS: make study ARGS="due --json"
PYTHON ?= python3
RUN = $(PYTHON) scripts/run.py
VENV_PYTHON = .venv/bin/python

.PHONY: help study test quick setup lock bench screenshots clean

help:
	@echo "make study        open nmt-study here; the first time sets it up (about a minute, needs the internet)"
	@echo "make test         every check: style, layout, types, layers, all tests"
	@echo "make quick        the same without the slow tests"
	@echo "make setup        set up what the checks need, and nothing else"
	@echo "make lock         work out the lock files anew from pyproject.toml (ARGS=--upgrade takes newer versions)"
	@echo "make bench        measure speed beside the peers"
	@echo "make screenshots  draw the pictures of the documentation anew"
	@echo "make clean        delete the environment, builds and caches; never your progress"
	@echo
	@echo 'More words go in ARGS, as in: make study ARGS="study --plain"'

study:
	@$(RUN) study $(ARGS)

test:
	@$(RUN) test $(ARGS)

quick:
	@$(RUN) quick $(ARGS)

setup:
	@$(RUN) setup

lock:
	@$(RUN) lock $(ARGS)

bench: setup
	@$(VENV_PYTHON) scripts/bench.py $(ARGS)

screenshots: setup
	@$(VENV_PYTHON) scripts/screenshots.py $(ARGS)

clean:
	rm -rf .venv build dist htmlcov .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find nmt_study scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
