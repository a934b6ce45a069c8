# The workbench: `make` lists what can be done.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: help run test check format data bench browser clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: .venv/run.stamp ## open the workbench in a browser at http://127.0.0.1:8501
	$(BIN)/python -m streamlit run app.py --server.port $(PORT) --server.headless false

test: .venv/test.stamp browser check ## install what is needed, check the code, run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/test.stamp ## lint, format, types and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/test.stamp ## put the code into its shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: .venv/run.stamp ## validate data/sources and build data/parquet from it
	$(BIN)/python -m alliance_core build

bench: .venv/test.stamp ## time building, snapshot and panel on the shipped data and 1,000 times the rows
	$(BIN)/python -m benchmarks

browser: ## bring in Debian's Chromium for the browser tests, if it is missing
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium >/dev/null) \
		|| (echo "Chromium is missing: install your system's package 'chromium', the browser tests need it"; exit 1)

clean: ## remove the virtual environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run.stamp
