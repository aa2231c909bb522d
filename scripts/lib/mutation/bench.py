"""Builds a module with its tests outside the package, by the compiler alone, and runs them for one mutant each."""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import schema
from .mutants import Mutant
from .source import SwiftFile

RUNNER = """\
import Testing

@main struct Runner {
  static func main() async { await Testing.__swiftPMEntryPoint() as Never }
}
"""
LANGUAGE = [
    "-swift-version", "6", "-enable-upcoming-feature", "ExistentialAny", "-enable-upcoming-feature",
    "InternalImportsByDefault", "-enable-upcoming-feature", "MemberImportVisibility", "-package-name", "porate",
    "-suppress-warnings", "-parse-as-library",
]  # fmt: skip


class BuildError(Exception):
    """The compiler refused something that is no mutant."""


@dataclass
class Explorer:
    """A program that explores the subject by itself."""

    # The module above the subject, and the program's own file.
    module: tuple[str, list[Path]]
    program: Path
    drawing: Path

    def arguments(self, reached: Path) -> list[str]:
        return [str(self.drawing), str(reached)]


@dataclass
class Subject:
    """A module whose rules are mutated, with the tests that judge it."""

    module: str
    sources: list[Path]
    # Modules that it and its tests need, the lowest first.
    below: list[tuple[str, list[Path]]]
    tests: list[Path]
    # Tests that take long are asked last, and only about who is still alive.
    slow_tests: list[str] = field(default_factory=list)
    # Files that are compiled as they are.
    untouched: set[str] = field(default_factory=set)
    explorer: Explorer | None = None


@contextmanager
def alone() -> Iterator[None]:
    """Compiles only while nobody else does who holds the same lock: where several builds share a machine,
    PORATE_BUILD_LOCK names its file."""
    name = os.environ.get("PORATE_BUILD_LOCK")
    if not name:
        yield
        return
    with open(name, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Bench:
    """A folder with the parts of one subject, built once, and the copy that changes."""

    def __init__(self, folder: Path, subject: Subject, jobs: int, log):
        self.folder = folder / subject.module
        self.subject = subject
        self.name = subject.module
        self.jobs = jobs
        self.log = log
        self.swiftc = shutil.which("swiftc") or "swiftc"
        self.fixed: list[Path] = []
        (self.folder / "modules").mkdir(parents=True, exist_ok=True)

    def _compile(self, name: str, arguments: list[str], folder: Path | None = None) -> subprocess.CompletedProcess:
        command = [self.swiftc, "-module-name", name, *LANGUAGE, "-I", str(self.folder / "modules"), *arguments]
        return subprocess.run(command, cwd=folder or self.folder, capture_output=True, text=True, check=False)

    def _must(self, name: str, arguments: list[str]) -> None:
        result = self._compile(name, arguments)
        if result.returncode != 0:
            raise BuildError(f"{name} does not build:\n{result.stderr[-4000:]}")

    def _module(self, name: str) -> list[str]:
        return ["-emit-module", "-emit-module-path", str(self.folder / "modules" / f"{name}.swiftmodule")]

    def prepare(self, files: list[SwiftFile]) -> None:
        """Builds what no mutant changes: the modules below, the subject's interface, the tests."""
        for name, sources in self.subject.below:
            self.fixed.append(self.folder / f"{name}.o")
            self.log(f"building {name}")
            self._must(name, [*self._module(name), "-O", "-wmo", "-c", "-o", str(self.fixed[-1]), *map(str, sources)])
        plain = schema.write(self.folder / "plain", files, [])
        self._must(
            self.subject.module,
            [*self._module(self.subject.module), "-enable-testing", "-Xfrontend",
             "-experimental-skip-non-inlinable-function-bodies", *map(str, plain)],
        )  # fmt: skip
        runner = self.folder / "Runner.swift"
        runner.write_text(RUNNER, encoding="utf-8")
        self.log(f"building the tests of {self.subject.module}")
        tests = self.folder / "Tests.o"
        self._must(
            f"{self.subject.module}Tests",
            ["-wmo", "-Onone", "-c", "-o", str(tests), *map(str, self.subject.tests), str(runner)],
        )
        self.fixed.append(tests)

    def build(self, files: list[SwiftFile], mutants: list[Mutant], name: str) -> tuple[Path, dict[int, str]]:
        """A program that holds the mutants, and those that the compiler refused with its reason."""
        refused: dict[int, str] = {}
        objects = self.folder / f"objects-{name}"
        copy = self.folder / f"copy-{name}"
        full = False
        while True:
            alive = [mutant for mutant in mutants if mutant.identity not in refused]
            # Most mutants that do not compile are found by the types alone, which is quick.
            errors = self._compile_copy(objects, copy, files, alive, full)
            if errors is None and full:
                break
            if errors is None:
                full = True
                continue
            found = schema.uncompilable(errors)
            if not found:
                found = self._refused_alone(files, schema.suspects(errors, alive))
            if not found:
                raise BuildError(f"the copy of {self.subject.module} does not build:\n{errors[-4000:]}")
            refused |= found
            self.log(f"the compiler refuses {len(found)} mutants")
        program = self._link(name, [*self.fixed, *sorted(objects.glob("*.o"))])
        return program, refused

    def build_explorer(self, files: list[SwiftFile], mutants: list[Mutant]) -> Path:
        """An optimised program that explores any of these mutants; all of them are known to compile."""
        explorer = self.subject.explorer
        if explorer is None:
            raise BuildError(f"nothing explores {self.name}")
        name, sources = explorer.module
        objects = [self.folder / f"{part}.o" for part in ("copy", name, "Explorer")]
        optimised = ["-O", "-wmo", "-c", "-o"]
        copy = schema.write(self.folder / "copy-explorer", files, mutants)
        self._must(self.name, [*optimised, str(objects[0]), *map(str, copy)])
        self._must(name, [*self._module(name), *optimised, str(objects[1]), *map(str, sources)])
        self._must("Explorer", [*optimised, str(objects[2]), str(explorer.program)])
        return self._link("explorer", [*self.fixed[: len(self.subject.below)], *objects])

    def _link(self, name: str, objects: list[Path]) -> Path:
        program = self.folder / f"judge-{name}"
        command = [self.swiftc, "-o", str(program), "-use-ld=lld", *map(str, objects)]
        linked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        if linked.returncode != 0:
            raise BuildError(f"the judge of {self.name} does not link:\n{linked.stderr[-4000:]}")
        return program

    def _refused_alone(self, files: list[SwiftFile], suspects: list[Mutant]) -> dict[int, str]:
        found: dict[int, str] = {}
        for mutant in suspects:
            errors = self._compile_copy(self.folder / "objects-alone", self.folder / "copy-alone", files, [mutant])
            if errors is not None:
                found[mutant.identity] = errors.split("error: ", 1)[-1].split("\n", 1)[0]
        return found

    def _compile_copy(
        self, objects: Path, copy: Path, files: list[SwiftFile], mutants: list[Mutant], full: bool = True
    ) -> str | None:
        """Compiles a copy with some mutants; what the compiler said if it refused it."""
        sources = schema.write(copy, files, mutants)
        objects.mkdir(exist_ok=True)
        for old in objects.glob("*.o"):
            old.unlink()
        arguments = ["-Onone", "-enable-testing", "-j", str(self.jobs), "-continue-building-after-errors"]
        arguments.append("-c" if full else "-typecheck")
        result = self._compile(self.subject.module, [*arguments, *map(str, sources)], objects)
        return None if result.returncode == 0 else result.stderr


def run(program: Path, identity: int, arguments: list[str], seconds: float) -> tuple[int | None, str]:
    """Runs a judge on a mutant: its exit code, or None if it did not end, and the end of what it printed."""
    environment = os.environ | {schema.VARIABLE: str(identity), "SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [str(program), *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True, text=True, errors="replace",
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, ""
    return process.returncode, output[-2000:]
