# Everything that is needed is set up in .venv; only Python 3.11+ and make have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATA ?=

WORK ?= .model

.PHONY: demo test lint fix golden picture man quality model bench docs docs-serve clean

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("kolvet needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $(READY)

demo: $(READY)  ## the main job on sample_data/
	@sh sample_data/demo.sh $(BIN)/kolvet

test: $(READY)  ## all tests; what Python compiles is kept, else each of many processes compiles it
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist worksteal -q

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

picture: $(READY)  ## draw the README's pictures anew; look at them
	$(BIN)/python docs/manual/picture.py

man: $(READY)  ## write the manual pages anew
	$(BIN)/python docs/manual/man_page.py

quality: $(READY)  ## judgement against snownlp: make quality DATA=folder of labelled rows
	$(BIN)/python bench/quality.py $(if $(DATA),--data $(DATA) --write)

model: $(READY)  ## train the engines anew: make model DATA=folder of labelled rows (2 hours)
ifeq ($(DATA),)
	@echo "The weights that ship stay as they are. To train anew: make model DATA=folder of labelled rows"
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[train]"
	rm -rf $(WORK) && mkdir -p $(WORK)
	$(BIN)/python training/vocabulary.py --data $(DATA) --out $(WORK)/pieces.json
	$(BIN)/python training/fit_fast.py $(DATA) $(WORK)
	$(BIN)/python training/fit_encoder.py $(DATA) $(WORK)
	$(BIN)/python training/fit_default.py $(DATA) $(WORK)
endif

bench: $(READY)  ## speed, as ratios; writes docs/performance.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	$(BIN)/python bench/run.py

docs: $(READY)  ## build the documentation into site/, strictly
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo site/index.html

docs-serve: $(READY)  ## show the documentation at http://127.0.0.1:8000, built anew as it is written
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs serve

clean:
	rm -rf $(VENV) site .pytest_cache .mypy_cache .ruff_cache .hypothesis
