PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
AXE := build/browser/node_modules/axe-core/axe.min.js

.PHONY: run test lint bench quality baseline index browser clean
.DELETE_ON_ERROR:

run: $(INSTALLED)
	@$(BIN)/python ingest.py || test $$? -eq 1
	@$(BIN)/python app.py

index: $(INSTALLED)
	$(BIN)/python ingest.py

test: $(INSTALLED)
	$(BIN)/python -m pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

# The README's section on quality and speed, but for the SQuAD and TyDi columns of its comparison, whose pool takes an
# hour to embed: `python -m benchmarks.retrieval`.
quality: $(INSTALLED)
	$(BIN)/python -m benchmarks quality reading
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.retrieval --set procurement --set corpus

# What `make test` holds the answers to; CONTRIBUTING.md says when to renew it.
baseline: $(INSTALLED)
	$(BIN)/python -m benchmarks.quality --renew

# What the accessibility tests inject into the page; without it they skip and say so.
browser: $(AXE)

$(AXE):
	npm install --silent --no-save --no-audit --no-fund --prefix build/browser axe-core@4.14.1

clean:
	rm -rf $(VENV) data build

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
