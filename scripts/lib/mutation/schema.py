"""A copy of a module that holds many mutants at once; which one is alive is said when the program starts.

One build then serves hundreds of mutants, each of which costs only the run of its judge.
"""

import re
from collections import defaultdict
from pathlib import Path

from .mutants import Mutant
from .source import SwiftFile

# The environment's name for the number of the mutant that is alive.
VARIABLE = "PORATE_MUTANT"
SWITCH = f"""\
internal import Glibc

/// The mutant that is alive; 0 for none.
nonisolated(unsafe) let porateMutant: Int = {{
  guard let text = unsafe getenv("{VARIABLE}") else {{ return 0 }}
  return Int(unsafe atoi(text))
}}()
"""
_ERROR = re.compile(r"^mutant-(\d+):\d+(?::\d+)?: error: (.*)$", re.MULTILINE)
_FILE_ERROR = re.compile(r"^(/.+\.swift):(\d+):\d+: error: ", re.MULTILINE)
_END = "  // The end of body "


def write(folder: Path, files: list[SwiftFile], mutants: list[Mutant]) -> list[Path]:
    """Writes the module's copy with these mutants and gives its files."""
    by_file: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_file[mutant.file.name].append(mutant)
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for file in files:
        paths.append(folder / file.name)
        _write_changed(paths[-1], _woven(file, by_file[file.name]))
    paths.append(folder / "PorateMutant.swift")
    _write_changed(paths[-1], SWITCH)
    return paths


def _write_changed(path: Path, text: str) -> None:
    # A file that stays the same keeps its time, so that an incremental build leaves it.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _woven(file: SwiftFile, mutants: list[Mutant]) -> str:
    of_body: dict[int, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        of_body[mutant.body.first].append(mutant)
    text = file.text
    for body in sorted(file.bodies, key=lambda one: -one.first):
        if body.first not in of_body:
            continue
        start, end = file.tokens[body.first].start, file.tokens[body.last].start
        before = "return " if body.needs_return else ""
        # An initialiser that leaves something out is then refused in the arm that does so, not at its end.
        behind = "\nreturn" if body.is_initialiser else ""
        arms = [_arm(f"case {mutant.identity}", mutant.identity, before + mutant.text() + behind)
                for mutant in of_body[body.first]]  # fmt: skip
        arms.append(_arm("default", 0, before + text[start:end] + behind))
        rest = text[end + 1 :]
        text = text[:start] + "\nswitch porateMutant {\n" + "".join(arms) + "}\n#sourceLocation()\n"
        # What the compiler says about a body's end is about one of its mutants.
        text += f"}}{_END}{body.first}\n{rest}"
    return text


def _arm(label: str, identity: int, body: str) -> str:
    return f'{label}:\n#sourceLocation(file: "mutant-{identity}", line: 1)\n{body}\n'


def suspects(errors: str, mutants: list[Mutant]) -> list[Mutant]:
    """The mutants of the bodies at whose end the compiler found something wrong, without saying in which arm."""
    bodies: set[tuple[str, int]] = set()
    for name, number in _FILE_ERROR.findall(errors):
        path = Path(name)
        line = path.read_text(encoding="utf-8").split("\n")[int(number) - 1]
        if _END in line:
            bodies.add((path.name, int(line.split(_END)[1])))
    return [mutant for mutant in mutants if (mutant.file.name, mutant.body.first) in bodies]


def uncompilable(errors: str) -> dict[int, str]:
    """The mutants that the compiler refuses, each with its first error."""
    found: dict[int, str] = {}
    for match in _ERROR.finditer(errors):
        found.setdefault(int(match.group(1)), match.group(2))
    return found
