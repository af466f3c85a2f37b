"""The requirement table tells which row no test proves and which mark belongs to no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.requirements_table import main

TABLE = "| id | behaviour | source |\n|---|---|---|\n| A1 | heard | X §1 |\n| W2 | in time | – |\n"
TESTS = """
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.requirement("A1")]

def test_everything(): ...

@pytest.mark.requirement("W2")
class TestTime:
    @pytest.mark.parametrize("x", [1])
    async def test_windows(self, x): ...
"""


def tree(folder: Path, table: str, tests: str) -> Path:
    (folder / "docs").mkdir()
    (folder / "tests" / "rules").mkdir(parents=True)
    (folder / "docs" / "requirements.md").write_text(table, "utf-8")
    (folder / "tests" / "rules" / "test_x.py").write_text(tests, "utf-8")
    return folder


def test_each_row_is_printed_with_its_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(tree(tmp_path, TABLE, TESTS)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "A1   heard",
        "       tests/rules/test_x.py::test_everything",
        "       tests/rules/test_x.py::TestTime::test_windows",
        "W2   in time",
        "       tests/rules/test_x.py::TestTime::test_windows",
    ]


def test_a_row_without_a_test_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tree(tmp_path, TABLE, TESTS.replace('"W2"', '"A1"'))) == 1
    assert capsys.readouterr().err == "W2 has no test: in time\n"


def test_a_mark_without_a_row_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tree(tmp_path, TABLE, TESTS.replace('"W2"', '"W2", "Z9"'))) == 1
    assert "Z9 is in no row, but marked at tests/rules/test_x.py::TestTime" in (
        capsys.readouterr().err
    )
