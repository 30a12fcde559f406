# One way in: `make run` serves the assistant, `make test` runs everything CI runs. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR

PYTHON := $(shell command -v python3.11 2>/dev/null)
VENV := .venv
PY := $(VENV)/bin/python
# Rasa and Sentry stay silent also in the stock commands; the code switches them off by itself as well.
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3

STAMPS := $(DATA_DIR)/.made
KNOWLEDGE := $(shell find knowledge -type f -not -path '*/__pycache__/*' 2>/dev/null)
ENCODER_FILES := $(shell find models/encoder -type f 2>/dev/null)
sources = $(shell find $(1) -type f -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: help
help: ## Print this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# ---- set-up -------------------------------------------------------------------------------------------------------

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "没有找到 Python 3.11：请先安装 python3.11（含 venv），再重新运行。" >&2; exit 1; }

$(VENV)/.ready: requirements.txt | python
	@echo "==> 安装依赖（首次约需几分钟）"
	@"$(PYTHON)" -c 'import ensurepip, venv' || { echo "Python 3.11 缺少 venv 模块：请安装 python3.11-venv。" >&2; exit 1; }
	test -x $(PY) || "$(PYTHON)" -m venv $(VENV)
	$(VENV)/bin/pip install --progress-bar on torch==2.13.0
	$(VENV)/bin/pip install --no-deps --ignore-requires-python -r requirements.txt
	@touch $@

.PHONY: setup
setup: $(VENV)/.ready ## Create .venv from the lock file

$(STAMPS)/index: $(VENV)/.ready $(KNOWLEDGE) $(ENCODER_FILES) $(call sources,retrieval)
	@echo "==> 建立检索索引"
	$(PY) -m retrieval index
	@mkdir -p $(@D) && touch $@

$(STAMPS)/routing: $(VENV)/.ready $(KNOWLEDGE) $(call sources,desk)
	@echo "==> 训练转办模型"
	$(PY) -m desk train-routing
	@mkdir -p $(@D) && touch $@

$(STAMPS)/dialogue: $(VENV)/.ready config.yml domain.yml $(KNOWLEDGE) $(ENCODER_FILES) $(call sources,bot/data bot/nlu)
	@echo "==> 训练对话模型"
	$(PY) -m bot train
	@mkdir -p $(@D) && touch $@

.PHONY: index train prepare
index: $(STAMPS)/index ## Build the retrieval index if it is stale
train: $(STAMPS)/routing $(STAMPS)/dialogue ## Train the routing and dialogue models if they are stale
prepare: setup index train ## Everything a start needs

# ---- use ----------------------------------------------------------------------------------------------------------

.PHONY: run
run: python free-port prepare ## Serve on http://127.0.0.1:8000 (PORT, DATA_DIR)
	$(PY) -m api

.PHONY: free-port
free-port: python
	@"$(PYTHON)" -m api.port

# ---- checks -------------------------------------------------------------------------------------------------------

.PHONY: check fix test e2e bench docs
check: setup ## Format, lint, types, import contracts, generated documents
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) -m knowledge check
	$(PY) -m desk lifecycles | diff -u docs/lifecycles.md - || { echo "docs/lifecycles.md 已过期：请运行 make docs" >&2; exit 1; }

fix: setup ## Let ruff mend what it can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

test: prepare check ## Everything CI runs
	$(PY) -m pytest -q

e2e: prepare ## Drive the pages in a real Chromium; writes docs/screenshots
	$(PY) -m pytest -q tests/e2e

bench: prepare ## Measure speed and quality; writes benchmarks/results.md
	$(PY) -m benchmarks

docs: setup ## Write the generated documents
	$(PY) -m desk lifecycles > docs/lifecycles.md
