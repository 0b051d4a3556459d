"""`make bench`: runs the cases, prints one table, writes results.json, and draws the pictures of it."""

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from bench import (
    cases_of_growth,
    cases_of_lighthouse,
    cases_of_messages,
    cases_of_pages,
    cases_of_peers,
    cases_of_posts,
    cases_of_processes,
    cases_of_sockets,
    drawing,
)
from bench.servers import CORES, LOAD_CORE, ROOT, SERVER_CORE

HERE = Path(__file__).resolve().parent
ROUNDS = 5

Case = Callable[[Path, int, bool], dict[str, Any]]

#: By the number that picks them with --case. Cases 1 and 2 are one run.
CASES: dict[str, Case] = {
    "1": cases_of_messages.throughput,
    "3": cases_of_messages.delivery,
    "4": cases_of_sockets.idle,
    "5": cases_of_pages.pages,
    "6": cases_of_peers.peers,
    "7": cases_of_posts.posts,
    "8": cases_of_growth.growth,
    "9": cases_of_messages.stall,
    "10": cases_of_sockets.back_after_restart,
    "11": cases_of_pages.sizes,
    "12": cases_of_lighthouse.lighthouse,
    "13": cases_of_processes.processes,
}

#: What is measured, its unit, the figure to reach, and whether more is better.
GOALS: dict[str, tuple[str, str, float, bool]] = {
    "1": ("durable acknowledged messages a second", "× floor", 0.60, True),
    "2": ("processor time of a message", "× floor", 1.7, False),
    "3": ("delivery, 99th of 100", "× floor", 2.0, False),
    "4": ("memory of an idle conversation", "× two bare sockets", 1.3, False),
    "5 conversation": ("processor time of a conversation page", "× bare page", 1.2, False),
    "5 order": ("processor time of an order page", "× bare page", 1.5, False),
    "5 help": ("processor time of the Help page", "× bare page", 1.5, False),
    "6 public": ("our conversation page, of django-helpdesk's ticket", "× less", 15, True),
    "6 staff": ("the same, of its page for staff", "× less", 15, True),
    "6 message": ("a message more that no cache holds, of Campfire's", "× less", 20, True),
    "7 messages": ("messages posted over HTTP, a second and core", "a second", 1000, True),
    "7 p99": ("such a message, 99th of 100, 16 writers", "ms", 50, False),
    "8": ("the page that grows most, 95th of 100, with a thousand times as much", "× itself", 1.25, False),
    "9": ("longest wait of a writer among 32", "ms", 100, False),
    "10": ("500 conversations back after a restart", "× floor", 2.0, False),
    "11 scripts": ("scripts of a buyer's page", "KB", 32, False),
    "11 first visit": ("first visit in all", "KB", 60, False),
    "11 later page": ("a later page", "KB", 8, False),
    "12 performance": ("Lighthouse on a phone: performance", "of 100", 98, True),
    "12 accessibility": ("accessibility", "of 100", 100, True),
    "12 practices": ("best practices", "of 100", 100, True),
    "12 shift": ("layout shift", "", 0, False),
    "13 processor": ("processor time of a message with Redis", "× without", 1.5, False),
    "13 crossing": ("delivery to another process, median, added", "ms", 2, False),
}


def main() -> None:
    options = _options()
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    os.sched_setaffinity(0, {LOAD_CORE})
    results: dict[str, Any] = {"machine": _machine(), "quick": options.quick, "cases": {}, "ratios": {}}
    folder = Path(tempfile.mkdtemp(prefix="shop-help-bench-"))
    try:
        for number, case in CASES.items():
            if options.case and number not in options.case:
                continue
            print(f"case {number}: {(case.__doc__ or '').split(': ', 1)[1].splitlines()[0]}", flush=True)
            before = _busy()
            told = case(folder, 2 if options.quick else options.rounds, options.quick)
            results["ratios"] |= {key: told.pop(key) for key in list(told) if key in GOALS}
            print({key: round(value, 2) for key, value in results["ratios"].items()}, flush=True)
            told["at"] = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
            results["cases"][number] = told | {"what else ran": {"before": before, "after": _busy()}}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _tell(results)
    if not options.quick:
        _keep(results)


def _keep(results: dict[str, Any]) -> None:
    """Writes results.json and the pictures; a case that was run alone takes its old place among the others."""
    kept = HERE / "results.json"
    whole = json.loads(kept.read_text()) if kept.exists() else {"cases": {}, "ratios": {}}
    for part, order in (("cases", CASES), ("ratios", GOALS)):
        told = whole[part] | results[part]
        results[part] = {key: told[key] for key in order if key in told}
    kept.write_text(json.dumps(results, indent=1) + "\n")
    drawing.draw(results, GOALS, HERE)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and rough: does it run, and about where is it")
    parser.add_argument("--case", action="append", choices=list(CASES), help="only this case; may be given again")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds whose median counts")
    return parser.parse_args()


def _machine() -> dict[str, Any]:
    return {
        "cores": len(CORES),
        "server on core": SERVER_CORE,
        "load on core": LOAD_CORE,
        "python": sys.version.split()[0],
    }


def _busy() -> dict[str, Any]:
    """The load of the machine, and how many processes that are none of ours were running just now."""
    running = [p for p in psutil.process_iter(["status"]) if p.info["status"] == psutil.STATUS_RUNNING]
    return {"load": [round(each, 2) for each in os.getloadavg()], "running": len(running)}


def _tell(results: dict[str, Any]) -> None:
    print(f"\n{'':16}{'what':44}{'here':>9}  {'to reach':>10}  unit")
    for key, value in results["ratios"].items():
        what, unit, goal, more = GOALS[key]
        reached = value >= goal if more else value <= goal
        sign = "≥" if more else "≤"
        print(f"{key:16}{what:44}{value:9.2f}  {sign} {goal:8g}  {unit}{'' if reached else '   (short)'}")
    loads = [case["what else ran"]["before"]["load"][0] for case in results["cases"].values()]
    print(f"load of the machine before the cases: {loads}; {ROOT.name} on core {SERVER_CORE}, load on {LOAD_CORE}")


if __name__ == "__main__":
    main()
