# What the other scripts share: where we are, how we speak, and a home that can be written to.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

# Service users often have no home; the package managers and Chromium all want one.
if [ ! -d "${HOME:-}" ] || [ ! -w "${HOME:-}" ]; then
  export HOME="$PWD/.tools/home"
  mkdir -p "$HOME"
fi

# Without bytecode every start compiles the whole application anew: twice the time, and the tests start it a hundred times.
unset PYTHONDONTWRITEBYTECODE

apt_install() {
  have apt-get || return 1
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } </dev/null >.tools/apt.log 2>&1
}

# Stamps hold what was installed, by content: a fresh checkout's dates mean nothing,
# and the place counts because an environment does not survive being moved.
fingerprint() { { pwd; cat "$@"; } | cksum; }
is_stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
