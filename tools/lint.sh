#!/usr/bin/env bash
# Style, types and templates. All are asked, so that one run shows everything.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

wrong=""
ask() {
  say "$1…"
  shift
  "$@" </dev/null || wrong=yes
}

ask "Style" .venv/bin/ruff check --quiet .
ask "Format" .venv/bin/ruff format --check --quiet .
ask "Types" .venv/bin/mypy
ask "Templates" .venv/bin/djlint --quiet --check --lint templates
if [ -n "$wrong" ]; then fail "Something above is to be put right; make format does some of it."; fi
