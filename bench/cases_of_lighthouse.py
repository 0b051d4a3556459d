"""Case 12: what Lighthouse says of a buyer's pages on a phone."""

import json
import os
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from bench import servers
from bench.cases_of_pages import buyer_and_pages
from bench.market import Market
from bench.servers import CORES, ROOT

#: The last one for Node 18 and 20. Fetched when it is asked for: it is larger than all else together.
VERSION = "12.8.2"
TOOL = ROOT / ".tools" / "lighthouse"
CATEGORIES = {"performance": "12 performance", "accessibility": "12 accessibility", "best-practices": "12 practices"}
SHIFT = "cumulative-layout-shift"


def lighthouse(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 12: Shop, Order, Help and Conversation in Lighthouse's phone; the page that fares worst counts."""
    program, browser = _installed(), os.environ["SHOP_HELP_CHROMIUM"]
    market = Market(folder / "lighthouse.sqlite3", pairs=1, seeded=True)
    cookie, addresses = buyer_and_pages(market)
    ours = servers.shop_help(folder, market.path, 5681).start()
    told: dict[str, list[dict[str, float]]] = {}
    try:
        for name, address in {"shop": "/", **{name: page[0] for name, page in addresses.items()}}.items():
            told[name] = [
                _asked(program, browser, f"{ours.url}{address}", cookie, folder)
                for _ in range(1 if quick else rounds)
            ]
    finally:
        ours.stop()
    worst = {key: min(median(each[key] for each in page) for page in told.values()) for key in CATEGORIES.values()}
    return told | worst | {"12 shift": max(each["12 shift"] for page in told.values() for each in page)}


def _installed() -> str:
    program = TOOL / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        npm = [
            "npm",
            "install",
            "--ignore-scripts",
            "--no-fund",
            "--no-audit",
            "--loglevel=error",
            "--prefix",
            str(TOOL),
        ]
        subprocess.run([*npm, f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    return str(program)


def _asked(program: str, browser: str, address: str, cookie: str, folder: Path) -> dict[str, float]:
    """Scores of 100, and the layout shift, of one visit with nothing kept from before."""
    flags = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    options = ["--output=json", "--quiet", f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookie}))
    result = subprocess.run(
        [program, address, *options, f"--extra-headers={headers}"],
        env=os.environ | {"CHROME_PATH": browser},
        # The bench itself sits on one core; a browser and its pages want what there is.
        preexec_fn=lambda: os.sched_setaffinity(0, CORES),
        check=True,
        capture_output=True,
    )
    report = json.loads(result.stdout)
    if report.get("runtimeError") or report["finalDisplayedUrl"] != address:
        raise AssertionError(report.get("runtimeError") or report["finalDisplayedUrl"])
    failed = [name for name, audit in report["audits"].items() if audit["score"] not in (None, 1)]
    print(f"  {address}: below full marks: {', '.join(failed) or 'nothing'}", flush=True)
    scores = {key: report["categories"][name]["score"] * 100 for name, key in CATEGORIES.items()}
    # To the digits that Lighthouse itself shows.
    return scores | {"12 shift": round(report["audits"][SHIFT]["numericValue"], 3)}
