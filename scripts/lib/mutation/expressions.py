"""Changes of conditions, comparisons, constants and arithmetic."""

from collections.abc import Iterator

from .change import CALLS, Change, short, single, split
from .source import Body, SwiftFile
from .tokens import CLOSING, OPENING

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


def conditions(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first, body.last):
        word = tokens[index].text
        if tokens[index].kind != "word" or word not in ("if", "guard", "while") or tokens[index + 1].text == ":":
            continue
        end = index + 1
        while tokens[end].text != ("else" if word == "guard" else "{"):
            end = file.pairs[end] + 1 if tokens[end].text in OPENING else end + 1
        parts = split(file, index + 1, end)
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
                    yield single(file, "condition", *span, f"!({text})")
                yield single(file, "condition", *span, "true" if word == "guard" else "false")
            else:
                yield single(file, "condition", *span, "true")


def _is_turned_elsewhere(file: SwiftFile, first: int, last: int) -> bool:
    """Whether a condition is one comparison or one negation, which are turned round by their own operators."""
    words = [token.text for token in file.tokens[first:last]]
    simple = "&&" not in words and "||" not in words
    return simple and (words[0] == "!" or any(word in COMPARISONS for word in words))


def connectives(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    boundary = {"&&", "||", ",", "=", "?", ":", ";", "return", "guard", "if", "while", "where", "in", "else", "->"}
    for index in range(body.first, body.last):
        operator = tokens[index].text
        if operator not in ("&&", "||"):
            continue
        yield single(file, "condition", tokens[index], tokens[index], "||" if operator == "&&" else "&&")
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
            yield single(file, "condition", tokens[left + 1], tokens[index - 1], neutral)
        if index + 1 < right:
            yield single(file, "condition", tokens[index + 1], tokens[right - 1], neutral)


def _numbers(text: str) -> list[str]:
    value = int(text.replace("_", ""), 0)
    wanted = [value + 1, value - 1, 0]
    return [str(number) for place, number in enumerate(wanted) if number >= 0 and number not in wanted[:place]
            and number != value]  # fmt: skip


def tokens(file: SwiftFile, body: Body) -> Iterator[Change]:
    tokens = file.tokens
    for index in range(body.first, body.last):
        token, before = tokens[index], tokens[index - 1]
        if before.text == "func":
            continue
        if token.kind == "operator":
            if token.spaced and token.text in COMPARISONS:
                for other in COMPARISONS[token.text]:
                    yield single(file, "comparison", token, token, other)
            elif token.spaced and token.text in ARITHMETIC:
                yield single(file, "arithmetic", token, token, ARITHMETIC[token.text])
            elif token.text == "!" and not token.spaced:
                yield single(file, "condition", token, token, "")
            elif token.text == "~":
                yield single(file, "arithmetic", token, token, "")
        elif token.kind == "number" and before.text != "." and not _is_generic_argument(file, index):
            for other in _numbers(token.text):
                yield single(file, "constant", token, token, other)
        elif token.text in ("true", "false"):
            yield single(file, "constant", token, token, "false" if token.text == "true" else "true")
        elif token.text in CALLS and index + 1 < body.last and tokens[index + 1].text == "(":
            yield single(file, "arithmetic", token, token, CALLS[token.text])


def _is_generic_argument(file: SwiftFile, index: int) -> bool:
    before = file.tokens[index - 1]
    return before.text == "<" and not before.spaced


def ternaries(file: SwiftFile, body: Body) -> Iterator[Change]:
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
