#!/usr/bin/env python3
"""Drives a real porated and porate-sim at random over the socket, and holds them against what must never happen.

Hypothesis chooses the moves (never_moves.py): consoles that take control, prepare, arm, fire, stop, vanish and freeze;
hands that open doors and press pedals; faults of the device; processes that are killed and frozen. After each move the
simulator's own log is held against what was asked and answered (truth_watch.py), and in the end the record's hash chain
is walked by an independent reader (record_chain.py).

Without --seed every run chooses the same moves. A failure prints the moves of its example and writes them to a file for
--replay. The exit code is 0 only if nothing happened that must not, and enough trains were delivered to mean something.

Examples: never.py --smoke
          never.py --steps 100000 --jobs 4
          never.py --replay FOLDER/never-failure.json
"""

import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from never_machine import Machine, Run, step
from never_world import World
from record_chain import check_order, verify

EXAMPLE = 40


def run(options):
    """One worker: examples until it has made its steps; what it did, as a dictionary."""
    Run.world = World(pedal="fires" if options.worker % 2 else "none")
    Run.wanted = options.steps
    world = Run.world
    started = time.monotonic()
    trouble = None
    try:
        if options.replay:
            moves = json.loads(pathlib.Path(options.replay).read_text())["moves"]
            Run.wanted = len(moves) + 1
            for name, values in moves:
                step(name, **values)
        number = options.seed * 1000 + options.worker
        while Run.steps < options.steps and not options.replay:
            # Hypothesis begins with the simplest example, which is one move again and again.
            length = max(8, min(EXAMPLE, options.steps // 4))
            left = 1 + math.ceil((options.steps - Run.steps) / length)
            chosen = settings(
                max_examples=left, stateful_step_count=length, database=None, deadline=None,
                phases=[Phase.generate], suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
                report_multiple_bugs=False,
            )  # fmt: skip
            run_state_machine_as_test(seed(number)(type("Machine", (Machine,), {})), settings=chosen)
            number += 100_000
        world.end_lease()
        world.check()
        rows = verify(world.rig.folder / "journal.sqlite")
        trains = check_order(world.rig.folder / "journal.sqlite")
    except Exception as error:  # noqa: BLE001  # whatever it is, the moves that led to it are what counts
        trouble = Run.failure or error
        rows = trains = 0
    report = {
        "worker": options.worker, "steps": Run.steps, "rules": world.rules, "errors": world.errors,
        "outcomes": world.outcomes, "delivered": world.delivered, "trains": trains, "rows": rows,
        "truth": world.watch.counts, "seconds": round(time.monotonic() - started), "failure": None,
    }  # fmt: skip
    if trouble:
        report["failure"] = "".join(traceback.format_exception(trouble))
        report["moves"] = Run.falsifying or Run.example
        report["pedal"] = "fires" if options.worker % 2 else "none"
        report["folder"] = str(world.rig.folder)
    world.close(keep=bool(trouble))
    return report


def work(options):
    """All workers, each a process with a rig of its own; their reports."""
    share = math.ceil(options.steps / options.jobs)
    workers = []
    for number in range(options.jobs):
        out = tempfile.TemporaryFile("w+")
        words = {"worker": number, "steps": share, "seed": options.seed}
        command = [sys.executable, __file__, *(f"--{word}={value}" for word, value in words.items())]
        workers.append((subprocess.Popen(command, stdout=out), out))
    reports = []
    for process, out in workers:
        process.wait()
        out.seek(0)
        text = out.read()
        reports.append(json.loads(text) if text else {"failure": f"a worker ended with {process.returncode}"})
    return reports


def total(reports, key):
    """The sum of a number, or of each number of a dictionary, over all workers."""
    values = [report.get(key, 0) for report in reports]
    if not any(isinstance(value, dict) for value in values):
        return sum(values)
    names = sorted({name for value in values if value for name in value})
    return {name: sum(value.get(name, 0) for value in values if value) for name in names}


def show(reports, options):
    """Prints what was done, and each failure with the moves that led to it; whether all is well."""
    summary = {key: total(reports, key) for key in ("steps", "delivered", "trains", "rows")}
    summary |= {key: total(reports, key) for key in ("rules", "outcomes", "errors", "truth")}
    summary["seconds"] = max(report.get("seconds", 0) for report in reports)
    failures = [report for report in reports if report["failure"]]
    wanted = options.least if options.least is not None else summary["steps"] // 50
    enough = bool(options.replay) or summary["delivered"] >= wanted
    if options.json:
        summary["failures"] = [report["failure"] for report in failures]
        print(json.dumps(summary))
    else:
        for key in ("rules", "outcomes", "errors", "truth"):
            print(f"{key}: " + ", ".join(f"{name} {count}" for name, count in summary[key].items()))
        print(
            f"{summary['steps']} steps, {summary['trains']} armings, {summary['delivered']} trains delivered, "
            f"{summary['rows']} good rows in the records, {len(failures)} violations"
        )
    for report in failures:
        print(f"FAILED  worker {report.get('worker')}:\n{report['failure']}", file=sys.stderr)
        if "moves" in report:
            path = pathlib.Path(report["folder"]) / "never-failure.json"
            path.write_text(json.dumps({"pedal": report["pedal"], "moves": report["moves"]}, indent=1))
            for name, values in report["moves"]:
                print(f"  {name}({', '.join(f'{key}={value!r}' for key, value in values.items())})", file=sys.stderr)
            print(f"replay: {sys.argv[0]} --replay {path} (logs are beside it)", file=sys.stderr)
    if not enough:
        print(f"FAILED  only {summary['delivered']} trains delivered, {wanted} are wanted", file=sys.stderr)
    return enough and not failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=2000, help="moves in all (2000)")
    parser.add_argument("--smoke", action="store_true", help="150 moves")
    parser.add_argument("--seed", type=int, default=0, help="another run than the usual one")
    parser.add_argument("--jobs", type=int, default=12, help="rigs at the same time (12)")
    parser.add_argument("--least", type=int, help="fail with fewer delivered trains (a fiftieth of the moves)")
    parser.add_argument("--replay", metavar="FILE", help="play the moves of a failure again")
    parser.add_argument("--json", action="store_true", help="one object with the counts")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.smoke:
        options.steps = 150
    if options.replay:
        options.worker = 1 if json.loads(pathlib.Path(options.replay).read_text())["pedal"] == "fires" else 0
        sys.exit(not show([run(options)], options))
    if options.worker is not None:
        print(json.dumps(run(options)))
        sys.exit(0)
    os.environ.pop("PORATE_SOCKET", None)
    sys.exit(not show(work(options), options))


main()
