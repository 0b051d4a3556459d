#!/usr/bin/env bash
# Runs the tests. Arguments go to pytest; TEST_WORKERS says how many processes; BROWSER=no leaves the browser out.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ "${BROWSER:-yes}" = no ]; then
  set -- -m "not journey and not slow" "$@"
else
  SHOP_HELP_CHROMIUM=$(tools/find_chromium.sh)
  export SHOP_HELP_CHROMIUM
fi
# In the order of their names: by their number the files of a few long stories would come last, one core at a time.
exec .venv/bin/python -m pytest -n "${TEST_WORKERS:-2}" --dist loadfile --no-loadscope-reorder "$@" </dev/null
