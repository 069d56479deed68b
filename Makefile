# One environment, made on first use; every target works on a machine with only Python >= 3.11 and make.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$python >/dev/null 2>&1 && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	{ echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# One process per core, eight at most: each needs some 400 MB.
TESTS := $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal

.PHONY: study test test-postgres check bench format wheel clean
.DEFAULT_GOAL := study

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "studykit needs Python 3.11 or newer on PATH (or: make PYTHON=/path/to/python)."; exit 2; }
	@echo "Making an environment in $(VENV) with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.study: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing studykit …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing studykit and what its tests need …"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.study

study: $(VENV)/.study  ## open the app
	@$(BIN)/studykit

test: $(VENV)/.dev  ## run every test that this machine can run, and say which it cannot
	@$(TESTS)

test-postgres: $(VENV)/.dev  ## the tests that keep answers, with each home on a PostgreSQL server (which tests/store always is)
	@STUDYKIT_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 tests/scheduling tests/workflows tests/cli tests/tui

check: $(VENV)/.dev  ## what must be green at every commit
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/coverage erase
	@$(TESTS) -q --cov --no-cov-on-fail
	@$(BIN)/studykit check
	@$(BIN)/studykit lock --check
	@$(BIN)/studykit pack check aws-serverless
	@$(BIN)/studykit pack check postgresql

bench: $(VENV)/.dev  ## measure speed and quality, side by side in one run (about ten minutes)
	@$(BIN)/python -m tests.bench.startup
	@$(BIN)/python -m tests.bench.first_paint
	@$(BIN)/python -m tests.bench.frames
	@$(BIN)/python -m tests.bench.screens
	@$(BIN)/python -m tests.bench.monkey
	@$(BIN)/python -m tests.bench.rules
	@$(BIN)/python -m tests.bench.mutation
	@$(BIN)/python -m tests.bench.questions
	@$(BIN)/python -m tests.bench.same_bytes
	@$(BIN)/python -m tests.bench.review
	@$(BIN)/python -m tests.bench.scale
	@$(BIN)/python -m tests.bench.crowd
	@$(BIN)/python -m tests.bench.kills
	@$(BIN)/python -m tests.bench.hostile
	@$(BIN)/python -m tests.bench.alignment
	@$(BIN)/python -m tests.bench.identity
	@$(BIN)/python -m tests.bench.fuzz
	@$(BIN)/python -m tests.bench.vault
	@$(BIN)/python -m tests.bench.anki_export
	@$(BIN)/python -m tests.bench.anki_hostile
	@$(BIN)/python -m tests.bench.anki_packages 3000

format: $(VENV)/.dev  ## put the code in shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

wheel: $(VENV)/.dev  ## build what 'pip install' installs
	@$(BIN)/python -m build --no-isolation --outdir dist

clean:
	@rm -rf $(VENV) dist build .coverage .coverage.*
