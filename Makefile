# Needs only make and Python 3.11 or newer; everything else is installed into .venv on first use.
PYTHON ?= python3
PORT ?= 8081
BIN := .venv/bin
RUN_READY := .venv/.ready
DEV_READY := .venv/.ready-dev
TYPED := main.py bot handlers services domain models migrations web sandbox scripts

.DEFAULT_GOAL := help
.PHONY: help demo run test check bench messages lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN_READY) ## Play citizen, operator and executor in the browser
	@$(BIN)/python main.py demo --port $(PORT)

run: $(RUN_READY) ## Run the bot with the settings of .env
	@$(BIN)/python main.py migrate
	@exec $(BIN)/python main.py run

test: $(DEV_READY) ## Check everything, then run all tests
	@# Stories wait more than they reckon: four at a time keep two cores busy.
	@scripts/ensure_chromium.sh
	@$(MAKE) --no-print-directory check
	@# The tests start many processes: what one has compiled serves the others, also where that is switched off.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4

check: $(DEV_READY) ## Lint, types, import contracts, translations, migrations, generated pages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(TYPED)
	PYTHONPATH=. $(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/catalogues.py check
	$(BIN)/python scripts/check_migrations.py
	$(BIN)/python scripts/configuration_table.py --check
	$(BIN)/python scripts/draw_workflow.py --check

bench: $(DEV_READY) ## Measure speed and write docs/performance.md
	@$(BIN)/python -m benchmarks

messages: $(DEV_READY) ## Find the sentences in the code, bring the catalogues up to date, compile them
	@$(BIN)/python scripts/catalogues.py update

lock: ## Write the lock files anew from requirements.txt and requirements-dev.txt
	@PYTHON=$(PYTHON) scripts/lock.sh

clean: ## Remove what was installed and built; the database and media in var/ stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 …") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf .venv; exit 1; }

$(RUN_READY): requirements.txt requirements.lock | .venv/bin/python
	@echo "Installing what is needed into .venv …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt -c requirements.lock
	@touch $@

$(DEV_READY): requirements-dev.txt requirements-dev.lock $(RUN_READY)
	@echo "Installing what tests need into .venv …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt -c requirements-dev.lock
	@touch $@
