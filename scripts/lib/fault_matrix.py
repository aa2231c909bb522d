"""The cells of the fault matrix as a table for a terminal and as a page: faults down, states across, a section for each
transport."""

import html

STATES = [
    "starting",
    "standby",
    "probing",
    "charging",
    "armed",
    "waitingForBeat",
    "delivering",
    "settling",
    "discharging",
]
KEYS = ["transport", "fault", "state", "safe", "ticksToSafe", "pulsesAfter", "firstCause", "outcome"]

# How a cell stands, from the worst to the best: kind, colour in a terminal, what it means.
KINDS = {
    "unsafe": ("31;1", "not safe"),
    "causeless": ("35;1", "safe, but nothing tells why, or the outcome does not agree with the simulator's count"),
    "live": ("33", "the bank could not be emptied, and everybody is told to treat it as live"),
    "stopped": ("32", "ended, and emptied"),
    "ridden": ("36", "ridden out: everything was delivered"),
}


class Broken(Exception):
    """A cell that is none."""


def check(cell):
    """The cell itself, if it has every key and a known state."""
    if not isinstance(cell, dict):
        raise Broken(f"not a cell: {cell!r}")
    missing = [key for key in KEYS if key not in cell]
    if missing:
        raise Broken(f"a cell without {', '.join(missing)}: {cell}")
    if cell["state"] not in STATES:
        raise Broken(f"no state of the machine: {cell['state']}")
    return cell


def kind(cell):
    """How a cell stands; one of KINDS."""
    if not cell["safe"]:
        return "unsafe"
    if cell["firstCause"] is None or not cell.get("holds", True):
        return "causeless"
    if cell["ticksToSafe"] is None:
        return "live"
    return "ridden" if cell["firstCause"] == "completed" else "stopped"


def holds(cell):
    return kind(cell) not in ("unsafe", "causeless")


def worst(cells):
    """Of several cells at one place the one that stands worst."""
    return min(cells, key=lambda cell: list(KINDS).index(kind(cell)))


def places(cells):
    """The cells by transport, fault and state, in the order in which transports and faults first come."""
    found = {}
    for cell in cells:
        row = found.setdefault(cell["transport"], {}).setdefault(cell["fault"], {})
        row.setdefault(cell["state"], []).append(cell)
    return found


def short(cell):
    """What stands in a cell of the table."""
    named = {"unsafe": "UNSAFE", "causeless": "no cause", "live": "live", "ridden": "rode out"}
    return named.get(kind(cell)) or str(cell["ticksToSafe"])


def table(cells, colours):
    """The table for a terminal; numbers are ticks from the withdrawal until the bank was below 42 V."""
    lines = []
    for transport, faults in places(cells).items():
        width = max(len(fault) for fault in faults)
        heads = [state[:9] for state in STATES]
        lines.append(f"transport {transport}: ticks until safe")
        lines.append(" " * width + "  " + " ".join(f"{head:>9}" for head in heads))
        for fault, row in faults.items():
            lines.append(f"{fault:<{width}}  " + " ".join(entry(row.get(state), colours) for state in STATES))
        lines.append("")
    lines.append(summary(cells))
    return "\n".join(lines)


def entry(found, colours):
    if not found:
        return f"{'-':>9}"
    cell = worst(found)
    text = f"{short(cell):>9}"
    return f"\x1b[{KINDS[kind(cell)][0]}m{text}\x1b[0m" if colours else text


def summary(cells):
    parts = []
    for transport, faults in places(cells).items():
        mine = [cell for row in faults.values() for found in row.values() for cell in found]
        good = sum(holds(cell) for cell in mine)
        after = sum(cell["pulsesAfter"] for cell in mine)
        parts.append(f"{transport}: {good} of {len(mine)} cells hold, {len(faults)} faults, {after} pulses after")
    return "\n".join(parts)


def page(cells, note):
    """The page, self-contained: a coloured cell each, its title tells cause, outcome and ticks."""
    found = places(cells)
    faults = list(dict.fromkeys(cell["fault"] for cell in cells))
    groups = "".join(f'<th colspan="{len(STATES)}" class="group">{html.escape(name)}</th>' for name in found)
    heads = "".join(f'<th class="state"><span>{state}</span></th>' for _ in found for state in STATES)
    rows = []
    for fault in faults:
        boxes = "".join(box(rows_.get(fault, {}).get(state)) for rows_ in found.values() for state in STATES)
        rows.append(f'<tr><th scope="row">{html.escape(fault)}</th>{boxes}</tr>')
    legend = "".join(
        f'<li><span class="{name}"></span>{html.escape(meaning)}</li>' for name, (_, meaning) in KINDS.items()
    )
    told = html.escape(summary(cells)).replace("\n", "<br>")
    body = (
        f"<h1>Fault matrix</h1><p>{told}</p><p>{html.escape(note)}</p><ul>{legend}</ul>"
        f"<table><thead><tr><th></th>{groups}</tr><tr><th></th>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Fault matrix</title>{STYLE}</head>'
        f"<body>{body}</body></html>\n"
    )


def box(found):
    if not found:
        return '<td class="none" title="no such cell"></td>'
    cell = worst(found)
    ticks = "treated as live" if cell["ticksToSafe"] is None else f"safe after {cell['ticksToSafe']} ticks"
    said = [
        f"{cell['fault']} in {cell['state']} ({cell['transport']})",
        f"cause: {cell['firstCause']}",
        f"outcome: {cell['outcome']}",
        ticks,
        f"pulses after: {cell['pulsesAfter']}",
        *cell.get("problems", []),
    ]
    title = html.escape("\n".join(said), quote=True)
    return f'<td class="{kind(cell)}" title="{title}">{html.escape(short(cell))}</td>'


STYLE = """<style>
:root { color-scheme: light dark; }
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; }
table { border-collapse: collapse; }
th[scope=row] { text-align: right; font-weight: normal; padding-right: .6rem; white-space: nowrap; }
th.group { border-left: 2px solid #888; }
th.state { height: 8rem; vertical-align: bottom; }
th.state span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: normal; }
td { border: 1px solid #8886; text-align: center; font-size: 11px; padding: 2px 4px; min-width: 2.6rem; color: #000; }
.unsafe { background: #e5484d; } .causeless { background: #c77dff; } .live { background: #ffb224; }
.stopped { background: #7bd88f; } .ridden { background: #9ad7e8; } .none { background: transparent; }
ul { list-style: none; padding: 0; display: flex; gap: 1.2rem; flex-wrap: wrap; }
li span { display: inline-block; width: 1em; height: 1em; margin-right: .4em; vertical-align: -.15em; }
</style>"""
