#!/usr/bin/env python3
"""Who may do what, with real users and groups of the system, and what strangers at the socket can spoil.

Makes users and groups under a prefix of its own with useradd and groupadd, and removes them in the end; so it has to be
root. Elsewhere it says so and ends with 77, which is no success.

- table: each method of each interface as each of them, by user, by primary and by supplementary group, against the
  table in access_table.py; refused is refused by its typed error, changes nothing and gives no pulse.
- bare: without `access:` porated's own user has every role, and nobody else any.
- place: what is found at the socket's place: links, files, folders, sockets that are served and that are not.
- flood: thousands of idle and half-open connections, senders of single bytes, messages of 1 GB, with an armed machine:
  Stop works, and the loop's ticks and the arming are undisturbed.

Examples: access.py
          access.py --smoke
          access.py --only flood --json
"""

import argparse
import json
import os
import sys
import time
import traceback

NOT_ROOT = 77


def say(text):
    """Progress, for whoever looks."""
    print(text, file=sys.stderr, flush=True)


def table(people, options):
    """The method × role table with `access:`."""
    from access_cells import Cells
    from access_rig import AccessRig

    rig = AccessRig(people)
    try:
        rig.start_daemon()
        everybody = [person for person in people.everybody if person.name != "outsider"]
        some = ["uobserver", "uoperator", "utechnician", "uengineer", "stranger", "left", "many groups", "root"]
        few = [person for person in everybody if person.name in some]
        cells = Cells(rig, everybody, say)
        rows = cells.check_rows()
        say(f"{rows} methods, {len(everybody)} people")
        cells.ids()
        cells.simple()
        cells.lease()
        say(f"{cells.tried} cells; now trains")
        acting = few if options.smoke else everybody
        cells.trains(acting, ["own load", "tissue"])
        cells.resolves("tissue")
        cells.self_tests(few)
        cells.trains(acting, ["test load"])
        cells.resolves("test load")
        say(f"{cells.tried} cells; now everybody stops")
        cells.stops([person for person in few if not options.smoke or person.name in ("stranger", "root")])
        try:
            rig.line("outsider")
            cells.wrong.append("somebody who is not of the socket's group connected")
        except PermissionError:
            pass
        except OSError as error:
            if error.errno != 13:
                raise
        counts = {"cells": cells.tried, "allowed": cells.allowed, "refused": cells.refused, "methods": rows}
        return counts | {"people": len(everybody), "late tries": cells.late}, cells.wrong
    finally:
        rig.close(keep=options.keep)


def bare(people, options):
    """The same without `access:`."""
    from access_bare import run

    return run(people, options, say)


def place(people, options):
    """What is found at the socket's place."""
    from access_socket import places

    return places(people, say)


def flood(people, options):
    """What strangers can spoil."""
    from access_flood import run

    return run(people, options, say)


PARTS = {"table": table, "bare": bare, "place": place, "flood": flood}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="fewer trains, fewer connections")
    parser.add_argument("--only", choices=sorted(PARTS), help="one part")
    parser.add_argument("--json", action="store_true", help="one object with the counts and what is wrong")
    parser.add_argument("--keep", action="store_true", help="leave the folders behind")
    options = parser.parse_args()
    if os.geteuid() != 0:
        print("access.py needs to be root: it makes users and groups. Nothing was tested.", file=sys.stderr)
        sys.exit(NOT_ROOT)
    os.environ.pop("PORATE_SOCKET", None)
    from access_people import People

    result = {}
    with People() as people:
        for name, part in PARTS.items():
            if options.only not in (None, name):
                continue
            began = time.monotonic()
            try:
                counts, wrong = part(people, options)
            except Exception as error:  # noqa: BLE001  # every part is reported
                traceback.print_exc()
                counts, wrong = {}, [f"{type(error).__name__}: {error}"]
            result[name] = {"counts": counts, "wrong": wrong, "seconds": round(time.monotonic() - began)}
    if options.json:
        print(json.dumps(result))
    for name, part in result.items():
        for text in part["wrong"]:
            print(f"FAILED  {name}: {text}", file=sys.stderr)
        if not options.json:
            counts = ", ".join(f"{count} {what}" for what, count in part["counts"].items())
            print(f"{'FAILED' if part['wrong'] else 'passed'}  {name}: {counts}")
    sys.exit(any(part["wrong"] for part in result.values()))


main()
