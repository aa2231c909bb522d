"""Breakages that the walk of docs/hazards.md must catch: a name, what the failure must say, and how to plant it."""

import re

from hazard_page import PAGE

KERNEL = "Sources/SafetyKernel/VoltageCeiling.swift"
TESTS = "Tests/SafetyKernelTests/TrainTests.swift"
# The head of the table of exceptions.
EXCEPTIONS = r"^(\| no safety test \| why \|\n.*\n)"


class CannotPlant(Exception):
    """What a breakage would change is not there any more: the breakage has to be written anew."""


def edit(path, pattern, replacement, count=0):
    """A plant that changes every place of a file that matches."""

    def plant(tree):
        text, places = re.subn(pattern, replacement, tree.text(path) or "", count=count, flags=re.MULTILINE)
        if not places:
            raise CannotPlant(f"{path} has nothing like {pattern}")
        return tree.with_change(path, text)

    return plant


def gone(path):
    def plant(tree):
        if tree.text(path) is None:
            raise CannotPlant(f"there is no {path}")
        return tree.with_change(path, None)

    return plant


def new(path, text):
    return lambda tree: tree.with_change(path, text)


def cell(row, column, text):
    """A plant that writes one cell of one row of the page, counted from the id."""
    return edit(PAGE, rf"^(\| {row}(?: \|[^|\n]*){{{column - 1}}} \|)[^|\n]*", rf"\1 {text} ")


PLANTS = [
    ("a control's file is removed", r"HAZ-01: the control's file .* does not exist", gone(KERNEL)),
    ("a control is renamed", r"HAZ-01: `VoltageCeiling\.of` is not in the code", edit(KERNEL, r"\bof\(", "ceiling(")),
    (
        "a control is commented out",
        r"HAZ-01: `VoltageCeiling\.of` is not in the code",
        edit(KERNEL, r"^(.*\bof\()", r"// \1"),
    ),
    (
        "a control stands in a block comment only",
        r"HAZ-01: `VoltageCeiling\.of` is not in the code",
        edit(KERNEL, r"(?s)\A(.*)\Z", r"/* /* \1 */ */"),
    ),
    (
        "a control is left in a text only",
        r"HAZ-02: `SecondGate\.verdict` is not in the code",
        edit("Sources/PulseDispatch/SecondGate.swift", r"\bverdict\b", r'"verdict"'),
    ),
    (
        "a key of a configuration file is commented out",
        r"HAZ-02: `max_voltage` is not in the code",
        edit("config/absolute-caps", r"^max_voltage", "# max_voltage"),
    ),
    (
        "a page that is a control loses its words",
        r"HAZ-09: `4\. Permit` is not in the code",
        edit("docs/generator-link.md", r"^## 4\. Permit", "## 4. Leave"),
    ),
    (
        "a test is renamed",
        r"HAZ-34: the test `an intent that is not durable never becomes armed` does not exist",
        edit(TESTS, "an intent that is not durable never becomes armed", "an intent is durable"),
    ),
    (
        "a test is commented out",
        r"HAZ-34: the test `an intent that is not durable never becomes armed` does not exist",
        edit(TESTS, r"^(.*an intent that is not durable)", r"// \1"),
    ),
    (
        "a test is no test any more",
        r"HAZ-34: the test `an intent that is not durable never becomes armed` does not exist",
        edit(TESTS, r"@Test (func `an intent that is not durable)", r"\1"),
    ),
    (
        "a suite is renamed",
        r"HAZ-16: the suite `The two-stage pedal` does not exist",
        edit("Tests/SafetyKernelTests/PedalTests.swift", "The two-stage pedal", "Pedals"),
    ),
    (
        "a program of tests is removed",
        r"HAZ-19: the file `Tests/process/withdrawals\.py` does not exist",
        gone("Tests/process/withdrawals.py"),
    ),
    (
        "a case of a program is renamed",
        r"HAZ-36: the test `a bad configuration is told and nothing is armed` does not exist",
        edit("Tests/process/under_duress.py", "def a_bad_configuration_is_told", "def a_good_configuration_is_told"),
    ),
    ("a script is removed", r"HAZ-02: the file `scripts/two-gates` does not exist", gone("scripts/two-gates")),
    ("a row has no test", r"HAZ-09 has no test", cell("HAZ-09", 5, "everything was looked at")),
    ("a row has no control", r"HAZ-09 has no control", cell("HAZ-09", 4, "the operator takes care")),
    (
        "a control names no symbol",
        r"HAZ-09: Sources/SafetyKernel/Fault\.swift without a symbol",
        cell("HAZ-09", 4, "`SafetyKernel/Fault.swift`"),
    ),
    ("a control names no file", r"HAZ-09: `Permit` names no file", cell("HAZ-09", 4, "`Permit`")),
    ("a cell is empty", r"HAZ-09: the column 'residual risk' is empty", cell("HAZ-09", 6, "")),
    ("an unknown severity", r"HAZ-09: unknown severity 'tolerable'", cell("HAZ-09", 3, "tolerable")),
    ("an id comes twice", r"'HAZ-08' stands where number 9 is due", edit(PAGE, r"^\| HAZ-09 ", "| HAZ-08 ")),
    ("an id is skipped", r"'HAZ-10' stands where number 9 is due", edit(PAGE, r"^\| HAZ-09 .*\n", "")),
    ("an id is spoilt", r"'HAZ-9' stands where number 9 is due", edit(PAGE, r"^\| HAZ-09 ", "| HAZ-9 ")),
    ("a pending id comes twice", r"'HAZ-P1' stands where number 2 is due", edit(PAGE, r"^\| HAZ-P2 ", "| HAZ-P1 ")),
    ("too few hazards", r"34 hazards, fewer than 35", edit(PAGE, r"^\| HAZ-(3[5-9]|[4-9]\d) .*\n", "")),
    ("a row lacks a column", r"HAZ-09 has 6 columns, not 7", edit(PAGE, r"^(\| HAZ-09 .*\|)[^|\n]*\|$", r"\1")),
    ("a row is torn by a bar", r"HAZ-09 has 8 columns, not 7", cell("HAZ-09", 1, "this | that")),
    ("the table is gone", r"there is no table of id, cause", edit(PAGE, r"^\| id \| cause.*control.*\n", "")),
    ("the page is gone", r"there is no such page", gone(PAGE)),
    (
        "a safety test that no hazard names",
        r"NewTests\.swift:3: no hazard names the safety test `a new rule holds`",
        new("Tests/SafetyKernelTests/NewTests.swift", "import Testing\n\n@Test func `a new rule holds`() {}\n"),
    ),
    (
        "one with a display name and arguments",
        r"NewTests\.swift:2: no hazard names the safety test `A new cap \\\"holds\\\"`",
        new(
            "Tests/PulseDispatchTests/NewTests.swift",
            '\n@Test("A new cap \\"holds\\"", arguments: [(1, 2)])\nfunc x() {}\n',
        ),
    ),
    (
        "a program of tests that no hazard names",
        r"no hazard names the safety test `Tests/process/unheard\.py`",
        new("Tests/process/unheard.py", "import rig\n\nassert rig\n"),
    ),
    (
        "a test counts twice: excepted, and named",
        r"`an arming expires, and its nonce with it` is excepted, but a hazard names it",
        edit(PAGE, EXCEPTIONS, r"\1| `an arming expires, and its nonce with it` | dull |\n"),
    ),
    (
        "an exception is of a test that is gone",
        r"an exception: the test `nothing of this name` does not exist",
        edit(PAGE, EXCEPTIONS, r"\1| `nothing of this name` | it is gone |\n"),
    ),
    (
        "an exception has no reason",
        r"an exception without a reason",
        edit(PAGE, r"^(\| suite `LatenessTests` \|)[^|]*\|", r"\1 |"),
    ),
    (
        "the kernel's tests are taken out of what counts",
        r"'Tests/SafetyKernelTests' is not among the safety tests",
        edit(PAGE, r"^\| `Tests/SafetyKernelTests` .*\n", ""),
    ),
    (
        "a folder that counts is gone",
        r"'Tests/NoTests' holds no tests",
        edit(PAGE, r"^\| `Tests/SafetyKernelTests` ", "| `Tests/NoTests` "),
    ),
    (
        "a suite's name is that of two",
        r"HAZ-09: several test folders have a suite `WithdrawalTests`",
        lambda tree: new("Tests/BenchTests/New.swift", "struct WithdrawalTests { @Test func `x`() {} }")(
            edit(PAGE, "VirtualGeneratorTests/WithdrawalTests", "WithdrawalTests")(tree)
        ),
    ),
]
