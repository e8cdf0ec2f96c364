# Everything that is needed is set up in .venv; only Python 3.11+ and make have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATA ?=

.PHONY: demo test lint fix golden quality bench clean

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("kolvet needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $(READY)

demo: $(READY)  ## the main job on sample_data/
	@sh sample_data/demo.sh $(BIN)/kolvet

test: $(READY)  ## all tests
	$(BIN)/python -m pytest -n 2 -q

lint: $(READY)  ## format, style, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fix: $(READY)  ## mend what can be mended automatically
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(READY)  ## rewrite the expected reports; read the diff
	$(BIN)/python -m pytest -q tests/golden --golden-update

quality: $(READY)  ## judgement against snownlp: make quality DATA=folder of labelled rows
	$(BIN)/python bench/quality.py $(if $(DATA),--data $(DATA))

bench: $(READY)  ## speed, as ratios; writes docs/performance.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
