# The map of the work. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
HIENKE := .venv/bin/hienke

.PHONY: help setup setup-dev run up down story test lint bench faults walks docs clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what running needs; says what it does
	@deploy/local/bootstrap.sh

setup-dev: ## install what tests, checks and measuring need
	@deploy/local/bootstrap.sh dev

run: setup ## start everything, play the forum if there is none, print sign-in links; Ctrl-C stops it
	@$(HIENKE) run

up: setup ## as run, in the background
	@$(HIENKE) up

down: ## stop what up started
	@if [ -x $(HIENKE) ]; then $(HIENKE) down; else echo "Nothing runs here."; fi

story: setup ## play the forum once more on the running system, slowly
	@$(HIENKE) story --live

test: setup-dev ## every test, on throwaway servers, in two workers; TESTS="tests/unit -k ballot" chooses
	@$(PYTHON) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(TESTS)

lint: setup-dev ## formatting, style, types, and who may import whom
	@.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports --no-logo

bench: setup-dev ## measure; bench/README.md says what and how
	@$(PYTHON) -m bench.votes
	@$(PYTHON) -m bench.pages

faults: setup-dev ## kill and stop every part on purpose, three times over; prints the counts
	@FAULT_TURNS=$${FAULT_TURNS:-3} $(PYTHON) -m pytest -s -m faults tests/faults

walks: setup-dev ## write the walks of docs/walks anew, words and pictures, by taking them
	@$(PYTHON) -m pytest tests/browser/test_walks.py --write-walks

docs: setup-dev ## write the generated reference in docs/ anew
	@$(PYTHON) -m docs.generate

clean: ## stop, and delete data, logs and caches; the Python environment stays
	@if [ -x $(HIENKE) ]; then $(HIENKE) clean; fi
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
