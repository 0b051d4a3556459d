#!/usr/bin/env bash
# Installs by lock and hash into .venv and node_modules. `install.sh dev` adds what the tests need.
# Run again with nothing changed, it does nothing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      # The program behind a version manager's shim, which may change its mind later.
      "$name" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  fail "Shop Help needs Python 3.11 or newer. Install it (Debian 12: apt-get install python3), then run this again."
}

find_pip() {
  local python=$1
  if "$python" -m pip --version >/dev/null 2>&1; then
    echo "$python"
  elif "$python" -m venv .tools/pip >/dev/null 2>&1; then
    echo .tools/pip/bin/python
  elif is_root && say "Installing pip…" && apt_install python3-pip && "$python" -m pip --version >/dev/null 2>&1; then
    echo "$python"
  else
    fail "Python has no pip. Install it (Debian 12: apt-get install python3-pip), then run this again."
  fi
}

# uv reads the locks. Debian's Python refuses `pip install`, but not into a folder of ours.
install_uv() {
  local python=$1 wanted pip
  wanted=$(fingerprint tools/requirements.lock)
  is_stamped .tools/uv/.stamp "$wanted" && return
  pip=$(find_pip "$python")
  rm -rf .tools/uv
  PIP_ROOT_USER_ACTION=ignore "$pip" -m pip install -qq --disable-pip-version-check --no-input --require-hashes \
    --only-binary :all: --target .tools/uv -r tools/requirements.lock ||
    fail "The package installer (uv) could not be fetched. Is there a way to the Python package index? Then run this again."
  echo "$wanted" >.tools/uv/.stamp
}

install_python_packages() {
  local lock=$1 wanted python
  wanted=$(fingerprint "$lock")
  is_stamped ".venv/.stamp-$lock" "$wanted" && .venv/bin/python -c '' 2>/dev/null && return
  say "Installing Python packages…"
  python=$(find_python)
  install_uv "$python"
  export UV_PYTHON_DOWNLOADS=never
  # A company's own certificate stands in the system's list, if there is one.
  if [ -s /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"; fi
  .venv/bin/python -c '' 2>/dev/null && [ -f .venv/.made ] && is_stamped .venv/.made "$PWD" ||
    .tools/uv/bin/uv venv --quiet --clear --python "$python" .venv
  echo "$PWD" >.venv/.made
  # Not `sync`: starting the application must not take the test tools away.
  .tools/uv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" ||
    fail "The Python packages could not be installed; the lines above say why. Nothing is half done: run this again."
  echo "$wanted" >".venv/.stamp-$lock"
}

check_node() {
  have node || fail "Shop Help needs Node 18 or newer. Install it (Debian 12: apt-get install nodejs npm), then run this again."
  have npm || fail "Node is here but npm is not. Install it (Debian 12: apt-get install npm), then run this again."
  node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' ||
    fail "Shop Help needs Node 18 or newer; this is $(node --version)."
}

install_browser_packages() {
  local wanted
  wanted=$(fingerprint package-lock.json tools/vendor.mjs static/icons.txt)
  is_stamped node_modules/.stamp "$wanted" && [ -f static/icons.svg ] && [ -d static/vendor ] && return
  check_node
  say "Installing browser packages…"
  npm ci --ignore-scripts --loglevel=error --no-fund --no-audit </dev/null >/dev/null ||
    fail "The browser packages could not be installed; the lines above say why. Nothing is half done: run this again."
  node tools/vendor.mjs
  echo "$wanted" >node_modules/.stamp
}

mkdir -p .tools
# Two terminals may start at once; the second waits for the first.
if have flock; then exec 9>.tools/lock; flock 9; fi
if [ "${1:-}" = dev ]; then install_python_packages requirements-dev.lock; else
  is_stamped .venv/.stamp-requirements-dev.lock "$(fingerprint requirements-dev.lock)" ||
    install_python_packages requirements.lock
fi
install_browser_packages
