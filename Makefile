.DEFAULT_GOAL := help
.PHONY: help install install-dev run test faults walk attacks bench bench-many console-hour soak plans words deploy-check lint format lock clean

PIP_COMPILE = .tools/uv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url $(if $(UPGRADE),--upgrade)

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Install what the application needs, by lock
	@tools/install.sh

install-dev: ## Install that and what the tests need
	@tools/install.sh dev

run: install ## Start Shop Help with its demo on http://127.0.0.1:5000 (PORT, HOST, SHOP_HELP_DEMO=0)
	@tools/run.sh

test: install-dev ## Run the tests (ARGS="tests/policy -k refund", TEST_WORKERS=2)
	@tools/test.sh $(ARGS)

faults: install-dev ## Break everything on purpose, on both databases: ten minutes (SEED=7 repeats a run, ARGS="-k sqlite")
	@SHOP_HELP_FAULT_SEED=$(SEED) timeout 3600 .venv/bin/python -m pytest -p no:xdist -m "slow and faults" tests/faults -s $(ARGS)

walk: install-dev ## Walk as everybody to every page they reach, in light and dark, narrow and with large text: five minutes
	@tools/test.sh -m slow tests/journeys/test_walk.py $(ARGS)

attacks: install-dev ## Send every payload through every form and look at every page: ninety minutes on two cores (SEED=7 repeats a run)
	@seed=$(or $(SEED),$(shell date +%s)); echo "SEED=$$seed"; \
		SHOP_HELP_ATTACK_SEED=$$seed timeout 10800 tools/test.sh --dist worksteal -m slow tests/attacks tests/open_api $(ARGS)

bench: install-dev ## Measure, against floors of the same run
	@SHOP_HELP_CHROMIUM=$$(tools/find_chromium.sh) .venv/bin/python -m bench $(ARGS)

bench-many: install-dev ## Measure what one process among many costs, on PostgreSQL and Valkey: five minutes
	@.venv/bin/python -m bench.many_processes

deploy-check: install-dev ## Try deploy/nginx in front of two servers, with a stop of each under load: two minutes (needs nginx)
	@.venv/bin/python -m pytest -p no:xdist -m slow tests/deploy $(ARGS)

console-hour: install-dev ## Watch a console with a hundred chats for an hour told in ten minutes (ARGS="--minutes 3")
	@SHOP_HELP_CHROMIUM=$$(tools/find_chromium.sh) .venv/bin/python -m bench.console_hour $(ARGS)

words: install-dev ## Bring the translations up to what pages say now; a test says what is missing
	@for language in shop_help/translations/*/; do \
		.venv/bin/pybabel -q extract -F tools/babel.cfg -k N_ --add-location=file -o .tools/words.pot . && \
		.venv/bin/pybabel -q update -w 100 -N --ignore-obsolete --ignore-pot-creation-date -i .tools/words.pot -o $$language/LC_MESSAGES/messages.po -l $$(basename $$language); \
	done

plans: install-dev ## Ask PostgreSQL how it goes about every statement of every page: a minute
	@.venv/bin/python -m pytest -p no:xdist -m slow tests/test_growing_tables_on_postgresql.py $(ARGS)

soak: install-dev ## Watch what a server holds for an hour with 550 conversations (ARGS="--minutes 5")
	@.venv/bin/python -m bench.soak $(ARGS)

lint: install-dev ## Check style, types and templates
	@tools/lint.sh

format: install-dev ## Put style right
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@.venv/bin/djlint --quiet --reformat templates

lock: install-dev ## Write the locks anew after a change of packages (UPGRADE=1 takes newer ones)
	@echo uv | $(PIP_COMPILE) --output-file tools/requirements.lock -
	@$(PIP_COMPILE) --output-file requirements.lock pyproject.toml
	@$(PIP_COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@npm install --package-lock-only --ignore-scripts --loglevel=error

clean: ## Remove all that was installed or built; the data in instance/ stays
	rm -rf .venv .tools node_modules static/vendor static/icons.svg .pytest_cache .mypy_cache .ruff_cache .hypothesis
