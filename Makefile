# make demo: tag the sample articles with the shipped model. make test: the tests. Both set up .venv first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint soak audit clean

demo: $(STAMP)
	$(BIN)/congbao demo

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest
	$(BIN)/python -m tests.robustness.audit

# The long part of the robustness suite, hours; writes evaluation/results/robustness.json. SOAK="--inputs 5000" is less.
SOAK ?= --inputs 100000 --articles 10000 --longest 1000000 --giants all --same 60 --ray
soak: $(STAMP)
	$(BIN)/python -m tests.robustness.soak $(SOAK)
	$(BIN)/congbao results

# The versions the tests passed with, and whether any is known to be unsafe where pip-audit can tell.
audit: $(STAMP)
	$(BIN)/python -m tests.robustness.audit --write

lint: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

# Installed once; again only when the dependencies change.
$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("congbao needs Python 3.10 to 3.13, not " + sys.version.split()[0]) if not (3, 10) <= sys.version_info[:2] <= (3, 13) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) demo build *.egg-info
