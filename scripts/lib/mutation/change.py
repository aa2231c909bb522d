"""What a mutant changes in the text of a file, and how parts of Swift are found there."""

from dataclasses import dataclass

from .source import SwiftFile
from .tokens import OPENING, Token

Edit = tuple[int, int, str]
STATEMENT_WORDS = {
    "let", "var", "if", "guard", "for", "while", "switch", "case", "default", "return", "break", "continue", "func",
    "else", "do", "defer", "throw", "in", "where", "catch", "repeat",
}  # fmt: skip
CALLS = {"adding": "subtracting", "subtracting": "adding", "max": "min", "min": "max"}


@dataclass(frozen=True)
class Change:
    """Edits of one mutant, from the back to the front of the text, and what they are called."""

    kind: str
    note: str
    edits: tuple[Edit, ...]

    @property
    def place(self) -> int:
        return self.edits[-1][0]


def short(text: str) -> str:
    """Code on one line, so that a change can be named by it."""
    return " ".join(text.split())


def single(file: SwiftFile, kind: str, first: Token, last: Token, new: str) -> Change:
    old = file.text[first.start : last.end]
    return Change(kind, f"{short(old)} -> {short(new)}", ((first.start, last.end, new),))


def split(file: SwiftFile, first: int, last: int) -> list[tuple[int, int]]:
    """Parts between commas that stand in no bracket, as token ranges."""
    parts: list[tuple[int, int]] = []
    begin = place = first
    while place < last:
        if file.tokens[place].text in OPENING:
            place = file.pairs[place]
        elif file.tokens[place].text == ",":
            parts.append((begin, place))
            begin = place + 1
        place += 1
    if begin < last:
        parts.append((begin, last))
    return parts


def label_colon(file: SwiftFile, index: int) -> int:
    """The colon of the case label that begins at `index`."""
    place = index + 1
    while file.tokens[place].text != ":":
        place = file.pairs[place] + 1 if file.tokens[place].text in OPENING else place + 1
    return place


def is_label(file: SwiftFile, index: int) -> bool:
    # One behind a comma is a part of a condition.
    token = file.tokens[index]
    return token.text == "case" and token.first_of_line and file.tokens[index - 1].text != ","
