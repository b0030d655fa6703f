# Everything a developer types. Needs Python 3.10 and make; the rest is set up here.
PYTHON ?= python3.10
VENV := .venv
BIN := $(VENV)/bin
CONTRACT := .venv-contract
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help
.PHONY: help run test bench evaluate words check lock setup setup-test system clean

help:  ## list these verbs
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/runtime.stamp  ## set up, train what is needed, serve http://127.0.0.1:8000 (PORT) with demonstrations
	@$(BIN)/python -W ignore -m bot serve --demonstration

test: setup-test  ## set up, then every test: style, types, imports, rooms, pages, browser, Rasa's own
	@bash tests/run

bench: $(VENV)/dev.stamp  ## measure our process against Rasa's own servers, side by side
	@$(BIN)/python -W ignore -m tests.benchmarks

evaluate: $(VENV)/dev.stamp  ## how well questions that it was not trained on are understood
	@$(BIN)/python -W ignore -m tests.evaluation

words: $(VENV)/dev.stamp  ## bring locales/ up to the sentences that there are, and report
	@$(BIN)/python -W ignore -m bot words update

check: $(VENV)/dev.stamp  ## style, types and imports only
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lock: $(VENV)/bootstrap.stamp  ## resolve requirements/*.in anew into hash-locked .txt
	@for name in runtime dev; do \
	  $(BIN)/uv pip compile -q --python-version 3.10 --override requirements/overrides.txt \
	    --generate-hashes --no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	@for name in bootstrap contract; do \
	  $(BIN)/uv pip compile -q --python-version 3.10 --generate-hashes --no-header \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; done

setup: $(VENV)/runtime.stamp  ## the environment for `make run`

setup-test: $(VENV)/dev.stamp $(CONTRACT)/contract.stamp system

system:
	@bash tests/install

clean:  ## remove what was made here: environment, models, caches (never var/, which holds data)
	rm -rf $(VENV) $(CONTRACT) node_modules models .rasa bot/web/static/vendor .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bootstrap.stamp: requirements/bootstrap.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.10 is needed and $(PYTHON) was not found. Set PYTHON=/path/to/python3.10"; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' || { echo "Rasa 3.6 needs Python 3.10 here; $(PYTHON) is $$($(PYTHON) -V). Set PYTHON=/path/to/python3.10"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

# `uv pip sync` takes away what a file does not list, so once the tests were set up, theirs is the file for both.
$(VENV)/runtime.stamp: requirements/runtime.txt $(VENV)/bootstrap.stamp
	@echo "Installing some 200 packages …"
	@$(BIN)/uv pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes requirements/bootstrap.txt \
	  $$( [ -e $(VENV)/dev.stamp ] && echo requirements/dev.txt || echo requirements/runtime.txt )
	@$(BIN)/rasa telemetry disable >/dev/null 2>&1 || true
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/bootstrap.stamp
	@echo "Installing some 230 packages …"
	@$(BIN)/uv pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes requirements/bootstrap.txt requirements/dev.txt
	@$(BIN)/rasa telemetry disable >/dev/null 2>&1 || true
	@touch $@ $(VENV)/runtime.stamp

# What tries the API against its own description, apart: Rasa pins packages below what it needs.
$(CONTRACT)/contract.stamp: requirements/contract.txt $(VENV)/bootstrap.stamp
	@$(BIN)/uv venv -q --clear --python $(BIN)/python $(CONTRACT)
	@$(BIN)/uv pip sync -q --python $(CONTRACT)/bin/python --require-hashes requirements/contract.txt
	@touch $@
