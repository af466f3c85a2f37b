"""The bench writes its rows past the house, in SQL: they still have to be rows of these tables."""

from __future__ import annotations

import pytest

from benchmarks import crowd
from benchmarks.report import Report


def test_the_crowd_of_the_bench_can_be_measured(
    empty_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("SENT", "WAITING", "DEFERRED"):
        monkeypatch.setattr(crowd, name, 200)
    monkeypatch.setattr(crowd, "TIMES", 1)
    crowd.measure(empty_database, 200, Report())
    told = capsys.readouterr().out
    assert "an officer's queue" in told
    assert "NO INDEX" not in told or empty_database.startswith("postgresql")
