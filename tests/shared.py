"""The shared folder beside the project: what needs it is skipped without it; in CI it fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PRIYOMNAYA_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def needed(name: str) -> Path:
    """The file or folder of this name in the shared folder."""
    path = SHARED / name
    if not path.exists():
        absent = f"no shared/{name} beside the project (PRIYOMNAYA_SHARED tells where else)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs it: {absent}")
        pytest.skip(absent)
    return path
