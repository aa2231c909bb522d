"""The list of mutants that may survive, each with the reason why it changes nothing."""

import json
from dataclasses import dataclass
from pathlib import Path

from .mutants import Mutant

FIELDS = ("file", "function", "line", "mutation", "reason")


@dataclass(frozen=True)
class Entry:
    """One mutant, by what stays the same when other lines move, and the argument."""

    file: str
    function: str
    line: str
    mutation: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.file, self.function, self.line, self.mutation


class ListError(Exception):
    """The list cannot be read."""


def read(path: Path) -> list[Entry]:
    """All entries; each must have every field, and a reason in words."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        entries = [Entry(**one) for one in raw]
    except (ValueError, TypeError) as error:
        raise ListError(f"{path}: {error}") from error
    keys: set[tuple[str, str, str, str]] = set()
    for entry in entries:
        if len(entry.reason.split()) < 4:
            raise ListError(f"{path}: {entry.file} '{entry.mutation}' in '{entry.line}' has no reason")
        if entry.key in keys:
            raise ListError(f"{path}: {entry.file} '{entry.mutation}' in '{entry.line}' stands there twice")
        keys.add(entry.key)
    return entries


def stale(entries: list[Entry], mutants: list[Mutant], killed: list[Mutant]) -> list[str]:
    """Entries whose mutant is no longer made, and those whose every mutant was killed in this run."""
    made = {mutant.key for mutant in mutants}
    dead = {mutant.key for mutant in killed}
    complaints: list[str] = []
    for entry in entries:
        told = f"{entry.file} in {entry.function}: '{entry.mutation}' in '{entry.line}'"
        if entry.key not in made:
            complaints.append(f"{told}: there is no such mutant any more")
        elif entry.key in dead:
            complaints.append(f"{told}: it was killed, so it is not equivalent")
    return complaints
