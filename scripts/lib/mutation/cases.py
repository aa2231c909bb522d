"""Cases, arms of a switch and arguments that are exchanged."""

from collections.abc import Iterator

from .change import CALLS, STATEMENT_WORDS, Change, Edit, is_label, label_colon, short, split
from .source import Body, SwiftFile
from .tokens import CLOSING, OPENING


def _pattern_tokens(file: SwiftFile, body: Body) -> set[int]:
    """Tokens of patterns: what a value is compared with is no value."""
    inside: set[int] = set()
    for index in range(body.first, body.last):
        if file.tokens[index].text != "case":
            continue
        if is_label(file, index):
            inside.update(range(index, label_colon(file, index)))
        else:
            place = index
            while file.tokens[place].text != "=":
                inside.add(place)
                place += 1
    return inside


def siblings(file: SwiftFile, body: Body, enums: dict) -> Iterator[Change]:
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


def switches(file: SwiftFile, body: Body) -> Iterator[Change]:
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
        elif is_label(file, place) or file.tokens[place].text == "default":
            labels.append(place)
        place += 1
    ends = [*labels[1:], file.pairs[opening]]
    return [(label, label_colon(file, label), end) for label, end in zip(labels, ends, strict=True)]


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
    parts = split(file, source[0] + 1, source[1])
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
        if body == short(file.text[tokens[source[1] + 1].start : tokens[source[2] - 1].end]):
            return  # The neighbour does the same.
        edits.sort(reverse=True)
        yield Change("case", f"{short(item)} moved to the arm of {body[:60]}", tuple(edits))


def arguments(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first + 1, body.last):
        opens = tokens[index].text == "(" and tokens[index - 1].kind == "word"
        if not opens or tokens[index - 1].end != tokens[index].start:
            continue
        if tokens[index - 1].text in CALLS or tokens[index - 1].text in STATEMENT_WORDS:
            continue
        values = [_value(file, *part) for part in split(file, index + 1, file.pairs[index])]
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
    types = [body.parameters.get(file.tokens[first].text) if last == first + 1 else None for first, last in (one, two)]
    return None not in types and types[0] != types[1]
