"""Swift source as tokens: enough to change it in places, not enough to understand it."""

import re
from dataclasses import dataclass

OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = {")", "]", "}"}
_PATTERN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<string>\"\"\".*?\"\"\"|"(?:\\.|[^"\\])*")
      | (?P<number>0x[0-9a-fA-F_]+|0b[01_]+|[0-9][0-9_]*)
      | (?P<attribute>@[A-Za-z_]+|\#[A-Za-z]+)
      | (?P<word>`[^`]+`|\$?[A-Za-z_][A-Za-z0-9_]*|\$[0-9]+)
      | (?P<operator>\.\.<|\.\.\.|->|[-+*/%<>=!&|^~?]+)
      | (?P<mark>[.,:;(){}\[\]\\])""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A token and where it stands."""

    kind: str
    text: str
    start: int
    end: int
    # Whether white space stands before and behind: a comparison has both, a generic argument list neither.
    spaced: bool
    first_of_line: bool


def resolve_conditions(source: str, is_true) -> str:
    """Blanks the branches of `#if` that are not compiled, and the directives; every offset stays."""
    lines = source.split("\n")
    stack: list[list[bool]] = []
    for number, line in enumerate(lines):
        word = line.strip()
        directive = True
        if word.startswith("#if "):
            value = is_true(word[4:].strip())
            stack.append([value, value])
        elif word.startswith("#elseif "):
            value = not stack[-1][1] and is_true(word[8:].strip())
            stack[-1] = [value, stack[-1][1] or value]
        elif word == "#else":
            stack[-1] = [not stack[-1][1], True]
        elif word == "#endif":
            stack.pop()
        else:
            directive = False
        if directive or not all(branch[0] for branch in stack):
            lines[number] = " " * len(line)
    return "\n".join(lines)


def tokenise(source: str) -> list[Token]:
    """All tokens but white space and comments."""
    found: list[Token] = []
    place = 0
    fresh_line = True
    while place < len(source):
        match = _PATTERN.match(source, place)
        if match is None:
            raise ValueError(f"no Swift token at offset {place}: {source[place : place + 20]!r}")
        text = match.group()
        kind = match.lastgroup or ""
        if kind in ("space", "comment"):
            fresh_line = fresh_line or "\n" in text
        else:
            before = source[place - 1] if place > 0 else " "
            after = source[match.end()] if match.end() < len(source) else " "
            spaced = before.isspace() and after.isspace()
            found.append(Token(kind, text, place, match.end(), spaced, fresh_line))
            fresh_line = False
        place = match.end()
    return found


def pair_brackets(tokens: list[Token]) -> dict[int, int]:
    """For every opening bracket the index of its closing one, and the other way round."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.text in OPENING and token.kind == "mark":
            stack.append(index)
        elif token.text in CLOSING and token.kind == "mark":
            opened = stack.pop()
            pairs[opened] = index
            pairs[index] = opened
    return pairs
