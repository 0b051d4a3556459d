"""A consumer of webhooks: python webhook_consumer.py PORT, secret in WEBHOOK_SECRET. Prints what it is told."""

import base64
import hashlib
import hmac
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
seen: set[str] = set()  # keep it in a database, in the commit of what you do with it


class Consumer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name, instant = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        made = base64.b64encode(hmac.digest(KEY, f"{name}.{instant}.".encode() + body, hashlib.sha256)).decode()
        believed = any(hmac.compare_digest(f"v1,{made}", each) for each in self.headers["webhook-signature"].split())
        believed = believed and abs(time.time() - int(instant)) < 300
        if believed and name not in seen:
            seen.add(name)
            print(body.decode(), flush=True)  # noqa: T201
        self.send_response(204 if believed else 401)
        self.end_headers()


HTTPServer(("127.0.0.1", int(sys.argv[1])), Consumer).serve_forever()
