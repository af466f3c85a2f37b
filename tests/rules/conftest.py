"""Public facts and real data beside the project, where they are there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.shared import needed


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return needed("data")


@pytest.fixture(scope="session")
def published_calendar(shared_data: Path) -> dict[str, set[date]]:
    """The production calendar 2020-2027 as published: days off, short and worked weekend days."""
    years = json.loads((shared_data / "ru_production_calendar_2020-2027.json").read_text())["years"]
    return {
        kind: {date.fromisoformat(day) for year in years.values() for day in year[kind]}
        for kind in ("off", "short", "work_weekend")
    }


@pytest.fixture(scope="session")
def published_regions(shared_data: Path) -> dict[str, set[date]]:
    regions = json.loads((shared_data / "ru_regional_days.json").read_text())
    return {
        code: {date.fromisoformat(day) for year in known["years"].values() for day in year}
        | {
            date.fromisoformat(f"{year}-{fixed['md']}")
            for year in range(2020, 2028)
            for fixed in known["fixed"]
        }
        for code, known in regions.items()
        if not code.startswith("_")
    }
