# make run: everything from nothing to the web chat.  make test: the whole suite.
.DEFAULT_GOAL := help
.PHONY: help run test check quick setup build train model danger vectors chat eval bench lint house i18n clean

PYTHON := .venv/bin/python
FRESH := $(PYTHON) bot/server/fresh.py
# Tests wait a third of their time: a worker more than there are cores, each with a file at a time.
SPREAD = -n $$($(PYTHON) -c "import os; print(min(4, 1 + os.cpu_count()))") --dist loadfile --no-loadscope-reorder
export PYTHONWARNINGS := ignore
# Kept whatever the shell says: every worker and program of the tests would compile all code anew.
export PYTHONDONTWRITEBYTECODE :=
export RASA_TELEMETRY_ENABLED := false
# A fit shares out its products itself; threads of numpy's own beside that wait for each other.
export OPENBLAS_NUM_THREADS := 1

help:  ## show this list
	@grep -E '^[a-z0-9]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: model  ## set up, build, train and serve http://127.0.0.1:8080
	@# What hears danger by nearness takes longer: the server takes it up when it is there.
	@nice $(MAKE) --no-print-directory danger & exec $(PYTHON) -m bot serve $(ARGS)

# What the tests and checks need beside what the assistant needs.
test check quick eval bench lint house i18n: GROUP := dev

test: train  ## set up, build, train and run the whole suite
	@$(PYTHON) -m pytest $(SPREAD) $(ARGS)

check: build  ## check all data, all letters and all docs, and tell what is due to be checked again
	@$(PYTHON) -m tools.check $(ARGS)

quick: build  ## run the tests that are quick and need no model, server or browser
	@$(PYTHON) -m pytest $(SPREAD) -m "not needs and not slow" $(ARGS)

setup:  ## make .venv from uv.lock
	@sh tools/setup/setup.sh $(GROUP)

build: setup  ## build the knowledge base
	@$(FRESH) build/policies.db policies_kb -- $(PYTHON) -m policies_kb build

train: model danger vectors  ## train the model and the hearing of danger

model: build
	@$(FRESH) models/wence.tar.gz config.yml nlu/data nlu/domain.yml nlu/components nlu/encoder nlu/regression.py \
		nlu/spelling.py nlu/retractions.py nlu/spelling.yml nlu/pool.py nlu/pool.yml nlu/evidence.py nlu/evidence.yml \
		nlu/topics.py nlu/follow_ups.py nlu/follow_ups.yml nlu/nearest_examples.py nlu/points nlu/grams.py nlu/sounds.py \
		nlu/sounds.txt policies_kb/sources policies_kb/curated/phrasings \
		policies_kb/curated/words.txt uv.lock \
		-- $(PYTHON) -m bot.rasa train --config config.yml --domain nlu/domain.yml --data nlu/data \
		--out models --fixed-model-name wence --skip-validation

danger: build
	@$(FRESH) models/danger.npz nlu/danger nlu/grams.py nlu/sounds.py nlu/sounds.txt nlu/data nlu/follow_ups.py nlu/follow_ups.yml nlu/encoder nlu/regression.py nlu/simplified.py uv.lock \
		-- $(PYTHON) -m nlu.danger $(if $(WENCE_ENCODER),--encoder $(WENCE_ENCODER))

vectors: build  ## make the vectors by which papers are found by meaning
	@$(FRESH) build/policies.vectors build/policies.db nlu/encoder nlu/passage_vectors.py policies_kb/search/pieces.py uv.lock \
		-- $(PYTHON) -m nlu.passage_vectors

chat: train  ## talk in the terminal
	@$(PYTHON) -m bot shell

eval: train  ## measure answers: make eval [FILE=questions.tsv]
	@$(PYTHON) -m tools.evaluation $(FILE) $(ARGS)

bench: train  ## measure speed side by side with others: make bench [BENCH=search|rasa|load|before]
	@for part in $(or $(BENCH),search rasa load); do \
		case $$part in rasa) sh tools/bench/stock_rasa.sh || continue;; esac; \
		$(PYTHON) -m tools.bench $$part $(ARGS) || exit 1; \
	done

lint: setup  ## ruff and mypy
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

house: setup  ## show the rooms, their sizes and whether imports only go downward
	@$(PYTHON) -m tools.house

i18n: setup  ## bring the catalogues up to the messages in the code
	@mkdir -p build && .venv/bin/pybabel -q extract -F bot/wording/locales/babel.cfg -k say -k say_label -k say_counted:1,1 \
		--no-location --sort-output --omit-header -o build/wence.pot actions bot
	@.venv/bin/pybabel -q update -D wence -d bot/wording/locales -i build/wence.pot --omit-header --ignore-obsolete --no-fuzzy-matching

clean:  ## throw away everything made
	rm -rf .venv .tools build models .pytest_cache .mypy_cache .ruff_cache .hypothesis .rasa
