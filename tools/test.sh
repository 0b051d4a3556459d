#!/usr/bin/env bash
# Runs the tests. Arguments go to pytest; TEST_WORKERS says how many processes; BROWSER=no leaves the browser out.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Thousands of databases are made and thrown away: in memory, where there is room, that takes a tenth of the time.
use_memory() {
  local room free
  room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
  free=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null)
  [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "${room:-0}" -gt 4000000 ] && [ "${free:-0}" -gt 8000000 ] || return 0
  TMPDIR=$(mktemp -d /dev/shm/shop-help-tests.XXXXXX)
  export TMPDIR
  # PostgreSQL runs as somebody else where the tests run as root, and has to get to its folder.
  chmod 755 "$TMPDIR"
  trap 'rm -rf "$TMPDIR"' EXIT
}

if [ "${BROWSER:-yes}" = no ]; then
  set -- -m "not journey and not slow" "$@"
else
  SHOP_HELP_CHROMIUM=$(tools/find_chromium.sh)
  export SHOP_HELP_CHROMIUM
fi
use_memory
# In the order of their names: by their number the files of a few long stories would come last, one core at a time.
.venv/bin/python -m pytest -n "${TEST_WORKERS:-2}" --dist loadfile --no-loadscope-reorder "$@" </dev/null
