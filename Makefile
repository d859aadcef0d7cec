# make run · make test · make dev · make bench · make messages · make format · make lock
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
export PORT

.PHONY: help run dev test bench messages format lock clean

help:
	@echo "make run       the portal with its demonstration at http://localhost:$(PORT)/"
	@echo "make test      everything that has to hold: lint, types, both databases, browser"
	@echo "make dev       Django's server with reload"
	@echo "make bench     requests per second and CPU beside a bare Django view"
	@echo "make messages  collect the texts into the catalogues (needs gettext)"
	@echo "make format    format the code"
	@echo "make lock      pin the whole dependency tree with hashes"

$(VENV)/.run: requirements.lock
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the portal runs on …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing what tests and checks need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.run
	@exec $(PY) manage.py start

dev: $(VENV)/.run
	@$(PY) manage.py start --prepare-only
	@exec $(PY) manage.py runserver $(PORT)

test: $(VENV)/.dev
	@exec $(PY) -m csonet.testing.suite

bench: $(VENV)/.run
	@exec $(PY) -m csonet.testing.bench

messages: $(VENV)/.run
	@$(PY) manage.py makemessages --all --no-wrap --no-location --no-obsolete \
		--ignore "$(VENV)/*" --ignore "var/*" --ignore "*/tests/*"

format: $(VENV)/.dev
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

lock: $(VENV)/.dev
	@for f in requirements requirements-dev; do $(VENV)/bin/uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" $$f.txt -o $$f.lock; done

clean:
	rm -rf $(VENV) var .cache
