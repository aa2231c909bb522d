"""Judges mutants, batch by batch, and keeps what became of each."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .bench import Bench, BuildError, Subject, alone, run
from .judges import Judge, exploration, judges_for
from .mutants import Mutant, mutants_of
from .source import SwiftFile

# So many mutants share a build: more of them are compiled faster, but all at once.
BATCH = 600


@dataclass
class Population:
    """A subject's files and all its mutants."""

    subject: Subject
    files: list[SwiftFile]
    mutants: list[Mutant]


@dataclass
class Result:
    """What became of the mutants that were tried."""

    killed: dict[int, str] = field(default_factory=dict)
    hung: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    survived: list[int] = field(default_factory=list)


def populations(subjects: list[Subject]) -> list[Population]:
    """All mutants of all subjects, numbered through."""
    found: list[Population] = []
    first = 1
    for subject in subjects:
        files, mutants = mutants_of(subject.module, subject.sources, first, subject.untouched)
        first += len(mutants)
        found.append(Population(subject, files, mutants))
    return found


class Session:
    """One run over chosen mutants."""

    def __init__(self, folder: Path, jobs: int, explores: bool, say: Callable[[str], None]):
        self.folder = folder
        self.jobs = jobs
        self.explores = explores
        self.say = say
        self.result = Result()

    def judge(self, population: Population, chosen: list[Mutant]) -> None:
        """Tries these mutants of one subject: by every judge in turn, each asked only about who is still alive."""
        if not chosen:
            return
        bench = Bench(self.folder, population.subject, self.jobs, self.say)
        programs: list[tuple[Path, list[Mutant]]] = []
        with alone():
            bench.prepare(population.files)
        for begin in range(0, len(chosen), BATCH):
            batch = chosen[begin : begin + BATCH]
            self.say(f"building mutants {begin + 1} to {begin + len(batch)} of {len(chosen)} of {bench.name}")
            with alone():
                program, refused = bench.build(population.files, batch, f"tests-{begin}")
            self.result.refused |= refused
            programs.append((program, [mutant for mutant in batch if mutant.identity not in refused]))
        alive: list[Mutant] = []
        started, done, total = time.monotonic(), 0, sum(len(there) for _, there in programs)
        for program, there in programs:
            done += len(there)
            for judge in judges_for(population.subject):
                there = self._ask(judge, program, there)
            alive += there
            left = (time.monotonic() - started) / max(done, 1) * (total - done)
            self.say(f"{bench.name}: {done} of {total} judged, {len(alive)} alive, {left:.0f} s to go")
        if alive and population.subject.explorer and self.explores:
            self.say(f"exploring {len(alive)} mutants")
            with alone():
                program = bench.build_explorer(population.files, alive)
            reached = bench.folder / "reached.json"
            reached.unlink(missing_ok=True)
            alive = self._ask(exploration(population.subject.explorer.arguments(reached)), program, alive)
        self.result.survived += [mutant.identity for mutant in alive]

    def _ask(self, judge: Judge, program: Path, mutants: list[Mutant]) -> list[Mutant]:
        begun = time.monotonic()
        code, output = run(program, 0, judge.arguments, 600)
        if code != 0:
            raise BuildError(f"{judge.name} fail without any mutant ({code}):\n{output}")
        if judge.meanings and output:
            self.say(output.strip())
        # A mutant that goes round in circles is told from one on a busy machine by a wide margin.
        limit = max(judge.least_limit, judge.margin * (time.monotonic() - begun))
        alive: list[Mutant] = []
        with ThreadPoolExecutor(self.jobs) as pool:
            answers = pool.map(lambda mutant: run(program, mutant.identity, judge.arguments, limit), mutants)
            for number, (mutant, (code, _)) in enumerate(zip(mutants, answers, strict=True), 1):
                if code == 0:
                    alive.append(mutant)
                elif code is None:
                    self.result.hung[mutant.identity] = judge.name
                else:
                    self.result.killed[mutant.identity] = judge.verdict(code)
                if judge.meanings and number % 25 == 0:
                    self.say(f"explored {number} of {len(mutants)}, {len(alive)} alive")
        return alive
