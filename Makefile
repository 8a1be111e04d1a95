# Mọi lệnh của Thủ Tục. Gõ `make help` để xem.
# `make run` needs nothing but make and Python 3 with pip (or uv); scripts/bootstrap.sh does the rest.
.DEFAULT_GOAL := help
.PHONY: help setup run import train eval bench test lint format clean

APP := .venv/bin/thutuc

help: ## Xem các lệnh
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: ## Cài những gì còn thiếu rồi chạy dịch vụ (Ctrl-C để dừng)
	@scripts/bootstrap.sh run && exec $(APP) run

setup: ## Chỉ chuẩn bị: môi trường, cơ sở dữ liệu, mô hình
	@scripts/bootstrap.sh run && exec $(APP) setup

import: ## Nạp hồ sơ thủ tục: make import FILES=thư-mục
	@test -n "$(FILES)" || { echo 'Cách dùng: make import FILES=thư-mục-hoặc-tệp' >&2; exit 2; }
	@scripts/bootstrap.sh run && exec $(APP) import $(FILES)

train: ## Huấn luyện lại các mô hình
	@scripts/bootstrap.sh run && exec $(APP) train

eval: ## Đo chất lượng trả lời: make eval FILES=câu-hỏi.jsonl
	@test -n "$(FILES)" || { echo 'Cách dùng: make eval FILES=câu-hỏi.jsonl' >&2; exit 2; }
	@scripts/bootstrap.sh run && exec $(APP) eval $(FILES)

bench: ## Đo tốc độ
	@scripts/bootstrap.sh dev && exec .venv/bin/python -m bench $(OPTIONS)

test: ## Chạy mọi kiểm tra (gồm lint)
	@scripts/bootstrap.sh dev && exec scripts/test.sh

lint: ## Chỉ kiểm tra mã nguồn: ruff, mypy, import-linter
	@scripts/bootstrap.sh dev && exec scripts/test.sh lint

format: ## Sửa cách trình bày mã nguồn
	@scripts/bootstrap.sh dev && .venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format --quiet .

clean: ## Xoá môi trường, mô hình và tệp tạm (không đụng cơ sở dữ liệu trong var/)
	@rm -rf .venv bot/nlu/.venv .tools models .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
