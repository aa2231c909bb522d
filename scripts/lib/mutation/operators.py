"""What may be changed in a body: conditions, comparisons, constants, statements, cases, arithmetic.

Each operator yields `Change`s: replacements in the text of a file, with a name that is stable when lines move.
"""

from collections.abc import Iterator

from .cases import arguments, siblings, switches
from .change import Change
from .expressions import conditions, connectives, ternaries, tokens
from .source import Body, SwiftFile
from .statements import statements


def changes(file: SwiftFile, body: Body, enums: dict) -> Iterator[Change]:
    """All changes of a body, in no order."""
    yield from conditions(file, body)
    yield from connectives(file, body)
    yield from tokens(file, body)
    yield from ternaries(file, body)
    yield from statements(file, body)
    yield from siblings(file, body, enums)
    yield from switches(file, body)
    yield from arguments(file, body)
