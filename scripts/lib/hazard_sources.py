"""What the walk of docs/hazards.md knows of sources and tests: identifiers in code, and the tests of a file."""

import bisect
import fnmatch
import functools
import os
import pathlib
import re

# Read whole into memory; a source larger than this is none.
LARGEST_FILE = 4 << 20


class Tree:
    """The files of the project. The self-test lays changed texts over it; None stands for a file that is gone."""

    def __init__(self, root, changed=None):
        self.root, self.changed = pathlib.Path(root), changed or {}

    def with_change(self, path, text):
        return Tree(self.root, {**self.changed, path: text})

    def text(self, path):
        """The text of a file, or None if there is none."""
        if path in self.changed:
            return self.changed[path]
        place = self.root / path
        if not place.is_file() or place.stat().st_size > LARGEST_FILE:
            return None
        return place.read_text(encoding="utf-8")

    def files(self, folder, pattern):
        """Paths below a folder whose names match, none from hidden folders, those that builds leave behind."""
        found = {path for path, text in self.changed.items() if text is not None and path.startswith(folder + "/")}
        for place, folders, names in os.walk(self.root / folder):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
            below = pathlib.Path(place).relative_to(self.root).as_posix()
            found |= {f"{below}/{name}" for name in names}
        gone = {path for path, text in self.changed.items() if text is None}
        return sorted(path for path in found - gone if fnmatch.fnmatch(path.rsplit("/", 1)[-1], pattern))


def blanked(text, kinds):
    """The text with comments, and the named kinds of ("string", "name"), as blanks of the same length.

    It knows nested comments, strings of one and of several lines, raw ones, interpolations, and names in backticks.
    """
    out = list(text)

    def blank(start, end):
        for place in range(start, min(end, len(out))):
            if out[place] != "\n":
                out[place] = " "

    def comment(place):
        depth = 0
        while place < len(text):
            if text.startswith("/*", place):
                depth, place = depth + 1, place + 2
            elif text.startswith("*/", place):
                depth, place = depth - 1, place + 2
                if depth == 0:
                    return place
            else:
                place += 1
        return place

    def string(place, opening):
        hashes, quotes = opening.count("#"), opening.strip("#")
        closing, escape = quotes + "#" * hashes, "\\" + "#" * hashes
        start = place
        place += len(opening)
        while place < len(text) and not text.startswith(closing, place):
            if text.startswith(escape + "(", place):
                if "string" in kinds:
                    blank(start, place)
                start = place = code(place + len(escape) + 1, inside=True)
            elif text.startswith(escape, place):
                place += len(escape) + 1
            elif len(quotes) == 1 and text[place] == "\n":
                break
            else:
                place += 1
        place = min(place + len(closing), len(text))
        if "string" in kinds:
            blank(start, place)
        return place

    def code(place, inside=False):
        depth = 1
        while place < len(text):
            if text.startswith("//", place):
                end = text.find("\n", place)
                end = len(text) if end < 0 else end
                blank(place, end)
                place = end
            elif text.startswith("/*", place):
                end = comment(place)
                blank(place, end)
                place = end
            elif opening := re.compile(r'#*"""|#*"').match(text, place):
                place = string(place, opening.group())
            elif text[place] == "`":
                end = text.find("`", place + 1)
                end = len(text) if end < 0 else end + 1
                if "name" in kinds:
                    blank(place, end)
                place = end
            else:
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
                if inside and depth == 0:
                    return place
        return place

    code(0)
    return "".join(out)


@functools.cache
def identifiers(path, text):
    """The identifiers that a file uses in its code, and those that it declares.

    Of a file that is neither Swift nor C: the words of its lines without comments, twice.
    """
    word = r"[A-Za-z_][A-Za-z0-9_]*"
    if not path.endswith((".swift", ".c", ".h")):
        lines = [line.split("#", 1)[0] for line in text.splitlines()]
        used = set(re.findall(word, "\n".join(lines)))
        return used, used
    code = blanked(text, {"string"})
    declared = set(re.findall(rf"\b(?:func|var|let|struct|class|enum|actor|protocol|typealias)\s+`?({word})", code))
    for cases in re.findall(rf"\bcase\s+((?:{word})\b[^.:\n]*)", code):
        declared |= set(re.findall(word, re.sub(r"\([^)]*\)", "", cases)))
    return set(re.findall(word, code)), declared


class Test:
    """One test: its sentence, the suite and the file it stands in."""

    def __init__(self, name, suite, path, line):
        self.name, self.suite, self.path, self.line = name, suite, path, line

    @property
    def folder(self):
        return self.path.split("/")[1]

    @property
    def place(self):
        return f"{self.path}:{self.line}"


def closing(text, place, pair):
    """The place behind the bracket that closes the one at a place."""
    depth = 0
    for end in range(place, len(text)):
        depth += {pair[0]: 1, pair[1]: -1}.get(text[end], 0)
        if depth == 0:
            return end + 1
    return len(text)


@functools.cache
def swift_tests(path, text):
    """The tests of a Swift file, each with the innermost type around it as its suite."""
    named, bare = blanked(text, set()), blanked(text, {"string", "name"})
    lines = [place for place, character in enumerate(text) if character == "\n"]
    types = []
    for match in re.finditer(r"\b(?:struct|class|enum|actor|extension)\b", bare):
        name = re.compile(r"\s+(?:`([^`]+)`|([\w.]+))").match(named, match.end())
        opening = bare.find("{", match.end())
        if name and opening >= 0:
            types.append((opening, closing(bare, opening, "{}"), name.group(1) or name.group(2)))
    found = []
    for match in re.finditer(r"@Test\b", bare):
        place, display = match.end(), None
        if bare.startswith("(", place):
            end = closing(bare, place, "()")
            if display := re.match(r'\(\s*"((?:[^"\\]|\\.)*)"', named[place:end]):
                display = display.group(1)
            place = end
        name = re.compile(r"[^{}]*?\bfunc\s+(?:`([^`]+)`|(\w+))").match(named, place)
        if not name:
            continue
        around = [kind for kind in types if kind[0] < place < kind[1]]
        suite = max(around)[2] if around else ""
        line = bisect.bisect_left(lines, match.start()) + 1
        found.append(Test(display or name.group(1) or name.group(2), suite, path, line))
    return found


def python_programs(tree, folder):
    """The programs among a folder's Python files: all but those without a main that others import."""
    texts = {path: tree.text(path) or "" for path in tree.files(folder, "*.py")}
    imported = set()
    for text in texts.values():
        imported |= set(re.findall(r"^\s*(?:from|import)\s+(\w+)", text, re.MULTILINE))

    def is_part(path):
        has_main = re.search(r"^(if __name__\b|(sys\.exit\()?main\()", texts[path], re.MULTILINE)
        return pathlib.PurePath(path).stem in imported and not has_main

    return [path for path in texts if not is_part(path)]


@functools.cache
def python_tests(path, text):
    """The cases of a program of tests: functions marked @case; a program without any is one test, of its own name."""
    found = []
    for match in re.finditer(r"^@case\b[^\n]*\ndef (\w+)\(", text, re.MULTILINE):
        line = text.count("\n", 0, match.start()) + 1
        found.append(Test(match.group(1).replace("_", " "), path, path, line))
    return found or [Test(path, path, path, 1)]
