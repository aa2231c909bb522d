"""Statements that are left out."""

from collections.abc import Iterator

from .change import STATEMENT_WORDS, Change, is_label, label_colon, short
from .source import Body, SwiftFile
from .tokens import CLOSING, OPENING


def statement_end(file: SwiftFile, body: Body, first: int) -> int:
    """The token behind a statement that begins with `first`."""
    tokens = file.tokens
    place = first
    while place < body.last:
        if tokens[place].text in OPENING:
            place = file.pairs[place]
        place += 1
        if place >= body.last or tokens[place].text in CLOSING:
            return place
        token = tokens[place]
        goes_on = token.kind == "operator" or token.text in (".", "?", ":", "else")
        if token.first_of_line and not goes_on and tokens[place - 1].text != ",":
            return place
    return place


def _depth(file: SwiftFile, body: Body, index: int) -> int:
    depth = 0
    for place in range(body.first, index):
        if file.tokens[place].text == "{" and file.pairs[place] > index:
            depth += 1
    return depth


def statements(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    starts: list[tuple[int, str]] = []
    for index in range(body.first, body.last):
        if is_label(file, index):
            begin = label_colon(file, index) + 1
            if begin < body.last and not tokens[begin].first_of_line:
                starts.append((begin, "break"))
        elif tokens[index].first_of_line and _in_block(file, body, index):
            starts.append((index, ""))
    for first, instead in starts:
        token = tokens[first]
        end = statement_end(file, body, first)
        text = file.text[token.start : tokens[end - 1].end]
        if token.text == "return" and body.is_void and end > first + 1 and tokens[end - 1].text == ")":
            yield Change("statement", f"{short(text)} -> return", ((token.start, tokens[end - 1].end, "return"),))
        if token.kind != "word" or token.text in STATEMENT_WORDS:
            continue
        if tokens[first - 1].text == ":" and tokens[end].text in ("case", "default", "}"):
            instead = "break"  # It is all that this case does.
        is_assignment = any(tokens[i].text.endswith("=") and tokens[i].spaced for i in range(first, end))
        if body.is_initialiser and is_assignment and _depth(file, body, first) == 0:
            continue  # Without it the value is not whole; that is the compiler's to say.
        if is_assignment or tokens[end - 1].text == ")":
            yield Change("statement", f"{short(text)} -> removed", ((token.start, tokens[end - 1].end, instead),))


def _in_block(file: SwiftFile, body: Body, index: int) -> bool:
    """Whether a token that is first in its line begins a statement: no bracket but braces is open around it."""
    previous = file.tokens[index - 1]
    if index > body.first and (previous.text in (",", "(", "[", "=", "&&", "||", "return") or previous.text == "in"):
        return False
    if file.tokens[index].kind != "word":
        return False
    place = index - 1
    while place >= body.first:
        text = file.tokens[place].text
        if text in CLOSING:
            place = file.pairs[place]
        elif text in ("(", "["):
            return False
        elif text == "{":
            return True
        place -= 1
    return True
