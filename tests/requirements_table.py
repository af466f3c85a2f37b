"""The requirement table: each row of docs/requirements.md with the tests that prove it.

`python -m tests.requirements_table` prints it, and fails for a row without a test and for a
test's mark without a row.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests import source

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"\| *([A-Z]\d+) *\| *(.+?) *\| *(.+?) *\|")


def rows(root: Path) -> dict[str, str]:
    """Id → behaviour, in the document's order."""
    text = (root / "docs" / "requirements.md").read_text("utf-8")
    return {found[1]: found[2] for line in text.splitlines() if (found := ROW.fullmatch(line))}


def proofs(root: Path) -> dict[str, list[str]]:
    """Id → the tests that carry it, `tests/….py::test_…`."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        tree = source.tree(path)
        for name, id_ in _marked(tree, ()):
            found.setdefault(id_, []).append(f"{path.relative_to(root).as_posix()}::{name}")
    return found


def faults(rows: Mapping[str, str], proofs: Mapping[str, list[str]]) -> list[str]:
    unproved = [
        f"{id_} has no test: {behaviour}" for id_, behaviour in rows.items() if id_ not in proofs
    ]
    unknown = [
        f"{id_} is in no row, but marked at {', '.join(tests)}"
        for id_, tests in proofs.items()
        if id_ not in rows
    ]
    return unproved + unknown


def _marked(node: ast.Module | ast.ClassDef, around: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The tests in a module or class, with each id of their own marks and of those around them."""
    around += tuple(
        id_
        for item in node.body
        if isinstance(item, ast.Assign) and "pytestmark" in map(ast.unparse, item.targets)
        for id_ in _ids(item.value)
    )
    for item in node.body:
        if isinstance(item, ast.ClassDef):
            inner = tuple(id_ for mark in item.decorator_list for id_ in _ids(mark))
            yield from (
                (f"{item.name}::{name}", id_) for name, id_ in _marked(item, around + inner)
            )
        elif isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name[:4] == "test":
            own = tuple(id_ for mark in item.decorator_list for id_ in _ids(mark))
            yield from ((item.name, id_) for id_ in dict.fromkeys(around + own))


def _ids(mark: ast.expr) -> Iterator[str]:
    for node in ast.walk(mark):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
            yield from (str(ast.literal_eval(argument)) for argument in node.args)


def main(root: Path = ROOT) -> int:
    wanted, found = rows(root), proofs(root)
    for id_, behaviour in wanted.items():
        print(f"{id_:4} {behaviour}")
        for test in found.get(id_, []):
            print(f"       {test}")
    wrong = faults(wanted, found)
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
