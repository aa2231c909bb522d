"""The two modules whose rules decide over energy, and the tests that judge each."""

from pathlib import Path

from .bench import Explorer, Subject

# No rule reads it: with it an exploration goes back to a moment that it has seen.
NOT_RULES = {"KernelMoment.swift"}
GATE = ["SecondGate.swift", "GateProgram.swift", "GateWindow.swift", "AbsoluteCaps.swift", "AbsoluteCapsReader.swift"]
GATE_TESTS = ["Gate*.swift", "CapsTests.swift"]


def _sources(root: Path, module: str) -> tuple[str, list[Path]]:
    return module, sorted((root / "Sources" / module).glob("*.swift"))


def subjects(root: Path) -> list[Subject]:
    """The kernel and the second gate of the checkout at `root`."""
    below = [_sources(root, "Quantities"), _sources(root, "SHA256")]
    kernel = Subject(
        module="SafetyKernel",
        sources=_sources(root, "SafetyKernel")[1],
        below=below,
        tests=sorted((root / "Tests" / "SafetyKernelTests").glob("*.swift")),
        slow_tests=["The drawing of the states"],
        untouched=NOT_RULES,
        explorer=Explorer(
            module=_sources(root, "Exploration"),
            program=root / "Tests" / "mutants" / "Explorer.swift",
            drawing=root / "docs" / "states.md",
        ),
    )
    # The gate's files need nothing else of their module; so they and their tests build without a driver or a thread.
    folder = root / "Sources" / "PulseDispatch"
    tests = root / "Tests" / "PulseDispatchTests"
    gate = Subject(
        module="PulseDispatch",
        sources=[folder / name for name in GATE],
        below=below[:1],
        tests=sorted(path for pattern in GATE_TESTS for path in tests.glob(pattern)),
    )
    return [kernel, gate]
