"""A stop that cuts nothing off in the middle, and waits no longer than it may."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
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


async def ended(has_ended: Callable[[], bool], patience: float) -> None:
    """Wait until it has, for as long as `patience`, in seconds, allows."""
    now = asyncio.get_running_loop().time
    until = now() + patience
    while now() < until:
        if has_ended():
            return
        await asyncio.sleep(0.05)
