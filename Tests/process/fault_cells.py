"""The fault matrix with real processes: a fault in a state, judged by the simulator's own log.

A cell counts only if that log shows the state reached with the fault in effect, and its plan delivers without the
fault. Safe: no pulse after permit or withdrawal, no permit left, the bank below 42 V or told as live; a first cause;
an outcome that agrees with the simulator's count; and a following train once the fault is taken back.

Prints one line a cell and a summary, or with --json one object. The exit code is 0 only if every cell is safe.
"""

import argparse
import concurrent.futures
import json
import shutil
import signal
import sys
import tempfile
import time
import traceback

from fault_cells_cell import NotReached, plan_name
from fault_cells_menu import CELLS, LONG, SMOKE, faults
from fault_cells_rig import build_preload
from fault_cells_run import row, run_baseline, run_cell

# A machine that is too slow for a state is asked again so often.
TRIES = 3


def chosen(options):
    if options.smoke:
        cells = SMOKE
    else:
        cells = [(fault, state) for fault, states in CELLS.items() for state in states.split()]
    fault, _, state = (options.only or "/").partition("/")
    cells = [cell for cell in cells if (not fault or cell[0] == fault) and (not state or cell[1] == state)]
    return sorted(cells, key=lambda cell: cell[0] not in LONG)


def try_cell(fault, state, preload, keep):
    missed = []
    for _ in range(TRIES):
        try:
            return run_cell(fault, state, preload, keep)
        except NotReached as error:
            missed.append(str(error))
    return row(fault, state, False, [f"not reached in {TRIES} tries: {missed[-1]}"])


class Run:
    def __init__(self, options):
        self.options = options
        self.progress = sys.stderr if options.json else sys.stdout

    def say(self, text):
        print(text, file=self.progress, flush=True)

    def baselines(self, names, preload, pool):
        """The plans without a fault; a plan that does not deliver makes its cells worth nothing."""
        running = {name: pool.submit(self.baseline, name, preload) for name in sorted(names)}
        return {name: future.result() for name, future in running.items()}

    def baseline(self, name, preload):
        found = []
        for _ in range(TRIES):
            try:
                found = run_baseline(name, preload)
            except Exception as error:  # noqa: BLE001  # told with the plan's cells
                found = [f"{type(error).__name__}: {error}"]
            if not found:
                break
        verdict = "delivers" if not found else "FAILED  "
        self.say(f"{verdict}  {name}, without any fault: {'; '.join(found) or 'all pulses'}")
        return found

    def cell(self, entry, preload):
        try:
            cell = try_cell(*entry, preload, self.options.keep)
        except Exception as error:  # noqa: BLE001  # every cell is reported
            traceback.print_exc(file=sys.stderr)
            cell = row(*entry, False, [f"{type(error).__name__}: {error}"])
        name = f"{cell['fault']} at {cell['state']}"
        if cell["safe"]:
            self.say(f"safe      {name}: {cell['firstCause']}, {cell['outcome']}, {cell['ticksToSafe']} ticks to safe")
        else:
            self.say(f"FAILED    {name}: {'; '.join(cell['objections'])}")
        return cell

    def all(self):
        entries = chosen(self.options)
        if not entries:
            raise SystemExit(f"no cell is called {self.options.only}: FAULT, /STATE or FAULT/STATE")
        folder = tempfile.mkdtemp(prefix="porate-cells-")
        # The rigs' folders too: nobody else's cleaning up finds them there.
        tempfile.tempdir = folder
        plans = {entry: plan_name(faults()[entry[0]], entry[1]) for entry in entries}
        pool = concurrent.futures.ThreadPoolExecutor(self.options.jobs)
        try:
            preload = build_preload(folder)
            baselines = self.baselines(set(plans.values()), preload, pool)
            rows = list(pool.map(lambda entry: self.cell(entry, preload), entries))
            for place, entry in enumerate(entries):
                if not rows[place]["reached"]:
                    self.say(f"again     {entry[0]} at {entry[1]}, with nothing beside it")
                    rows[place] = self.cell(entry, preload)
        finally:
            pool.shutdown(cancel_futures=True)
            if self.options.keep:
                self.say(f"the cells' folders are in {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
        for entry, cell in zip(entries, rows, strict=True):
            if baselines[plans[entry]]:
                cell["safe"] = False
                cell["objections"].append(f"without the fault it does not deliver either: {plans[entry]}")
        return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=4, help="rigs side by side (4); they mostly wait")
    parser.add_argument("--only", metavar="FAULT/STATE", help="one cell; FAULT or /STATE alone: all of it")
    parser.add_argument("--smoke", action="store_true", help="a few cells, for a quick run")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output, progress on the other")
    parser.add_argument("--keep", action="store_true", help="leave the cells' folders with logs, record and truth")
    options = parser.parse_args()
    # Ended from outside, the processes of the cells end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    run = Run(options)
    rows = run.all()
    failed = [row for row in rows if not row["safe"]]
    if options.json:
        print(json.dumps({"cells": rows}))
    kinds = len({row["fault"] for row in rows})
    run.say(
        f"{len(rows) - len(failed)} of {len(rows)} cells safe, {kinds} faults, "
        f"{sum(not row['reached'] for row in rows)} not reached, in {time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if failed else 0)


main()
