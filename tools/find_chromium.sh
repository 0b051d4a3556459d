#!/usr/bin/env bash
# Prints the path of a Chromium that starts, and installs one where there is none.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Ubuntu has a `chromium-browser` that only says where to get it, so each one is asked.
starts() { [ -n "${1:-}" ] && "$1" --version </dev/null >/dev/null 2>&1; }
take() { if starts "$1"; then echo "$1"; exit 0; fi; }

take_an_installed_one() {
  local name folder
  # The first has no window of its own to draw, which takes the others more than our pages do.
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    if have "$name"; then take "$(command -v "$name")"; fi
  done
  take "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  for folder in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}" "$HOME/Library/Caches/ms-playwright"; do
    for name in "$folder"/chromium*/chrome-*/{chrome,chrome-headless-shell,headless_shell}; do take "$name"; done
  done
}

if [ -n "${SHOP_HELP_CHROMIUM:-}" ]; then
  take "$SHOP_HELP_CHROMIUM"
  fail "SHOP_HELP_CHROMIUM is $SHOP_HELP_CHROMIUM, which does not start. Set it to a Chromium that does, or unset it."
fi
take_an_installed_one
mkdir -p .tools
if is_root && have apt-get; then
  say "Installing Chromium for the tests…"
  apt_install chromium-headless-shell || apt_install chromium || true
  take_an_installed_one
fi
say "Downloading Chromium for the tests…"
with_deps=""
if is_root; then with_deps="--with-deps"; fi
.venv/bin/playwright install $with_deps chromium </dev/null >.tools/playwright.log 2>&1 || true
take_an_installed_one
fail "The tests need Chromium and none could be installed (the logs in .tools say why).
Install one (Debian 12: apt-get install chromium) or set SHOP_HELP_CHROMIUM to its path, then run this again.
Without a browser: BROWSER=no make test"
