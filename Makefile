# Fournil: `make publish`, then `make serve`. `make` alone lists what there is.
# Works from anywhere: `make -C folder …` or `make -f folder/Makefile …`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Containers often forbid Python to keep what it compiled: each of the hundreds of processes of
# the tests would compile Ibis and pandas again, three seconds each.
export PYTHONDONTWRITEBYTECODE :=

TARGETS := help publish push serve test test-later check words screenshots bench anonymeter wheel lock clean
.PHONY: $(TARGETS) tools

HERE := $(shell cd "$$(dirname "$(strip $(MAKEFILE_LIST))")" && pwd -P)
ifneq ($(HERE),$(shell pwd -P))

$(TARGETS):
	@$(MAKE) -C "$(HERE)" $@

else

PYTHON ?= python3
CLOCK ?= +400d
TOOLS := chromium:chromium jing:jing java:default-jre-headless \
  pg_ctlcluster:postgresql mariadbd:mariadb-server sshd:openssh-server
UV := .venv/bin/uv
INSTALL := $(UV) pip install --quiet --python .venv/bin/python -c requirements.lock
LICENSES := publish/built/licenses/etalab-2.0.txt

help:
	@echo 'make publish      install what is missing, then publish every dataset of data/'
	@echo 'make push         send the releases to the portals that their datasets declare'
	@echo 'make serve        serve the releases on http://127.0.0.1:8001'
	@echo 'make test         run all tests (ARGS="tests/bakehouse/read -x" for some of them)'
	@echo 'make test-later   the quick tests with the clock a year ahead (CLOCK="@2028-02-29 12:00:00")'
	@echo 'make check        formatting, lint, types and walls'
	@echo 'make words        collect the words of the pages, and say which lack a translation'
	@echo 'make screenshots  a picture of every page, into screenshots/ (ARGS=table for some)'
	@echo 'make bench        measure against peers'
	@echo 'make anonymeter   install what `fournil attack` guesses with, in an environment of its own'
	@echo 'make wheel        build dist/*.whl, to install on another machine'
	@echo 'make lock         write requirements.lock anew (ARGS=--upgrade for newer versions)'
	@echo 'make clean        remove what make made; data/, private/ and releases/ stay'

publish: .venv/.publish $(LICENSES)
	@.venv/bin/fournil publish $(ARGS)

push: .venv/.publish
	@.venv/bin/fournil push $(ARGS)

serve: .venv/.publish $(LICENSES)
	@.venv/bin/fournil serve $(ARGS)

test: .venv/.dev $(LICENSES) tools
	@.venv/bin/pytest -n auto --dist worksteal $(ARGS)

# A suite that passes on one day is no suite. Without a browser: those are not of our clock.
test-later: .venv/.dev $(LICENSES)
	@$(MAKE) tools TOOLS=faketime:faketime
	@FAKETIME_DONT_FAKE_MONOTONIC=1 PYTHONPATH=tests/later faketime -f '$(CLOCK)' \
	  .venv/bin/pytest -n auto --dist worksteal -p no:cacheprovider -m 'not slow' \
	  --ignore=tests/site/browser --ignore=tests/real $(ARGS)

check: .venv/.dev
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache --no-logo

screenshots: .venv/.dev $(LICENSES) tools
	@.venv/bin/python -m tests.site.browser.screenshots $(ARGS)

words: .venv/.publish
	@.venv/bin/python assets/words.py

bench: .venv/.dev $(LICENSES)
	@.venv/bin/python -m bench.dialects
	@.venv/bin/python -m bench.load $(ARGS)
	@.venv/bin/python -m bench.forms

wheel: .venv/.publish $(LICENSES)
	@$(UV) build --quiet --python .venv/bin/python --wheel --out-dir dist
	@ls dist/*.whl

# It wants older packages than ours: it joins no lock, and is spoken to through files.
anonymeter: .venv/.publish
	@test -x .venv/anonymeter/bin/python || $(UV) venv --quiet --python .venv/bin/python .venv/anonymeter
	@$(UV) pip install --quiet --python .venv/anonymeter/bin/python -r anonymeter.lock

lock: $(UV)
	@UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile pyproject.toml --quiet --all-extras \
	  --universal --python-version 3.11 --no-annotate --output-file requirements.lock $(ARGS)
	@echo anonymeter==1.1.0 | UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile - --quiet \
	  --universal --python-version 3.11 --no-annotate --output-file anonymeter.lock $(ARGS)

clean:
	@rm -rf .venv build dist *.egg-info publish/built assets/node_modules bench/work \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -not -path './data/*' -not -path './private/*' \
	  -not -path './releases/*' -exec rm -rf {} +

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Fournil needs Python 3.11 or later: make PYTHON=/path/to/python3 …'; exit 1; }
	@echo 'Making .venv …'
	@$(PYTHON) -m venv .venv || \
	  { echo 'On Debian and Ubuntu: apt-get install python3-venv, then again.'; exit 1; }
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -c requirements.lock uv

.venv/.publish: pyproject.toml requirements.lock | $(UV)
	@echo 'Installing from requirements.lock …'
	@$(INSTALL) -e '.[assistants,link,publish]'
	@touch $@

.venv/.dev: pyproject.toml requirements.lock | $(UV)
	@echo 'Installing from requirements.lock, with what the tests need …'
	@$(INSTALL) -e '.[dev]'
	@touch $@ .venv/.publish

# Node is only needed once, to fetch texts of licences, ladders and the map: PyPI carries one.
$(LICENSES): assets/build.py assets/contours.py assets/divisions.py assets/ladders.py assets/places.py assets/tiles.py assets/package.json assets/package-lock.json publish/words/licenses.py | .venv/.publish
	@{ command -v node && command -v npm; } >/dev/null || $(INSTALL) -e '.[assets]'
	@.venv/bin/python assets/build.py

# What the tests run besides Python: command:package of Debian.
tools:
	@for pair in $(TOOLS); do \
	  if command -v $${pair%%:*} >/dev/null; then continue; fi; \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing $${pair#*:} …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -qq -y --no-install-recommends $${pair#*:} >/dev/null; \
	  else echo "Without $${pair#*:}, some tests are skipped: install it, then again."; fi; done

endif
