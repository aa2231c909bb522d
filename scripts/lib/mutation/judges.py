"""Who judges a mutant: the unit tests, then those that take long, then an exploration."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .bench import Subject

_TESTING = ["--testing-library", "swift-testing"]


@dataclass(frozen=True)
class Judge:
    """A program's arguments; exit code 0 lets the mutant live."""

    name: str
    arguments: list[str]
    # Seconds below which no run counts as one that hangs.
    least_limit: float = 20.0


def judges_for(subject: "Subject") -> list[Judge]:
    """The tests of a subject, the quick ones first."""
    if not subject.slow_tests:
        return [Judge("unit tests", _TESTING)]
    slow = "|".join(subject.slow_tests)
    return [Judge("unit tests", [*_TESTING, "--skip", slow]), Judge("slow tests", [*_TESTING, "--filter", slow])]
