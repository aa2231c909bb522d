"""The tables of docs/hazards.md as values, each with its line."""

import re

PAGE = "docs/hazards.md"
COLUMNS = ["id", "cause and sequence", "harm", "severity", "control", "test", "residual risk"]
PENDING_COLUMNS = ["id", "cause and sequence", "harm", "severity", "waits for"]
SCOPE_COLUMNS = ["folder or file", "what it tests"]
EXCEPTION_COLUMNS = ["no safety test", "why"]


class Failure(Exception):
    """Something that does not hold, where, and what to do about it."""

    def __init__(self, place, cause, remedy):
        super().__init__(f"{place}: {cause}\n    remedy: {remedy}")
        self.place, self.cause, self.remedy = place, cause, remedy


class Row:
    """One row of a table: its line in the page, and its cells by their columns' names."""

    def __init__(self, line, cells):
        self.line, self.cells = line, cells

    def __getitem__(self, column):
        return self.cells[column]

    @property
    def place(self):
        return f"{PAGE}:{self.line}"


class Control:
    """A file and a symbol in it. The page leaves out `Sources/`."""

    def __init__(self, path, symbol):
        shipped = path is None or path.startswith(("config/", "docs/"))
        self.path, self.symbol = path if shipped else f"Sources/{path}", symbol


class Naming:
    """A test, a whole suite, or a file of tests, as a row names it."""

    def __init__(self, kind, name):
        self.kind, self.name = kind, name


def cells(line):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def table(text, columns, failures):
    """The rows of the table with these columns. A row of another width is a failure and is left out."""
    rows, lines, inside, seen = [], text.splitlines(), False, False
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("|"):
            inside = False
            continue
        found = cells(line)
        if found == columns:
            inside = seen = True
        elif inside and not re.fullmatch(r"[|\s:-]+", line):
            if len(found) != len(columns):
                cause = f"{found[0] if found else 'a row'} has {len(found)} columns, not {len(columns)}"
                remedy = f"write {', '.join(columns)}, and | only between them"
                failures.append(Failure(f"{PAGE}:{number}", cause, remedy))
            else:
                rows.append(Row(number, dict(zip(columns, found, strict=True))))
    if not seen:
        remedy = "the page must have it, with these names of columns in this order"
        failures.append(Failure(f"{PAGE}:1", f"there is no table of {', '.join(columns)}", remedy))
    return rows


def controls(cell):
    """The controls of a cell: a file in backticks, then its symbols in backticks. A file alone has the symbol None."""
    found, path, bare = [], None, False
    for token in re.findall(r"`([^`]+)`", cell):
        if "/" in token and " " not in token:
            if bare:
                found.append(Control(path, None))
            path, bare = token, True
        else:
            found.append(Control(path, token))
            bare = False
    if bare:
        found.append(Control(path, None))
    return found


def namings(cell):
    """What a cell of tests names: `sentence`, suite `name`, suite `folder/name`, `Tests/process/x.py`, `scripts/x`."""
    found = []
    for word, token in re.findall(r"(\bsuite\s+)?`([^`]+)`", cell):
        if word:
            found.append(Naming("suite", token))
        elif re.match(r"(Tests|scripts)/\S+$", token):
            found.append(Naming("file", token))
        else:
            found.append(Naming("test", token))
    return found
