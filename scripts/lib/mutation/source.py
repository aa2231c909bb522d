"""A Swift file with its function bodies, and the enums of a module."""

from dataclasses import dataclass, field
from pathlib import Path

from .tokens import Token, pair_brackets, resolve_conditions, tokenise

PROOF = ("@_noAllocation", "@_noLocks")


def _is_true(condition: str) -> bool:
    # What a shipped build on Linux sees; the flags of the tests are never set.
    return {"!hasFeature(Embedded)": True}.get(condition, False)


@dataclass
class Body:
    """A function's body: tokens from `first` to before `last`, the braces not among them."""

    name: str
    first: int
    last: int
    is_void: bool
    is_initialiser: bool
    # Declared types of the parameters, by name.
    parameters: dict[str, str] = field(default_factory=dict)
    needs_return: bool = False


class SwiftFile:
    """The text of a file, its tokens, brackets and bodies."""

    def __init__(self, path: Path):
        self.path = path
        self.name = path.name
        text = resolve_conditions(path.read_text(encoding="utf-8"), _is_true)
        # The proofs hold for the shipped source; a copy that holds every mutant at once could not give them.
        for attribute in PROOF:
            text = text.replace(attribute, " " * len(attribute))
        self.text = text
        self.tokens: list[Token] = tokenise(text)
        self.pairs = pair_brackets(self.tokens)
        self.bodies = self._find_bodies()

    def line_of(self, offset: int) -> tuple[int, str]:
        """The number, from 1, and the stripped text of the line that holds an offset."""
        number = self.text.count("\n", 0, offset) + 1
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return number, self.text[start : len(self.text) if end < 0 else end].strip()

    def _find_bodies(self) -> list[Body]:
        bodies: list[Body] = []
        index = 0
        while index < len(self.tokens):
            body = self._body_at(index)
            if body is None:
                index += 1
                continue
            inside = self.tokens[body.first : body.last]
            body.needs_return = (
                not body.is_void and not body.is_initialiser and not any(t.text == "return" for t in inside)
            )
            bodies.append(body)
            index = body.last + 1
        return bodies

    def _body_at(self, index: int) -> Body | None:
        token = self.tokens[index]
        before = self.tokens[index - 1].text if index else ""
        if token.kind != "word" or before == ".":
            return None
        if token.text in ("func", "init"):
            return self._function(index)
        if token.text == "get" and before in ("{", "mutating", "borrowing"):
            owner = next((i for i in range(index, 0, -1) if self.tokens[i].text in ("var", "subscript")), index)
            return self._braced(index + 1, self.tokens[owner + 1].text, is_void=False)
        if token.text == "var":
            return self._shorthand(index)
        return None

    def _function(self, index: int) -> Body | None:
        is_initialiser = self.tokens[index].text == "init"
        name = "init" if is_initialiser else self.tokens[index + 1].text
        place = index + 1
        while self.tokens[place].text != "(":
            place += 1
        parameters = self._parameters(place)
        place = self.pairs[place] + 1
        is_void = True
        while place < len(self.tokens) and self.tokens[place].text != "{":
            token = self.tokens[place]
            if token.text == "->":
                is_void = False
            elif token.text == "(":
                place = self.pairs[place]
            elif token.kind == "mark" and token.text in (";", "}", "="):
                return None
            place += 1
        body = self._braced(place, name, is_void)
        if body is not None:
            body.is_initialiser = is_initialiser
            body.parameters = parameters
        return body

    def _parameters(self, opening: int) -> dict[str, str]:
        types: dict[str, str] = {}
        place = opening + 1
        while place < self.pairs[opening]:
            if self.tokens[place].text == ":":
                end = place + 1
                while end < self.pairs[opening] and self.tokens[end].text != ",":
                    end = self.pairs[end] + 1 if self.tokens[end].text in "([" else end + 1
                written = self.text[self.tokens[place + 1].start : self.tokens[end - 1].end]
                types[self.tokens[place - 1].text] = written.replace("inout ", "").replace("borrowing ", "").strip()
                place = end
            place += 1
        return types

    def _shorthand(self, index: int) -> Body | None:
        """`var name: Type { expression }`, without `get`."""
        place = index + 2
        if self.tokens[place].text != ":":
            return None
        while place < len(self.tokens) and self.tokens[place].text != "{":
            if self.tokens[place].first_of_line or self.tokens[place].text == "=":
                return None
            place += 1
        if place >= len(self.tokens) or self.tokens[place + 1].text in ("get", "set", "@", "mutating"):
            return None
        return self._braced(place, self.tokens[index + 1].text, is_void=False)

    def _braced(self, place: int, name: str, is_void: bool) -> Body | None:
        if place >= len(self.tokens) or self.tokens[place].text != "{":
            return None
        return Body(name, place + 1, self.pairs[place], is_void, False)


def enum_cases(files: list[SwiftFile]) -> dict[str, list[list[tuple[str, str]]]]:
    """For each enum's name its cases, each with the text of its payload."""
    enums: dict[str, list[list[tuple[str, str]]]] = {}
    for file in files:
        tokens = file.tokens
        for index, token in enumerate(tokens):
            if token.text != "enum" or token.kind != "word":
                continue
            opening = next(i for i in range(index, len(tokens)) if tokens[i].text == "{")
            cases: list[tuple[str, str]] = []
            place = opening + 1
            while place < file.pairs[opening]:
                if tokens[place].text == "{":
                    place = file.pairs[place]
                elif tokens[place].text == "case":
                    name = tokens[place + 1].text
                    payload = ""
                    if tokens[place + 2].text == "(":
                        close = file.pairs[place + 2]
                        payload = file.text[tokens[place + 2].start : tokens[close].end]
                        place = close
                    cases.append((name, payload))
                place += 1
            enums.setdefault(tokens[index + 1].text, []).append(cases)
    return enums
