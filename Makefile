.DEFAULT_GOAL := help
.PHONY: help report test accessibility benchmark check fix docs postcodes lock clean
SHELL := /bin/sh
BIN := .venv/bin
# What an analyst has put below data/raw, if anything.
EXPORTS := $(shell find -L data/raw ! -type d ! -name .gitkeep ! -iname 'README*' 2>/dev/null | head -1)
PROJECT := $(if $(EXPORTS),.,data/sample)

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

report: .venv/.ready ## build the committee report from data/raw, or from sample data when data/raw holds no exports
	@tools/setup.sh pango
ifeq ($(EXPORTS),)
	@rm -rf data/sample
	@$(BIN)/lccspend sample data/sample --quiet >/dev/null
endif
	@$(BIN)/lccspend -C $(PROJECT) build-report >/dev/null
	@echo "The report:"; ls -1 $(PROJECT)/reports/output/*.pdf

test: .venv/.ready ## run the tests
	@tools/setup.sh pango || echo "Going on without Pango: the tests of the PDF are skipped." >&2
	@$(BIN)/pytest -q -n auto --dist worksteal

accessibility: .venv/.ready ## check the web pages of the sample and of the example with axe-core (needs Chromium and npm)
	@tools/setup.sh pango
	@rm -rf data/sample
	@$(BIN)/lccspend sample data/sample --quiet >/dev/null
	@npm install --prefix tools/accessibility --no-package-lock --no-audit --no-fund --silent
	@for project in data/sample examples/wensum; do \
	  $(BIN)/lccspend -C $$project build-report --formats html --quiet >/dev/null && \
	  node tools/accessibility/check.mjs $$project/reports/output/procurement-spend-2023-24.html || exit 1; \
	done

benchmark: .venv/.ready .cache/peers/.ready ## measure the program beside what it is built on, and write the tables of docs/performance.md
	@tools/setup.sh pango
	@$(BIN)/python benchmarks/write.py

check: .venv/.ready ## check format, lint, types, the direction of imports, and the packages for known faults
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python tools/audit.py

fix: .venv/.ready ## format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: .venv/.ready ## write docs/commands.md anew, after a change to a command
	@$(BIN)/python tools/commands.py

postcodes: .venv/.ready ## remake the shipped postcode tables from the postcode directory and check every row
	@tools/setup.sh packages requirements-postcodes.lock
	@$(BIN)/python tools/postcodes.py
	@$(BIN)/python tools/postcodes.py --check

lock: ## bring the locks into line with pyproject.toml (delete a lock first to take newer versions)
	@tools/setup.sh lock

clean: ## remove what can be made again: .venv, data/processed but for its record of runs, data/sample, reports/output
	rm -rf .venv data/sample reports/output data/.processed.* reports/.output.next dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find data/processed -mindepth 1 -maxdepth 1 ! -name .gitkeep ! -name runs -exec rm -rf {} +
	find lccspend tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.cache/peers/.ready: requirements-peers.lock
	@tools/setup.sh peers
	@touch $@

.venv/.ready: requirements.lock pyproject.toml tools/setup.sh
	@tools/setup.sh venv
	@touch $@
