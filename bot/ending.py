"""Work that a stop does not cut off in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def to_its_end(work: Coroutine[Any, Any, T], patience: float) -> T:
    """Whoever cancels this waits for the work to end, for as long as `patience`, in seconds,
    allows; then it is cancelled as well. Nothing of it goes on afterwards."""
    task = asyncio.ensure_future(work)  # noqa: TID251 - held here and waited for
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            await asyncio.wait([task], timeout=patience)
        finally:
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
