# Thin aliases of bootstrap.py, which does all the set-up by itself.
PYTHON ?= python3

.PHONY: run test test-all run-web run-worker run-beat bench bench-expressions prove pictures lint help

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

run: ## set up what is missing and start everything in one process
	@$(PYTHON) bootstrap.py run

test: ## the tests that take minutes, on every database that is found
	@$(PYTHON) bootstrap.py test

test-all: ## the long tiers too: crash sweeps, drills, the browser
	@$(PYTHON) bootstrap.py test-all

run-web: ## scaled out: one web process
	@$(PYTHON) bootstrap.py web

run-worker: ## scaled out: one worker process
	@$(PYTHON) bootstrap.py worker

run-beat: ## scaled out: the tick
	@$(PYTHON) bootstrap.py beat

bench: ## the figures, each beside its baseline
	@$(PYTHON) bootstrap.py bench

bench-expressions: ## the expression language beside its peers
	@$(PYTHON) bootstrap.py bench expressions

pictures: ## the pictures of docs/walk.md, taken anew from a house of their own
	@$(PYTHON) bootstrap.py pictures

prove: ## a minute of load and kills, and then the ledger: nothing is lost
	@$(PYTHON) bootstrap.py prove

lint: ## ruff and the import rules
	@$(PYTHON) bootstrap.py lint
