"""Who judges a mutant: the unit tests, then those that take long, then an exploration."""

from dataclasses import dataclass, field
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
    # How many times as long as without a mutant counts as one that hangs.
    margin: float = 30.0
    # What an exit code means, where it means more than that the judge noticed something.
    meanings: dict[int, str] = field(default_factory=dict)

    def verdict(self, code: int) -> str:
        """Why a mutant died, for the count."""
        return f"{self.name}: {self.meanings[code]}" if code in self.meanings else self.name


def judges_for(subject: "Subject") -> list[Judge]:
    """The tests of a subject, the quick ones first."""
    if not subject.slow_tests:
        return [Judge("unit tests", _TESTING)]
    slow = "|".join(subject.slow_tests)
    return [Judge("unit tests", [*_TESTING, "--skip", slow]), Judge("slow tests", [*_TESTING, "--filter", slow])]


def exploration(arguments: list[str]) -> Judge:
    """The exploration of who is still alive."""
    meanings = {1: "a rule broke", 2: "other states or answers"}
    return Judge("exploration", arguments, 60.0, 6.0, meanings)
