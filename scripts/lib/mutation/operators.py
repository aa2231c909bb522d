"""What may be changed in a body: conditions, comparisons, constants, statements, cases, arithmetic.

Each function yields `Change`s: replacements in the text of a file, with a name that is stable when lines move.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .source import Body, SwiftFile
from .tokens import CLOSING, OPENING, Token

Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Change:
    """Edits of one mutant, from the back to the front of the text, and what they are called."""

    kind: str
    note: str
    edits: tuple[Edit, ...]

    @property
    def place(self) -> int:
        return self.edits[-1][0]


COMPARISONS = {"<": ("<=", ">"), ">": (">=", "<"), "<=": ("<", ">"), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}
ARITHMETIC = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "%": "/",
    "&+": "&-",
    "&-": "&+",
    "&*": "&+",
    "&+=": "&-=",
    "&-=": "&+=",
    "+=": "-=",
    "-=": "+=",
    "&<<": "&>>",
    "&>>": "&<<",
    "<<": ">>",
    ">>": "<<",
    "|": "&",
    "&": "|",
    "|=": "&=",
    "&=": "|=",
}
CALLS = {"adding": "subtracting", "subtracting": "adding", "max": "min", "min": "max"}
STATEMENT_WORDS = {
    "let", "var", "if", "guard", "for", "while", "switch", "case", "default", "return", "break", "continue", "func",
    "else", "do", "defer", "throw", "in", "where", "catch", "repeat",
}  # fmt: skip


def short(text: str) -> str:
    """Code on one line, so that a change can be named by it."""
    return " ".join(text.split())


def changes(file: SwiftFile, body: Body, enums: dict) -> Iterator[Change]:
    """All changes of a body, in no order."""
    yield from _conditions(file, body)
    yield from _connectives(file, body)
    yield from _tokens(file, body)
    yield from _ternaries(file, body)
    yield from _statements(file, body)
    yield from _siblings(file, body, enums)
    yield from _switches(file, body)
    yield from _arguments(file, body)


def _single(file: SwiftFile, kind: str, first: Token, last: Token, new: str) -> Change:
    old = file.text[first.start : last.end]
    return Change(kind, f"{short(old)} -> {short(new)}", ((first.start, last.end, new),))


def _split(file: SwiftFile, first: int, last: int) -> list[tuple[int, int]]:
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


def _conditions(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first, body.last):
        word = tokens[index].text
        if tokens[index].kind != "word" or word not in ("if", "guard", "while") or tokens[index + 1].text == ":":
            continue
        end = index + 1
        while tokens[end].text != ("else" if word == "guard" else "{"):
            end = file.pairs[end] + 1 if tokens[end].text in OPENING else end + 1
        parts = _split(file, index + 1, end)
        for first, last in parts:
            text = file.text[tokens[first].start : tokens[last - 1].end]
            if tokens[first].text in ("let", "var", "case"):
                if first == parts[0][0]:
                    # Cannot be dropped without what it binds: is never met instead.
                    at = tokens[last - 1].end
                    yield Change("condition", f"{short(text)} -> never", ((at, at, ", false"),))
                continue
            span = tokens[first], tokens[last - 1]
            if len(parts) == 1:
                if not _is_turned_elsewhere(file, first, last):
                    yield _single(file, "condition", *span, f"!({text})")
                yield _single(file, "condition", *span, "true" if word == "guard" else "false")
            else:
                yield _single(file, "condition", *span, "true")


def _is_turned_elsewhere(file: SwiftFile, first: int, last: int) -> bool:
    """Whether a condition is one comparison or one negation, which are turned round by their own operators."""
    words = [token.text for token in file.tokens[first:last]]
    simple = "&&" not in words and "||" not in words
    return simple and (words[0] == "!" or any(word in COMPARISONS for word in words))


def _connectives(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    boundary = {"&&", "||", ",", "=", "?", ":", ";", "return", "guard", "if", "while", "where", "in", "else", "->"}
    for index in range(body.first, body.last):
        operator = tokens[index].text
        if operator not in ("&&", "||"):
            continue
        yield _single(file, "condition", tokens[index], tokens[index], "||" if operator == "&&" else "&&")
        neutral = "true" if operator == "&&" else "false"
        left = index - 1
        while left >= body.first and tokens[left].text not in boundary and tokens[left].text not in OPENING:
            if tokens[left].text in CLOSING:
                left = file.pairs[left]
            if tokens[left].first_of_line:
                left -= 1
                break
            left -= 1
        right = index + 1
        while right < body.last and tokens[right].text not in boundary and tokens[right].text not in CLOSING:
            if tokens[right].text == "{" or (tokens[right].first_of_line and right > index + 1):
                break
            right = file.pairs[right] + 1 if tokens[right].text in OPENING else right + 1
        if left + 1 < index:
            yield _single(file, "condition", tokens[left + 1], tokens[index - 1], neutral)
        if index + 1 < right:
            yield _single(file, "condition", tokens[index + 1], tokens[right - 1], neutral)


def _numbers(text: str) -> list[str]:
    value = int(text.replace("_", ""), 0)
    wanted = [value + 1, value - 1, 0]
    return [str(number) for place, number in enumerate(wanted) if number >= 0 and number not in wanted[:place]
            and number != value]  # fmt: skip


def _tokens(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first, body.last):
        token, before = tokens[index], tokens[index - 1]
        if before.text == "func":
            continue
        if token.kind == "operator":
            if token.spaced and token.text in COMPARISONS:
                for other in COMPARISONS[token.text]:
                    yield _single(file, "comparison", token, token, other)
            elif token.spaced and token.text in ARITHMETIC:
                yield _single(file, "arithmetic", token, token, ARITHMETIC[token.text])
            elif token.text == "!" and not token.spaced:
                yield _single(file, "condition", token, token, "")
            elif token.text == "~":
                yield _single(file, "arithmetic", token, token, "")
        elif token.kind == "number" and before.text != "." and not _is_generic_argument(file, index):
            for other in _numbers(token.text):
                yield _single(file, "constant", token, token, other)
        elif token.text in ("true", "false"):
            yield _single(file, "constant", token, token, "false" if token.text == "true" else "true")
        elif token.text in CALLS and index + 1 < body.last and tokens[index + 1].text == "(":
            yield _single(file, "arithmetic", token, token, CALLS[token.text])


def _is_generic_argument(file: SwiftFile, index: int) -> bool:
    before = file.tokens[index - 1]
    return before.text == "<" and not before.spaced


def _ternaries(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first, body.last):
        if tokens[index].text != "?" or not tokens[index].spaced:
            continue
        colon = index + 1
        while tokens[colon].text != ":" or not tokens[colon].spaced:
            # A colon of a ternary has white space on both sides; `spaced` knows marks too.
            colon = file.pairs[colon] + 1 if tokens[colon].text in OPENING else colon + 1
        end = colon + 1
        while end < body.last and tokens[end].text not in CLOSING and tokens[end].text != ",":
            if tokens[end].first_of_line and end > colon + 1:
                break
            end = file.pairs[end] + 1 if tokens[end].text in OPENING else end + 1
        yes = file.text[tokens[index + 1].start : tokens[colon - 1].end]
        no = file.text[tokens[colon + 1].start : tokens[end - 1].end]
        yield Change(
            "case", f"{short(yes)} : {short(no)} -> swapped",
            ((tokens[colon + 1].start, tokens[end - 1].end, yes), (tokens[index + 1].start, tokens[colon - 1].end, no)),
        )  # fmt: skip


def _statement_end(file: SwiftFile, body: Body, first: int) -> int:
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


def _label_colon(file: SwiftFile, index: int) -> int:
    """The colon of the case label that begins at `index`."""
    place = index + 1
    while file.tokens[place].text != ":":
        place = file.pairs[place] + 1 if file.tokens[place].text in OPENING else place + 1
    return place


def _is_label(file: SwiftFile, index: int) -> bool:
    # One behind a comma is a part of a condition.
    token = file.tokens[index]
    return token.text == "case" and token.first_of_line and file.tokens[index - 1].text != ","


def _statements(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    starts: list[tuple[int, str]] = []
    for index in range(body.first, body.last):
        if _is_label(file, index):
            begin = _label_colon(file, index) + 1
            if begin < body.last and not tokens[begin].first_of_line:
                starts.append((begin, "break"))
        elif tokens[index].first_of_line and _in_block(file, body, index):
            starts.append((index, ""))
    for first, instead in starts:
        token = tokens[first]
        end = _statement_end(file, body, first)
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


def _pattern_tokens(file: SwiftFile, body: Body) -> set[int]:
    """Tokens of patterns: what a value is compared with is no value."""
    inside: set[int] = set()
    for index in range(body.first, body.last):
        if file.tokens[index].text != "case":
            continue
        if _is_label(file, index):
            inside.update(range(index, _label_colon(file, index)))
        else:
            place = index
            while file.tokens[place].text != "=":
                inside.add(place)
                place += 1
    return inside


def _siblings(file: SwiftFile, body: Body, enums: dict) -> Iterator[Change]:
    tokens = file.tokens
    patterns = _pattern_tokens(file, body)
    for index in range(body.first, body.last - 1):
        if tokens[index].text != "." or index in patterns:
            continue
        before = tokens[index - 1]
        if before.end == tokens[index].start and (before.kind in ("word", "number") or before.text in CLOSING | {"?"}):
            continue
        name = tokens[index + 1]
        others: list[str] = []
        for declared in (cases for same in enums.values() for cases in same):
            payload = dict(declared).get(name.text)
            if payload is None:
                continue
            names = [case for case, other in declared if other == payload]
            sibling = names[(names.index(name.text) + 1) % len(names)]
            if sibling != name.text and sibling not in others:
                others.append(sibling)
        for other in others:
            yield Change("case", f".{name.text} -> .{other}", ((name.start, name.end, other),))


def _switches(file: SwiftFile, body: Body) -> Iterator[Change]:
    for index in range(body.first, body.last):
        if file.tokens[index].text != "switch":
            continue
        opening = index + 1
        while file.tokens[opening].text != "{":
            opening = file.pairs[opening] + 1 if file.tokens[opening].text in OPENING else opening + 1
        arms = _arms(file, opening)
        for one, two in zip(arms, arms[1:], strict=False):
            yield from _swap_arms(file, one, two)
            yield from _move_patterns(file, one, two)
            yield from _move_patterns(file, two, one)


def _arms(file: SwiftFile, opening: int) -> list[tuple[int, int, int]]:
    """Each arm as (label, colon, behind the last token)."""
    labels: list[int] = []
    place = opening + 1
    while place < file.pairs[opening]:
        if file.tokens[place].text in OPENING:
            place = file.pairs[place]
        elif _is_label(file, place) or file.tokens[place].text == "default":
            labels.append(place)
        place += 1
    ends = [*labels[1:], file.pairs[opening]]
    return [(label, _label_colon(file, label), end) for label, end in zip(labels, ends, strict=True)]


def _swap_arms(file: SwiftFile, one: tuple[int, int, int], two: tuple[int, int, int]) -> Iterator[Change]:
    tokens = file.tokens
    spans = [(tokens[arm[1] + 1].start, tokens[arm[2] - 1].end) for arm in (one, two)]
    first, second = (file.text[begin:end] for begin, end in spans)
    if short(first) != short(second):
        label = short(file.text[tokens[one[0]].start : tokens[one[1]].end])
        yield Change(
            "case", f"{label} body swapped with the next", ((*spans[1], first), (*spans[0], second))
        )  # fmt: skip


def _move_patterns(file: SwiftFile, source: tuple[int, int, int], target: tuple[int, int, int]) -> Iterator[Change]:
    """Each pattern of an arm moved to its neighbour: a state that is treated as another kind of state."""
    tokens = file.tokens
    for arm in (source, target):
        words = {tokens[i].text for i in range(arm[0], arm[1])}
        if words & {"let", "var", "where"}:
            return
    parts = _split(file, source[0] + 1, source[1])
    if len(parts) < 2 or tokens[source[0]].text == "default":
        return
    chosen = parts if len(parts) <= 8 else [parts[0], parts[len(parts) // 2], parts[-1]]
    begin = tokens[target[0]].end
    for part in chosen:
        item = file.text[tokens[part[0]].start : tokens[part[1] - 1].end]
        rest = ", ".join(file.text[tokens[a].start : tokens[b - 1].end] for a, b in parts if (a, b) != part)
        edits: list[Edit] = [(tokens[source[0] + 1].start, tokens[source[1] - 1].end, rest)]
        if tokens[target[0]].text == "case":
            edits.append((begin, begin, f" {item},"))
        body = short(file.text[tokens[target[1] + 1].start : tokens[target[2] - 1].end])
        edits.sort(reverse=True)
        yield Change("case", f"{short(item)} moved to the arm of {body[:60]}", tuple(edits))


def _arguments(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first + 1, body.last):
        opens = tokens[index].text == "(" and tokens[index - 1].kind == "word"
        if not opens or tokens[index - 1].end != tokens[index].start:
            continue
        if tokens[index - 1].text in CALLS or tokens[index - 1].text in STATEMENT_WORDS:
            continue
        values = [_value(file, *part) for part in _split(file, index + 1, file.pairs[index])]
        for one, two in zip(values, values[1:], strict=False):
            if one is None or two is None or _types_differ(file, body, one, two):
                continue
            texts = [file.text[tokens[a].start : tokens[b - 1].end] for a, b in (one, two)]
            if texts[0] == texts[1]:
                continue
            yield Change(
                "case", f"{short(texts[0])}, {short(texts[1])} -> swapped",
                ((tokens[two[0]].start, tokens[two[1] - 1].end, texts[0]),
                 (tokens[one[0]].start, tokens[one[1] - 1].end, texts[1])),
            )  # fmt: skip


def _value(file: SwiftFile, first: int, last: int) -> tuple[int, int] | None:
    """An argument without its label, if it is a plain name, path or number."""
    tokens = file.tokens
    if last - first > 2 and tokens[first + 1].text == ":":
        first += 2
    if any(tokens[i].kind not in ("word", "number") and tokens[i].text != "." for i in range(first, last)):
        return None
    if first >= last or tokens[first].text == "." or tokens[first].text in STATEMENT_WORDS:
        return None
    return first, last


def _types_differ(file: SwiftFile, body: Body, one: tuple[int, int], two: tuple[int, int]) -> bool:
    types = [
        body.parameters.get(file.tokens[first].text) if last == first + 1 else None for first, last in (one, two)
    ]
    return None not in types and types[0] != types[1]
