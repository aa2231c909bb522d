"""All mutants of a module, numbered in the order of its source."""

from dataclasses import dataclass
from pathlib import Path

from .change import Change
from .operators import changes
from .source import Body, SwiftFile, enum_cases


@dataclass
class Mutant:
    """One change of one body."""

    identity: int
    module: str
    file: SwiftFile
    body: Body
    change: Change
    mutation: str = ""

    @property
    def line_number(self) -> int:
        return self.file.line_of(self.change.place)[0]

    @property
    def line(self) -> str:
        return self.file.line_of(self.change.place)[1]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stays the same when other lines move."""
        return self.file.name, self.body.name, self.line, self.mutation

    def text(self) -> str:
        """The changed body, without its braces."""
        tokens = self.file.tokens
        start, end = tokens[self.body.first].start, tokens[self.body.last].start
        text = self.file.text[start:end]
        for first, last, new in self.change.edits:
            text = text[: first - start] + new + text[last - start :]
        return text

    def described(self) -> str:
        return f"{self.identity:5} {self.file.name}:{self.line_number} in {self.body.name}: {self.mutation}"


def mutants_of(
    module: str, paths: list[Path], first_identity: int, untouched: set[str] | None = None
) -> tuple[list[SwiftFile], list[Mutant]]:
    """Every mutant of some files of a module; the same source gives the same numbers."""
    files = [SwiftFile(path) for path in sorted(paths)]
    enums = enum_cases(files)
    found: list[Mutant] = []
    for file in files:
        for body in file.bodies:
            if file.name in (untouched or set()):
                continue
            if body.first == body.last:
                continue
            found += _of_body(module, file, body, enums)
    for offset, mutant in enumerate(found):
        mutant.identity = first_identity + offset
    return files, found


def _of_body(module: str, file: SwiftFile, body: Body, enums: dict) -> list[Mutant]:
    seen: set[str] = set()
    named: dict[tuple[str, str], int] = {}
    found: list[Mutant] = []
    ordered = sorted(changes(file, body, enums), key=lambda change: (change.place, change.kind, change.note))
    for change in ordered:
        mutant = Mutant(0, module, file, body, change)
        text = mutant.text()
        if text in seen:
            continue
        seen.add(text)
        mutant.mutation = f"{change.kind}: {change.note}"
        # The same change twice in a line is told apart by its place in it.
        same = (mutant.line, mutant.mutation)
        named[same] = named.get(same, 0) + 1
        if named[same] > 1:
            mutant.mutation += f" ({named[same]})"
        found.append(mutant)
    return found
