# Every recipe works in a fresh clone, in a path with spaces, with nothing but Python 3.11+.
PYTHON ?= python3
UV := 0.13.8
BIN := .venv/bin
# What an environment is built from; when none of it has changed, `make setup` does nothing.
INPUTS := pyproject.toml uv.lock requirements.lock Makefile
PROVEN := $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'
SYNC := env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --all-extras --quiet

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types docs lock bench schedule-check dist clean

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' \
		| while IFS="$$(printf '\t')" read -r name what; do printf '  make %-15s %s\n' "$$name" "$$what"; done

setup: ## Make .venv with everything in it, from the lock
	@$(PROVEN) || { echo "The tracker needs Python 3.11 or newer as python3; \
	or name one: make setup PYTHON=python3.12" >&2; exit 1; }
	@key="$$PWD $$(cat $(INPUTS) | cksum)"; \
	[ "$$(cat .venv/.setup 2>/dev/null)" = "$$key" ] && $(BIN)/python -c 'import tracker' 2>/dev/null && exit 0; \
	set -e; \
	home="$$(sed -n 's/ [0-9]* [0-9]*$$//p' .venv/.setup 2>/dev/null || true)"; \
	if [ "$${home:-$$PWD}" != "$$PWD" ] || ! $(BIN)/python -c 'import pip' 2>/dev/null; then \
		rm -rf .venv; \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null \
			|| { echo "python3 has no ensurepip; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
		$(PYTHON) -m venv .venv; \
	fi; \
	echo "Installing the locked packages into .venv ..." >&2; \
	if $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV)'; then \
		$(SYNC); \
	else \
		echo "uv $(UV) could not be had; installing with pip instead." >&2; \
		$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock; \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
	fi; \
	echo "$$key" > .venv/.setup

demo: setup ## The whole story offline, in a temporary survey
	@$(BIN)/tracker demo

test: setup ## The tests; SEARCH=1 tries examples that nobody tried yet
	@$(BIN)/python -m pytest

check: setup format lint types test docs ## Everything a change must pass
	@$(BIN)/tracker check
	@$(BIN)/tracker render --check

format: setup
	@$(BIN)/ruff format --check .

lint: setup
	@$(BIN)/ruff check .

types: setup
	@$(BIN)/mypy

docs: setup
	@$(BIN)/python docs/generate.py --check

lock: setup ## Resolve again, within the bounds of pyproject.toml
	@$(BIN)/uv lock --upgrade
	@$(BIN)/uv export --quiet --frozen --all-extras --all-groups --no-emit-project \
		--format requirements.txt --output-file requirements.lock
	@$(MAKE) --no-print-directory setup

bench: setup ## Measure what docs/benchmarks.md claims
	@for one in $(filter-out benchmarks/suggestions.py,$(wildcard benchmarks/*.py)); do $(BIN)/python "$$one" || exit 1; done

schedule-check: setup ## Install without the lock and see a scheduled night run (2-3 minutes)
	@$(BIN)/python tests/schedule/check.py

dist: setup ## Build the wheel and the source archive into dist/
	@rm -rf dist
	@$(BIN)/hatchling build

clean: ## Remove what can be made again; never the database or the curation
	@rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
