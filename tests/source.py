"""Source files as trees."""

from __future__ import annotations

import ast
import gc
from pathlib import Path


def tree(path: Path) -> ast.Module:
    """The tree of a module.

    Meanwhile no garbage is collected: what a finalizer runs in the middle of it (a future that
    tells of a lost connection) can make CPython 3.11 lose count of its recursion, and raise."""
    text = path.read_text("utf-8")
    collects = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(text, str(path))
    finally:
        if collects:
            gc.enable()
