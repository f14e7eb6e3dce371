# Needs python3 (3.11 or later), make and git; everything else is installed into .venv from the locks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

STORE := data/processed/example
REPORT := reports/coverage_report.html

.DEFAULT_GOAL := help
.PHONY: help setup report test test-all check lab gallery bench bench-full bench-million lock clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-13s %s\n", $$1, $$2}'

$(VENV)/.ready: requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or later is needed, $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12"; exit 2; }
	@rm -f $@
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
	  echo "python3-venv is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 2; }
	@echo "Installing the locked packages into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-uv.lock
	@$(BIN)/uv pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes --only-binary :all: requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready ## Install everything into .venv

report: $(VENV)/.ready ## Build the example report and say where it is (raw files are read again where one is newer)
	@if [ ! -f $(STORE)/.read ] || [ -n "$$(find data/raw/example analysis/corpus analysis/languages -type f -newer $(STORE)/.read ! -name '*.pyc')" ]; then \
	  $(BIN)/media-coverage ingest data/raw/example --store $(STORE) && touch $(STORE)/.read; fi
	@$(BIN)/media-coverage report coverage_report --output $(REPORT) -p corpus=$(STORE) -p frames=visit,policy_frames -p labels=labels

test: $(VENV)/.ready ## Run the tests that need no browser
	@$(BIN)/python -m pytest

test-all: $(VENV)/.ready ## Run all tests, also the slow ones, those with a database server and those in a real browser
	@test -n "$(CHROMIUM)" || { echo "Chromium is missing. On Debian or Ubuntu: sudo apt install chromium; elsewhere: make test-all CHROMIUM=/path/to/chromium"; exit 2; }
	@$(BIN)/python -m pytest -m "not browser"
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -n 0 -m browser tests/browser

check: $(VENV)/.ready ## Lint, types, import rules, notebooks without outputs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/house

lab: $(VENV)/.ready ## Open JupyterLab in the notebooks folder
	@$(BIN)/media-coverage lab

gallery: report ## Draw the pictures of docs/gallery.md and of the README anew (the README's needs Chromium)
	@test -n "$(CHROMIUM)" || { echo "Chromium is missing. On Debian or Ubuntu: sudo apt install chromium; elsewhere: make gallery CHROMIUM=/path/to/chromium"; exit 2; }
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python docs/gallery.py $(REPORT)

$(BENCH)/.ready: benchmarks/requirements.lock $(VENV)/.ready
	@rm -f $@
	@$(PYTHON) -m venv $(BENCH)
	@echo "Installing the peers into $(BENCH) ..."
	@$(BIN)/uv pip sync -q --python $(BENCH)/bin/python --require-hashes --only-binary :all: benchmarks/requirements.lock
	@touch $@

bench: $(BENCH)/.ready ## Measure speed against named peers, in minutes (never gates)
	-@$(BIN)/python benchmarks/engine.py

bench-full: $(BENCH)/.ready ## The same for 10,000, 100,000 and a million articles, in hours
	-@$(BIN)/python benchmarks/engine.py --growth --rounds 3

bench-million: $(VENV)/.ready ## A million articles from the store to tables, in half an hour
	-@$(BIN)/python benchmarks/million.py

lock: $(VENV)/.ready ## Resolve the locks anew
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -o requirements.lock -q --upgrade
	@echo uv | $(BIN)/uv pip compile - --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -o requirements-uv.lock -q --upgrade
	@$(BIN)/uv pip compile benchmarks/requirements.in --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -o benchmarks/requirements.lock -q --upgrade

clean: ## Remove what was built (not the raw data)
	@rm -rf $(VENV) data/processed/* reports/*.html reports/*.csv reports/*.xlsx
