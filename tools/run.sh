#!/usr/bin/env bash
# Brings the database up to date, fills the demo, and serves.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-5000}" SHOP_HELP_DEMO="${SHOP_HELP_DEMO-1}"

port_is_free() {
  .venv/bin/python - <<'PYTHON'
import os, socket, sys
family, kind, _, _, address = socket.getaddrinfo(os.environ["HOST"], os.environ["PORT"], type=socket.SOCK_STREAM)[0]
with socket.socket(family, kind) as door:
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(address)
    except OSError as error:
        sys.exit(f"Shop Help cannot listen on {os.environ['HOST']}:{os.environ['PORT']} ({error.strerror}). "
                 "Choose another port: PORT=5001 make run")
PYTHON
}

port_is_free
say "Bringing the database up to date…"
.venv/bin/flask db upgrade
case "$(printf %s "$SHOP_HELP_DEMO" | tr '[:upper:]' '[:lower:]')" in
  1 | true | yes | on) say "Filling the demo…"; .venv/bin/flask seed ;;
  *) .venv/bin/flask faqs install >/dev/null ;;
esac
say "Shop Help is at http://$HOST:$PORT (stop it with Ctrl+C)"
exec .venv/bin/python app.py
