# What can be done here; `make` alone lists it.
.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash

# The first Python that is new enough; `make PYTHON=… …` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --quiet --require-hashes
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header

.PHONY: help demo run test check lint types format requirements trial bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## the whole reception with stand-in messengers, in the browser
	@$(PY) -m bot demo

run: $(VENV)/.run ## the service itself, with the settings of .env
	@$(PY) -m bot run

test: $(VENV)/.dev ## all tests, on SQLite and on PostgreSQL where one is found
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4

check: lint types requirements test ## everything CI asks: style, types, requirement table, tests

lint: $(VENV)/.dev ## ruff: rules and layout
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "Mend the layout: make format"; exit 1; }

types: $(VENV)/.dev ## mypy, strict
	@$(PY) -m mypy

format: $(VENV)/.dev ## lay the code out and mend what mends itself
	@$(PY) -m ruff check --fix-only --quiet . && $(PY) -m ruff format .

requirements: $(VENV)/.dev ## each requirement with the tests that prove it
	@$(PY) -m tests.requirements_table

trial: $(VENV)/.dev ## kills and restarts under load: nothing lost, nothing doubled
	@$(PY) -m pytest tests/trials

bench: $(VENV)/.dev ## speed and memory beside a naive bot
	@$(PY) -m benchmarks

lock: ## new versions into the locks; needs uv
	$(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(LOCK) --upgrade --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and caches; what people wrote (var/) stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make an environment: install its venv module (Debian: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock | $(VENV)/.python
	@echo "Installing what the service needs into $(VENV) …"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.python
	@echo "Installing what the service and its tests need into $(VENV) …"
	@$(PIP) -r $<
	@touch $@
