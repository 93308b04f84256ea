# What one does with a checkout. Everything installs what it needs into .venv and node_modules.
#   make lab    JupyterLab on the example        make test   every test
#   make demo   the same story in the terminal   make lint   every check that runs nothing
#   make bench  the benchmarks                   make wheel  the package

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONDONTWRITEBYTECODE :=

ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root,)

.PHONY: lab demo test lint bench wheel build clean ui-tests-deps
.DELETE_ON_ERROR:

lab: build
	jupyter lab $(ROOT_FLAG) $(LABFLAGS) examples/wind-power/forecast.ipynb

demo: build
	python scripts/demo.py

test: build ui-tests-deps
	python scripts/test.py

lint: build
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	npm run --silent contract:check
	npm run --silent lint

bench: build
	python -m benchmarks

wheel: build
	python -m build --wheel

# The front end is built once, linked into the environment, and rebuilt when a source of it is newer.
build: $(VENV)/.installed runway_jlab/labextension/package.json

$(VENV)/.installed: pyproject.toml requirements/constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Runway needs Python 3.11 or later: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	SKIP_JUPYTER_BUILDER=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements/constraints.txt --editable '.[dev]'
	touch $@

# Not `npm ci`: a registry that lags behind lacks optional binaries of other platforms, and it would give up.
node_modules/.installed: package.json package-lock.json
	npm install --no-save --no-audit --no-fund
	touch $@

FRONT_END := $(shell find src style schema -type f 2>/dev/null)

runway_jlab/labextension/package.json: $(FRONT_END) node_modules/.installed tsconfig.json | $(VENV)/.installed
	npm run --silent build:prod
	jupyter-builder develop --overwrite .

ui-tests-deps: ui-tests/node_modules/.installed
	sh scripts/chromium.sh

ui-tests/node_modules/.installed: ui-tests/package.json ui-tests/package-lock.json
	cd ui-tests && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund
	touch $@

clean:
	rm -rf $(VENV) node_modules ui-tests/node_modules lib dist build runway_jlab/labextension
