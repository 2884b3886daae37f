# The verbs of this project. A fresh machine needs python3 and make; the rest is brought into this folder.
# `make help` is made from the lines below: after the two hashes stand [arguments] and what the verb does.

.DEFAULT_GOAL := help
.PHONY: help install run admin retention demo backup restore train ask talk preview new-faq new-city new-funding new-intent check parity overdue eval bench bench-desk bench-widget load soak test test-modern scale-test format

PY := .venv/bin/python
MODERN := .venv-modern/bin/python -m pytest -o cache_dir=.pytest_cache/modern
# The browser's driver keeps an event loop running in its process, so each of these folders has a process of its own.
# Real processes, lines and pages can miss their moment on a busy machine: what failed has one second chance, alone.
BROWSER := tests/bot/widget tests/desk/browser
NO_BROWSER := $(addprefix --ignore=,$(BROWSER))
# What the brain and the tools do is tried on their own Python, and the container of the gateway has PostgreSQL.
ELSEWHERE := $(addprefix --ignore=tests/,actions benchmarks conversations knowledge nlu tools understanding) -k "not sqlite"
# Much of a test is waiting for real processes and lines; a file stays in one process, for what its tests share.
SIDE_BY_SIDE := -n 4 --dist loadfile --no-loadscope-reorder
SHELL := /bin/sh
export q id name topic
lang ?= $(if $(filter zh%,$(LC_ALL) $(LC_MESSAGES) $(LANG)),zh,en)

#@ Use it
run: install ## start everything and print the address; Ctrl-C stops it [PORT=5005]
	@$(PY) -m tools.run
admin: install ## make an administrator of the staff pages, or a new link for one [email=… name=… office=… address=…]
	@$(PY) -m tools.admin "email=$(email)" "name=$$name" "office=$(office)" "address=$(address)"
retention: install ## what is too old, kind by kind, and would be deleted; do=yes deletes it now [do=yes]
	@$(PY) -m tools.retention "do=$(do)"
demo: train ## fill the desk with made-up people and true answers, for trying it out [again=yes remove=yes]
	@$(PY) -m tools.demo "again=$(again)" "remove=$(remove)" "address=$(address)"
backup: install ## save the database in one file with checksums, also while it runs [to=FILE]
	@$(PY) -m tools.backup "to=$(to)"
restore: install ## put a backup in place; what it replaces is kept [from=FILE]
	@$(PY) -m tools.restore "from=$(from)"
ask: install ## ask one question: what is understood, and the answer [q="…"]
	@$(PY) -m tools.ask "$$q"
talk: install ## talk to the assistant in this terminal
	@$(PY) -m tools.talk

#@ Change what it knows and understands
new-faq: install ## copy the template of a FAQ [id=…]
	@$(PY) -m tools.new faq "$$id" "lang=$(lang)"
new-city: install ## copy the template of a city [id=…]
	@$(PY) -m tools.new city "$$id" "lang=$(lang)"
new-funding: install ## copy the template of a funding scheme [id=…]
	@$(PY) -m tools.new funding "$$id" "lang=$(lang)"
new-intent: install ## begin a new intent: phrases, domain, rule, held-out sentences [name=… topic=…]
	@$(PY) -m tools.new intent "$$name" "$$topic" "lang=$(lang)"
preview: install ## show a record in both languages, as the assistant will say it [id=…]
	@$(PY) -m tools.preview "$$id" "on=$(on)"
check: install ## records, phrases, parity, style, types; changes nothing, needs no model
	@$(PY) -m tools.check
parity: install ## one row per intent: English and Chinese side by side, gaps marked
	@$(PY) -m tools.parity "lang=$(lang)"
overdue: install ## records whose review is overdue [within=DAYS]
	@$(PY) -m tools.overdue "on=$(on)" "within=$(within)" "lang=$(lang)"

#@ Prove it
train: install ## build the model, if the training data changed since the last time
	@$(PY) -m tools.train
eval: train ## understanding of the held-out sentences, by language and intent [errors=yes out=FILE]
	@$(PY) -m tools.evaluation $(if $(out),--out "$(out)") $(if $(errors),--errors)
bench: train ## speed and memory beside a stock Rasa assistant, about 10 minutes [quick=yes on=DATE]
	@$(PY) -m benchmarks.bench "quick=$(quick)" "on=$(on)" "out=$(out)"
bench-desk: install ## inbox and search of the desk with 20,000 messages, SQLite and PostgreSQL [quick=yes postgres=URL]
	@$(PY) -m benchmarks.desk_bench "quick=$(quick)" "on=$(on)" "out=$(out)" "postgres=$(postgres)"
bench-widget: install ## what a page feels that embeds the help desk, in a real Chromium [quick=yes on=DATE]
	@$(PY) -m benchmarks.widget_bench "quick=$(quick)" "on=$(on)" "out=$(out)"
load: train ## many people at once: nothing lost, doubled or crossed [minutes=10 people=1000 every=20]
	@$(PY) -m benchmarks.load "minutes=$(minutes)" "people=$(people)" "every=$(every)" "on=$(on)" "out=$(out)"
soak: train ## steady load for a long time: does memory or time grow? [minutes=60 people=100 every=10]
	@$(PY) -m benchmarks.soak "minutes=$(minutes)" "people=$(people)" "every=$(every)" "on=$(on)" "out=$(out)"
test: train ## every test
	@$(PY) -m pytest $(NO_BROWSER) $(SIDE_BY_SIDE) || $(PY) -m pytest $(NO_BROWSER) --last-failed
	@for folder in $(BROWSER); do $(PY) -m pytest $$folder $(SIDE_BY_SIDE) || $(PY) -m pytest $$folder --last-failed || exit 1; done
test-modern: ## every test of the gateway that needs no browser, on the newest Python that the lock allows
	@sh tools/setup.sh modern
	@$(MODERN) $(NO_BROWSER) $(ELSEWHERE) $(SIDE_BY_SIDE) || $(MODERN) $(NO_BROWSER) $(ELSEWHERE) --last-failed
scale-test: train ## several machines on this one: nginx, two gateways, two brains, and the loss of each part
	@$(PY) -m tools.scale_test

#@ Keep it tidy
install: ## bring Python 3.10 and the locked packages into .venv (every verb does it when needed)
	@sh tools/setup.sh main
format: install ## the only verb that changes your files: code style
	@$(PY) -m ruff check --quiet --fix .
	@$(PY) -m ruff format .
help: ## this list
	@awk 'sub(/^#@ /, "") {print "\n" $$0; next} \
	  /^[a-z-]+:.* ## / {verb = $$0; sub(/:.*/, "", verb); text = $$0; sub(/^.* ## /, "", text); \
	  if (match(text, / \[.*\]$$/)) {verb = verb " " substr(text, RSTART + 2, RLENGTH - 3); text = substr(text, 1, RSTART - 1)} \
	  printf "  make %-27s %s\n", verb, text}' Makefile
