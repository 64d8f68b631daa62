# Two commands matter: `make run` and `make test`. The others are for those who build Kithwork.
PYTHON ?= python3.11
PORT ?= 8000
BIN := .venv/bin
# Compiled once and kept, whatever the machine's habit: every process a test starts would compile it all again.
export PYTHONDONTWRITEBYTECODE =
.PHONY: help setup run test check fix bench faults lock lock-playbooks test-setup

help:
	@echo "make run     serve the demo school on http://localhost:$(PORT)/"
	@echo "make test    run the whole suite"
	@echo "make check   linters, contracts, types, migrations"
	@echo "make fix     format and mend what can be mended by machine"
	@echo "make bench   the benchmarks, with their comparisons"
	@echo "make faults  break networks, servers and databases at full size, for an hour or two"
	@echo "make lock    lock what pyproject.toml and requirements/*.in name"
	@echo "make lock-playbooks    lock new versions of practices"

setup:
	@$(PYTHON) scripts/setup.py run

test-setup:
	@$(PYTHON) scripts/setup.py test

run: setup
	@$(BIN)/kithwork serve --demo --port $(PORT)

# Three on two cores: whoever tells a story in a browser waits for it a third of the time.
test: test-setup
	@$(BIN)/python -m pytest -n 3

check: test-setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/kithwork playbook check
	@$(BIN)/djlint --lint --quiet src/kithwork/apps
	@$(BIN)/python -m django makemigrations --check --dry-run --settings kithwork.config.settings

fix: test-setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: test-setup
	@$(BIN)/python benchmarks/matching.py
	@$(BIN)/python benchmarks/jobs.py
	@$(BIN)/python benchmarks/evidence.py
	@$(BIN)/python benchmarks/progress.py
	@$(PYTHON) scripts/postgres.py $(BIN)/python benchmarks/bell.py

# The small form runs with the suite.
faults: test-setup
	@KITHWORK_FAULTS=full $(BIN)/python -m pytest tests/faults tests/journeys/test_observe_killed.py tests/journeys/test_observe_offline_day.py
	@KITHWORK_FAULTS=full $(PYTHON) scripts/postgres.py $(BIN)/python -m pytest tests/faults

lock: setup
	@for from in ../pyproject.toml:runtime postgres.in:postgres cluster.in:cluster test.in:test; do \
	  (cd requirements && ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	   --no-header --no-annotate $${from%:*} -o $${from#*:}.txt) || exit 1; done

lock-playbooks: test-setup
	@$(BIN)/python -m kithwork.playbooks.lock
